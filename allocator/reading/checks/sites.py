"""Sites whose columns contradict each other."""

from __future__ import annotations

from datetime import date

from allocator.reading.faults import Faults
from allocator.reading.source import Source


def check(source: Source, faults: Faults) -> None:
    """Note an extension of a site that does not close."""
    rows = source.tables["sites"]
    ends = rows.values["closes_on"], rows.values["extend_until"]
    for line, closes, extended in zip(rows.lines, *ends, strict=True):
        if closes is None and isinstance(extended, date):
            rows.note(
                faults, line, "extend_until", "reading.extend_without_closes",
                beside=("closes_on",), found=extended,
            )  # fmt: skip
