"""Tables in files: reading somebody else's CSV through a mapping, and writing our own."""
