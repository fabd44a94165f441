"""The one order of an instance: rows by id, lists sorted, so that files do not matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from allocator.domain.household import Household
from allocator.domain.instance import Instance


def _day(day: date | None) -> str:
    """Return a day as text that sorts; none comes first."""
    return day.isoformat() if day else ""


# Columns that follow the key only matter where a key can stand twice.
ORDER: dict[str, Callable[[Any], Any]] = {
    "taakstelling": lambda t: (
        t.from_on, t.until, t.persons, t.backlog_persons, t.realised_persons
    ),
    "wijken": lambda w: w.code,
    "corporaties": lambda c: c.id,
    "complexes": lambda c: c.id,
    "homes": lambda h: h.id,
    "households": lambda h: h.id,
    "decisions": lambda d: (d.household, d.home, d.decision),
    "points": lambda p: (p.household, p.home),
    "previous": lambda p: (p.household, p.home),
    "sites": lambda s: s.id,
    "rooms": lambda r: (
        r.site, r.beds, r.wheelchair, _day(r.opens_on), _day(r.closes_on), r.count
    ),
    "site_decisions": lambda d: (d.household, d.site, d.decision),
}  # fmt: skip


def canonical(instance: Instance) -> Instance:
    """Return the instance with every table and list in order."""
    update: dict[str, Any] = {
        name: tuple(sorted(getattr(instance, name), key=key)) for name, key in ORDER.items()
    }
    update["households"] = tuple(map(_household, update["households"]))
    return instance.model_copy(update=update)


def _household(household: Household) -> Household:
    """Return the household with its persons and lists in order."""
    update = {
        "persons": tuple(sorted(household.persons, key=lambda person: person.id)),
        "preferred_wijken": tuple(sorted(set(household.preferred_wijken))),
        "needs": tuple(sorted(set(household.needs))),
    }
    changed = {name: value for name, value in update.items() if getattr(household, name) != value}
    return household.model_copy(update=changed) if changed else household
