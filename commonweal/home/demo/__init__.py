"""The demo community: invented people at real organisations, with eight years of taking part."""
