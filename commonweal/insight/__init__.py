"""Empty for now: insight projects and learning logs."""
