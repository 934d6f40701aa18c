"""Letters about inviting."""
