"""Empty for now: funding rounds: ideas, review, vote."""
