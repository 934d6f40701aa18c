"""What data protection has done by the clock."""
