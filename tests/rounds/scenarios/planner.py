"""Who keeps and compares scenarios in tests, and what they keep."""

from __future__ import annotations

from datetime import date

from allocator.rounds.scenarios import keeping
from allocator.rounds.use import Actor
from tests.rounds.people import MONDAY, imported

MORE = b"""name = "Meer woningen"
note = "drie keer W1"
[[change.homes]]
id = "W1"
units = 3
"""
LESS = b"""name = "Geen W2"
[[remove.homes]]
id = "W2"
"""


def planner(day: date = MONDAY) -> Actor:
    """Return a planner."""
    return Actor("dirk", "planner", today=day)


def kept() -> None:
    """Have instances/tiny in the store, and two scenarios."""
    imported()
    keeping.add(planner(), MORE, "meer.toml")
    keeping.add(planner(), LESS, "minder.toml")
