"""What there is to see of a household or a home: values with where they came from, and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.plan import Proposal, Unplaced
from allocator.rounds.browsing import HouseholdRow
from allocator.rounds.looking import StepSeen
from allocator.rounds.origins import Made, Origin, Past
from allocator.rounds.standing import HomeStands
from allocator.rounds.states import State


@dataclass(frozen=True)
class Value:
    """A value of a row, and where it came from; ``sealed`` when it is special."""

    field: str
    value: Any
    origin: Origin
    sealed: bool


@dataclass(frozen=True)
class RowSeen:
    """A row: its values, what changed it last, and when it left the files, when it did."""

    table: str
    key: str
    values: tuple[Value, ...]
    changed: Made | None
    gone: Made | None


@dataclass(frozen=True)
class CandidateSeen:
    """What was proposed, and all that became of it."""

    household: str
    home: str
    round: int
    state: State
    locked: bool
    answer_by: date | None
    steps: tuple[StepSeen, ...]


@dataclass(frozen=True)
class Said:
    """What the newest draft says of a household: what it proposes, or why it is left out."""

    round: int
    draft: int
    placed: Proposal | None
    left_out: Unplaced | None


@dataclass(frozen=True)
class DecisionSeen:
    """A decision or points; ``place`` is a home or a site, ``made`` who or which file said so."""

    household: str
    place: str
    decision: str
    points: int | None
    day: date | None
    reason: str
    source: str
    made: Made | None


@dataclass(frozen=True)
class Withdrawn:
    """When something was taken out, and why."""

    made: Made | None
    reason: str


@dataclass(frozen=True)
class HouseholdSeen:
    """A household; ``said`` is ``None`` when no draft looked at it.

    ``names`` gives the names of wijken, sites and the like, by id.
    """

    row: HouseholdRow
    facts: RowSeen
    persons: tuple[RowSeen, ...]
    candidates: tuple[CandidateSeen, ...]
    said: Said | None
    decisions: tuple[DecisionSeen, ...]
    withdrawn: Withdrawn | None
    past: tuple[Past, ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class HomeSeen:
    """A home; ``names`` gives the names of wijken, corporaties and the like, by id."""

    home: str
    stands: HomeStands
    units: int
    facts: RowSeen
    names: Mapping[str, str]
    candidates: tuple[CandidateSeen, ...]
    decisions: tuple[DecisionSeen, ...]
    withdrawn: Withdrawn | None
    past: tuple[Past, ...]
