"""What a relocation plan is, before it is written: rows of plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from allocator.plan import TierResult

MoveReason = Literal["closes", "need", "room", "together", "other"]
ShortageReason = Literal["no_site", "closed", "full", "priority"]


@dataclass(frozen=True)
class Stay:
    """An unbroken stay of a household in the same rooms; the columns of ``stays.csv``.

    Months are written ``2025-04``, and both are part of the stay.
    """

    household: str
    site: str
    rooms: tuple[str, ...]
    from_month: str
    to_month: str


@dataclass(frozen=True)
class Move:
    """A household that goes elsewhere in a month; the columns of ``moves.csv``.

    ``from_site`` is ``None`` for an entry and ``to_site`` for who loses its place.
    """

    household: str
    persons: int
    month: str
    kind: Literal["move", "entry"]
    from_site: str | None
    to_site: str | None
    reason: MoveReason
    repeat: bool
    why: str


@dataclass(frozen=True)
class Occupancy:
    """A site in a month in which it is usable; the columns of ``occupancy.csv``."""

    site: str
    month: str
    persons: int
    beds: int
    extended: bool

    @property
    def share(self) -> float | None:
        """Persons as a part of the beds; ``None`` without beds."""
        return self.persons / self.beds if self.beds else None


@dataclass(frozen=True)
class Shortage:
    """Months in a row of a household without a place; the columns of ``shortages.csv``."""

    household: str
    from_month: str
    to_month: str
    persons: int
    reason: ShortageReason
    why: str


@dataclass(frozen=True)
class ExtraRooms:
    """Extra rooms that are alike, ``number`` of them."""

    beds: int
    wheelchair: bool
    number: int


@dataclass(frozen=True)
class Missing:
    """A month in which somebody is without a place, and the rooms that would house them.

    Parameters
    ----------
    households, persons
        All that are without a place that month.
    full
        Persons of them whose reason is ``full``.
    rooms
        Extra rooms with which all of these fit beside the plan, in sites that are usable and suit
        them, when no limit is looked at: the fewest, and then the fewest beds, when ``proven``.
    over_limits
        By how many persons limits are exceeded in that case, added up over all limits on
        persons in sites, moving in, and sheltered in a wijk.
    proven
        Whether the rooms are proven to be the fewest.
    """

    month: str
    households: int
    persons: int
    full: int
    rooms: tuple[ExtraRooms, ...]
    over_limits: int
    proven: bool


@dataclass(frozen=True)
class Announced:
    """Months in a row in which a household was announced to be in one place and is in one.

    The columns of ``announced.csv``; the places are sites, ``None`` for no place.
    """

    household: str
    persons: int
    from_month: str
    to_month: str
    announced_site: str | None
    site: str | None

    @property
    def changed(self) -> bool:
        """Whether the household is elsewhere than was announced."""
        return self.site != self.announced_site


@dataclass(frozen=True)
class RelocationPlan:
    """The whole relocation plan.

    Rows are in order of household and month; of occupancy in order of site and month, and of
    ``missing`` in order of month.
    ``months`` are all months of the plan.  ``room_changes_bound`` is the proven least value,
    ``None`` where nothing is proven.  ``households`` and ``persons`` count all who are
    displaced, and ``deviations`` the households in a site that a rule now forbids them.
    ``slips`` are the months by which sites were taken to open or close later, and
    ``announced`` compares with an earlier plan, ``None`` without one.
    """

    name: str
    peildatum: date
    months: tuple[str, ...]
    stays: tuple[Stay, ...]
    moves: tuple[Move, ...]
    occupancy: tuple[Occupancy, ...]
    shortages: tuple[Shortage, ...]
    missing: tuple[Missing, ...]
    tiers: tuple[TierResult, ...]
    room_changes: int
    room_changes_bound: int | None
    households: int
    persons: int
    deviations: int
    seconds: dict[str, float]
    slips: Mapping[str, int]
    announced: tuple[Announced, ...] | None
    solver: str
    version: str
    input_digest: str

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        """``optimal`` when every optimised tier is proven."""
        proven = all(t.optimal for t in self.tiers if t.optimal is not None)
        return "optimal" if proven else "feasible"

    @property
    def moved_households(self) -> int:
        """Number of households that move at least once."""
        return len({move.household for move in self.moves if move.kind == "move"})

    @property
    def moved_persons(self) -> int:
        """Number of persons in households that move at least once."""
        moved = {move.household: move.persons for move in self.moves if move.kind == "move"}
        return sum(moved.values())

    @property
    def unsheltered_households(self) -> int:
        """Number of households that are without a place in some month."""
        return len({row.household for row in self.shortages})
