"""Empty for now: labs and their test teams."""
