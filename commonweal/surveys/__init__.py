"""Empty for now: questionnaires, perception audits, interviews."""
