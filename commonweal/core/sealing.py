"""Keeping a few things so that a copy of the database tells nothing: AES-256-GCM, own keys."""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from commonweal.core.errors import Refused

NONCE = 12
VERSION = b"\x01"


def kept_key(folder: Path, name: str) -> bytes:
    """A random key of 32 bytes in a file of its own, made once and readable by its owner alone."""
    path = folder / name
    if not path.exists():
        _keep_new(path)
    return bytes.fromhex(path.read_text().strip())


def _keep_new(path: Path) -> None:
    """Put a whole new key where there is none. Of several makers at once, the first one's stays."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        Path(unfinished).unlink()


def derived(key: bytes, use: str) -> bytes:
    """A key for one use, from which neither `key` nor that of another use can be told."""
    return hmac.digest(key, f"commonweal {use}".encode(), hashlib.sha256)


def seal(key: bytes, value: Any, *, bound_to: str) -> bytes:
    """`value`, as JSON, encrypted. It opens only with the same key and the same `bound_to`."""
    nonce = os.urandom(NONCE)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return VERSION + nonce + AESGCM(key).encrypt(nonce, text, VERSION + bound_to.encode())


def unseal(key: bytes, sealed: bytes, *, bound_to: str) -> Any:
    """What was sealed. Raises `Refused` for another key, another owner, or a changed byte."""
    raw = bytes(sealed)
    try:
        if raw[:1] != VERSION:
            raise ValueError("an unknown version")
        nonce, rest = raw[1 : 1 + NONCE], raw[1 + NONCE :]
        text = AESGCM(key).decrypt(nonce, rest, VERSION + bound_to.encode())
    except Exception as problem:
        raise Refused("This cannot be opened with the key that is here.") from problem
    return json.loads(text)
