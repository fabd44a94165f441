"""What a matching plan is, before it is written: rows of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from allocator.domain.prices import Prices

Sense = Literal["max", "min"]


def worse_by(sense: Sense, before: int, now: int) -> int:
    """Return by how much a value of a tier is worse than one before; below 0 it is better."""
    return before - now if sense == "max" else now - before


@dataclass(frozen=True)
class TierResult:
    """Outcome of one tier.

    ``value`` is that of this plan; ``best`` the best value found at its stage, ``bound``
    the proven bound on it and ``optimal`` whether ``best`` is proven; these three are
    ``None`` for a tier that was not optimised.
    """

    name: str
    sense: Sense
    value: int
    best: int | None = None
    bound: int | None = None
    optimal: bool | None = None


@dataclass(frozen=True)
class Proposal:
    """A household proposed for a home; the columns of ``proposals.csv``."""

    household: str
    home: str
    persons: int
    wijk: str
    corporatie: str
    kind: str
    weeks: int
    urgency: int
    fit: int
    relocates: bool
    provisional: bool
    deviation: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Unplaced:
    """A household left out and the reason; the columns of ``unplaced.csv``."""

    household: str
    persons: int
    weeks: int
    reason: Literal["no_home", "limit", "choice", "priority"]
    detail: str
    possible_homes: int
    why: str


@dataclass(frozen=True)
class WijkLoad:
    """What a wijk carries after the plan; the columns of ``wijken.csv``, in persons."""

    code: str
    name: str
    draagkracht_persons: int | None
    placed_before: int
    placed_new: int

    @property
    def load(self) -> float | None:
        """Placed before and new as a fraction of the draagkracht."""
        if not self.draagkracht_persons:
            return None
        return (self.placed_before + self.placed_new) / self.draagkracht_persons


@dataclass(frozen=True)
class TaakstellingResult:
    """What is left of a half-year's task before and after the plan, in persons."""

    until: date
    to_do_before: int
    to_do_after: int


@dataclass(frozen=True)
class MatchingPlan:
    """The whole plan of a matching round, rows in order of id.

    ``plain`` holds the household and home of each placement of the plain comparison,
    longest-waiting-first, in order of household.  ``prices`` are those of the tier ``scarcity``,
    ``None`` where the plan does not look ahead, which may have been asked for all the same.
    """

    name: str
    peildatum: date
    proposals: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    wijken: tuple[WijkLoad, ...]
    tiers: tuple[TierResult, ...]
    taakstelling: tuple[TaakstellingResult, ...]
    plain: tuple[tuple[str, str], ...]
    over_term_placed: int
    possible_pairs: int
    seconds: dict[str, float]
    solver: str
    version: str
    lottery_seed: int
    input_digest: str
    prices: Prices | None = None
    asked_ahead: bool = False

    @property
    def weeks_ahead(self) -> int | None:
        """How far it looks ahead: ``None`` when that was not asked for, 0 when it could not."""
        if self.prices is not None:
            return self.prices.weeks
        return 0 if self.asked_ahead else None

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        """``optimal`` when every optimised tier is proven."""
        proven = all(t.optimal for t in self.tiers if t.optimal is not None)
        return "optimal" if proven else "feasible"
