class Refused(Exception):
    """A rule of the community says no. The message is shown to the person as it stands."""
