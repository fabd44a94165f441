"""Sealing values: AES-256-GCM, bound to the table, the row and the field they stand in.

A sealed value is text, ``<key id>.<base64 of nonce and ciphertext>``.  The key id is that of a
master key, or ``s`` for the key of the household that the row is about.  Where a value stands is
part of what is authenticated: a ciphertext that was moved to another row does not open.  The
value is JSON, filled up with spaces to whole blocks, so that its length does not tell yes from no.
"""

from __future__ import annotations

import base64
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from allocator.errors import AllocatorError

NONCE = 12
BLOCK = 64


class CannotOpen(AllocatorError):
    """A sealed value does not open with the keys there are."""


class Erased(AllocatorError):
    """What was asked for belongs to a household whose key was destroyed."""


def place(table: str, row: object, field: str) -> bytes:
    """Return where a value stands, as it is authenticated."""
    return f"{table}:{row}:{field}".encode()


def seal_bytes(key: bytes, value: bytes, where: bytes) -> str:
    """Return bytes sealed with a key."""
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, value, where)).decode("ascii")


def open_bytes(key: bytes, text: str, where: bytes) -> bytes:
    """Return what was sealed.

    Raises
    ------
    CannotOpen
        When the key is another, or the value was changed or moved.
    """
    try:
        raw = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], where)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(where.decode()) from error


def to_block(value: Any) -> bytes:
    """Return a value of JSON as bytes of whole blocks."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return text.ljust(-(-len(text) // BLOCK) * BLOCK)
