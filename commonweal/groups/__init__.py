"""Empty for now: special interest groups and their spaces."""
