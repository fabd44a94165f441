"""Settings as one list of keys with values, and back to the tables within tables of a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.reading.kinds import Number
from allocator.reading.settings import SETTINGS, Path, Setting

OF_TIERS = ("tolerance", "slack")


def flat(values: Mapping[str, Any]) -> dict[Path, Any]:
    """Return what is kept of settings, by path; the peildatum is not kept with them."""
    found: dict[Path, Any] = {}
    for setting in SETTINGS:
        if setting.path != ("peildatum",):
            inner: Any = values
            for name in setting.path[:-1]:
                inner = inner.get(name, {})
            default = plain_value(setting, setting.default)
            found[setting.path] = plain_value(setting, inner.get(setting.path[-1], default))
    return found


def with_value(values: dict[str, Any], path: Path, value: Any) -> None:
    """Set one value in what is kept; a tier that gives nothing up is left out."""
    inner = values
    for name in path[:-1]:
        inner = inner.setdefault(name, {})
    if len(path) == 3 and path[1] in OF_TIERS and not Decimal(value):
        inner.pop(path[-1], None)
    else:
        inner[path[-1]] = value


def plain_value(setting: Setting, value: Any) -> Any:
    """Return a value of a setting in types of JSON; the same number is the same text."""
    if isinstance(setting.kind, Number) and value is not None:
        return format(Decimal(value).normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
