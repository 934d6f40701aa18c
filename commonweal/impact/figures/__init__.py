"""The figures, each declared once and made from a snapshot alone."""
