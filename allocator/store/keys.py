"""The master keys: a small file outside the database, by id, newest in use.

``{"current": "k2", "keys": {"k1": "…", "k2": "…"}}``, each key 256 bits in base64.  Who has the
database without this file has no special field; who has this file without the database has
nothing.  So keep it out of the backups of the database.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allocator.errors import BadCall

BYTES = 32


@dataclass(frozen=True)
class KeyRing:
    """Master keys by id; ``current`` names the one that seals."""

    current: str
    keys: dict[str, bytes]

    @classmethod
    def new(cls) -> KeyRing:
        """Return a ring of one fresh key."""
        return cls("k1", {"k1": secrets.token_bytes(BYTES)})

    def with_new_key(self) -> KeyRing:
        """Return the ring with a fresh key in use; the older ones still open."""
        name = f"k{1 + max(int(name[1:]) for name in self.keys)}"
        return KeyRing(name, {**self.keys, name: secrets.token_bytes(BYTES)})

    def only_current(self) -> KeyRing:
        """Return the ring without the keys that are in use no more."""
        return KeyRing(self.current, {self.current: self.keys[self.current]})


def read_keys(path: Path) -> KeyRing:
    """Read a key file.

    Raises
    ------
    BadCall
        When there is none, or it is not one.
    """
    try:
        held = json.loads(path.read_text("utf-8"))
        keys = {str(name): base64.b64decode(text) for name, text in held["keys"].items()}
        ring = KeyRing(str(held["current"]), keys)
        sound = ring.current in keys and all(
            len(key) == BYTES and name[:1] == "k" and name[1:].isdecimal()
            for name, key in keys.items()
        )
    except FileNotFoundError as error:
        raise BadCall("store.no_keys", path=path) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadCall("store.bad_keys", path=path) from error
    if not sound:
        raise BadCall("store.bad_keys", path=path)
    return ring


def write_keys(ring: KeyRing, path: Path, *, new: bool = False) -> None:
    """Write a key file that only its owner can read; complete or not at all.

    Parameters
    ----------
    new
        Never over another: what it holds may be the only way to what was sealed.

    Raises
    ------
    FileExistsError
        When it had to be new, and one is there.
    """
    held = {name: base64.b64encode(key).decode("ascii") for name, key in ring.keys.items()}
    text = json.dumps({"current": ring.current, "keys": held}, indent=1)
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(made, path)
        else:
            made.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        made.unlink(missing_ok=True)
