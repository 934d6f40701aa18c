"""Files in and out of the community: from the command line and from the desk alike."""
