"""Values of a TOML file as cells, so that they are read like those of a sheet."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from allocator.reading.cells import Cell


def cell_of(value: Any) -> Cell | None:
    """Return a single value as a cell; ``None`` for a list or a table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() and value.tzinfo is None else str(value)
    if isinstance(value, str | Decimal | date):
        return value
    return str(value) if isinstance(value, time) else None
