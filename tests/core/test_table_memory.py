"""Garbage is collected between batches, and as before when an import is over."""

import gc

import pytest

from commonweal.core.tables.importing import rare_collection


@pytest.mark.parametrize("was_on", [True, False])
def test_collection_is_off_during_an_import_and_as_it_was_after(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with rare_collection() as collect:
            during = gc.isenabled()
            collect()
        after = gc.isenabled()
    finally:
        gc.enable()

    assert (during, after) == (False, was_on)


def test_collection_is_on_again_when_an_import_stops():
    with pytest.raises(ZeroDivisionError), rare_collection():
        1 / 0  # noqa: B018

    assert gc.isenabled()
