"""The community frozen as of a day: pseudonymised tables that every figure is made from."""
