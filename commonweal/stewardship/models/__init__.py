"""Runs of retention, and requests of people about their own data."""

from commonweal.stewardship.models.retention import RetentionRun

__all__ = ["RetentionRun"]
