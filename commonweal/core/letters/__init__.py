"""Every mail the community sends: declared once, shown on the desk, sent once."""
