"""The letters about a person’s own data."""
