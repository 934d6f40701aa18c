"""Letters about deciding."""
