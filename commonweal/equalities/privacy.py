"""What this app keeps about people, why, and for how long."""
