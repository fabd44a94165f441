"""The digest of an instance: the same for every way to write the same facts down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.domain.base import Frozen
from allocator.domain.instance import Instance
from allocator.reading.canonical import canonical
from allocator.reading.settings import ALL_TIERS


def digest(instance: Instance) -> str:
    """Return the SHA-256 of the instance in canonical JSON, as hexadecimal text."""
    facts = _plain(canonical(instance))
    # A tier without a tolerance has tolerance 0.
    for name in ("tolerance", "slack"):
        facts["policy"][name] = dict.fromkeys(ALL_TIERS, "0") | {
            tier: str(value) for tier, value in facts["policy"][name].items()
        }
    text = json.dumps(facts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value in types of JSON; a decimal is text without trailing zeros."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Frozen):
        return {name: _plain(item) for name, item in value.__dict__.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")
