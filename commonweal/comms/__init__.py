"""Empty for now: notifications, digests and newsletters."""
