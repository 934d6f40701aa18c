"""Runs of retention, and requests of people about their own data."""

from commonweal.stewardship.models.requests import OPEN, DataRequest, Kind, Status
from commonweal.stewardship.models.retention import RetentionRun

__all__ = ["OPEN", "DataRequest", "Kind", "RetentionRun", "Status"]
