"""Empty for now: country partners, funders and programmes."""
