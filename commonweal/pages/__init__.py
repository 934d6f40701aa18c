"""Empty for now: editorial pages and stories."""
