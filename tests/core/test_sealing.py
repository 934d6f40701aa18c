"""Keys are made once, and what is sealed opens for its owner alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from commonweal.core import sealing
from commonweal.core.errors import Refused


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path):
    key = sealing.kept_key(tmp_path, "some.key")
    assert len(key) == 32
    assert sealing.kept_key(tmp_path, "some.key") == key
    assert [path.name for path in tmp_path.iterdir()] == ["some.key"]
    assert (tmp_path / "some.key").stat().st_mode & 0o777 == 0o600


def test_several_who_start_at_once_get_the_same_whole_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: sealing.kept_key(tmp_path, "some.key"), range(64)))
    assert len(set(made)) == 1
    assert len(made[0]) == 32


def test_keys_for_two_uses_differ():
    assert sealing.derived(b"k" * 32, "one") != sealing.derived(b"k" * 32, "other")


def test_what_is_sealed_opens_with_its_key_for_its_owner_alone():
    key = b"k" * 32
    sealed = sealing.seal(key, {"answer": "yes"}, bound_to="me")
    assert sealing.unseal(key, sealed, bound_to="me") == {"answer": "yes"}
    for other, owner, raw in (
        (b"o" * 32, "me", sealed),
        (key, "you", sealed),
        (key, "me", sealed[:-1]),
        (key, "me", b"\x02" + sealed[1:]),
        (key, "me", b""),
    ):
        with pytest.raises(Refused):
            sealing.unseal(other, raw, bound_to=owner)
