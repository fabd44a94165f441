"""What happened in the weeks of a simulation, event by event: what figures are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from allocator.domain.household import Household


class Ending(StrEnum):
    """How a unit that was on offer ended."""

    PLACED = "placed"
    LAPSED = "lapsed"
    OPEN = "open"


@dataclass(frozen=True)
class Placement:
    """A household that got a home.

    ``waited`` is in weeks from its koppeldatum; ``new_persons`` are those who had no home before
    (all of them, unless it moves on); ``again`` says that it moves from one home to another.
    """

    week: int
    household: Household
    home: str
    wijk: str
    waited: int
    new_persons: int
    again: bool


@dataclass(frozen=True)
class Unit:
    """A unit on offer: from which day it stood empty, until which, and why no longer."""

    home: str
    empty_from: date
    empty_until: date
    ending: Ending


@dataclass(frozen=True)
class Week:
    """What a weekly round was like: ``waiting`` and ``waiting_persons`` are those after it."""

    week: int
    day: date
    units: int
    proposals: int
    refused: int
    placed: int
    placed_persons: int
    waiting: int
    waiting_persons: int
    proven: bool


@dataclass
class Happened:
    """All events, in order."""

    placements: list[Placement] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)
    still_waiting: list[tuple[Household, int]] = field(default_factory=list)
    loads: dict[tuple[int, str], int] = field(default_factory=dict)
