"""Names for people in a snapshot that lead back to nobody without the key of this installation."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


def kept_key(folder: Path) -> bytes:
    """The snapshot key of this installation, made once and readable by its owner alone.

    Whoever has both this key and the database can tell who is who; keep it out of any snapshot.
    """
    path = folder / "snapshot.key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    key = secrets.token_bytes(32)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex())
    return key


def pseudonym(key: bytes, kind: str, pk: int) -> str:
    """32 hexadecimal digits: the same for the same record, so that snapshots can be compared."""
    return hmac.new(key, f"{kind}:{pk}".encode(), hashlib.sha256).hexdigest()[:32]
