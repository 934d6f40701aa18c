"""Letters without the links that let whoever has them act as the reader."""

import re

from django.urls import Resolver404, resolve

INSTEAD = "[a link only its reader may use]"
ADDRESS = re.compile(r"https?://[^\s/?#]+(?P<path>/[^\s?#]*)\S*")
# What may follow an address in a sentence.
AFTER = ".,;:!?)>”’"


def redacted(text: str) -> str:
    """The words of a letter, each secret link replaced by a note that there was one."""
    return ADDRESS.sub(_replaced, text)


def _replaced(found: re.Match[str]) -> str:
    address = found[0]
    after = address[len(address.rstrip(AFTER)) :]
    return f"{INSTEAD}{after}" if is_secret(found["path"]) else address


def is_secret(path: str) -> bool:
    """Whether a part of this path is a token: whoever has the address needs nothing else."""
    try:
        return "token" in resolve(f"{path.rstrip(AFTER).rstrip('/')}/").kwargs
    except Resolver404:
        return False
