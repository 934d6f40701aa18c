"""What `make check`, `make docs` and the like are made of. Not part of the product."""
