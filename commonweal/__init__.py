"""Commonweal: runs a community of people who improve something together."""
