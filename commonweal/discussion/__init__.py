"""Empty for now: threads, comments, reactions and flags."""
