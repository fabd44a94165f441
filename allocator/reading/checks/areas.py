"""Wijken that lie within each other."""

from __future__ import annotations

from allocator.reading.faults import Faults, shown
from allocator.reading.source import Source


def check(source: Source, faults: Faults) -> None:
    """Note each wijk that lies within itself, directly or through others."""
    rows = source.tables["wijken"]
    within = {code: outer for _, code, outer in rows.given("code", "within")}
    for line, code, _ in rows.given("code", "within"):
        circle = _circle(code, within)
        if circle:
            rows.note(faults, line, "within", "reading.circle", circle=shown(" > ".join(circle)))


def _circle(start: str, within: dict[str, str]) -> list[str]:
    """Return the way from an area back to itself; empty when there is none."""
    way = [start]
    seen = {start}
    while (area := within.get(way[-1])) is not None:
        way.append(area)
        if area == start:
            return way
        if area in seen:  # a circle further on, noted at the areas in it
            return []
        seen.add(area)
    return []
