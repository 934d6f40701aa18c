"""Empty for now: a funded or backed project's life."""
