"""Letters about applying."""
