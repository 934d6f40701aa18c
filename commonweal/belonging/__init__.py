"""What comes after admission: the compact, a way in, a pause, a goodbye and a return."""
