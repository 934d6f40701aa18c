"""What joining has done by the clock."""
