"""Empty for now: series, cohorts and resources."""
