import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits():
    """Tries counted in one test are not held against the next."""
    cache.clear()
