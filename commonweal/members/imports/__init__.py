"""Taking people and organisations from files: what `core.tables` is told of each."""
