"""Data protection at work: copies of one’s data, erasure, retention, the record of processing."""
