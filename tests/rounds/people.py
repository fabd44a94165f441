"""Who takes steps in tests, and a week to take them in: instances/tiny."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from allocator.matching import Settings
from allocator.rounds import drafting, importing, opening, sending
from allocator.rounds.deciding import Pair
from allocator.rounds.use import Actor

TINY = Path(__file__).parents[2] / "instances" / "tiny"
NIJMEGEN = TINY.parent / "nijmegen"
MONDAY = date(2025, 4, 7)
WEEK = timedelta(days=7)


def team(day: date = MONDAY) -> Actor:
    """Return somebody of the housing team."""
    return Actor("anna", "team", today=day)


def owner(corporatie: str, day: date = MONDAY) -> Actor:
    """Return somebody of a corporatie."""
    return Actor("bram", "corporatie", corporatie, day)


def imported(folder: Path = TINY) -> None:
    """Have an instance in the store."""
    importing.apply(team(), folder)


def proposed(folder: Path = TINY) -> drafting.Drafted:
    """Have a first draft in the store."""
    imported(folder)
    opening.open_new(team())
    return drafting.propose(team(), Settings())


def sent(folder: Path = TINY) -> list[Pair]:
    """Have proposals with the corporaties, to answer within a week; return them."""
    drafted = proposed(folder)
    sending.send(team(), MONDAY + WEEK)
    return [Pair(row.household, row.home) for row in drafted.plan.proposals]
