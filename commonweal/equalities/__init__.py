"""Equalities answers: apart from everything else, sealed, and read only under the eyes of a log."""
