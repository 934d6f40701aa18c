"""Empty for now: events, workshops, visits, attendance."""
