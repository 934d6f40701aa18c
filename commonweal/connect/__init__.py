"""Empty for now: coffee trials, asks and offers, introductions."""
