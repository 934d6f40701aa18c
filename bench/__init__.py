"""Measurements of what the house promises. See README.md."""
