"""From “should I apply?” to admitted: waves, applications, reading and deciding."""
