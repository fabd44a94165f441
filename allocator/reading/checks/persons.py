"""Persons and the households they are in."""

from __future__ import annotations

from allocator.domain.choices import Role
from allocator.reading.faults import Faults, shown
from allocator.reading.source import Source


def check(source: Source, faults: Faults) -> None:
    """Note households without persons, and those with two heads or two partners."""
    households, persons = source.tables["households"], source.tables["persons"]
    if persons.whole and "household" in persons.headings:
        filled = set(persons.values["household"])
        for line, id_ in households.given("id"):
            if id_ not in filled:
                households.note(faults, line, "id", "reading.no_persons", found=shown(id_))
    once = (Role.HEAD, Role.PARTNER)
    first: dict[tuple[str, Role], int] = {}
    for line, household, role in persons.given("household", "role"):
        if role in once and first.setdefault((household, role), line) != line:
            persons.note(
                faults, line, "role", f"reading.second_{role}",
                found=shown(household), first=first[household, role],
            )  # fmt: skip
