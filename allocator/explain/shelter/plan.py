"""The explanation of a whole relocation plan: every move, and every month without a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.explain.shelter.change import Change, smallest_change
from allocator.explain.shelter.missing import missing_places
from allocator.explain.shelter.move_words import MoveWhy
from allocator.explain.shelter.moves import Went, moves
from allocator.explain.shelter.shortage_words import ShortageWhy
from allocator.explain.shelter.standing import Standing
from allocator.explain.shelter.trial import Trial, trial
from allocator.explain.shelter.without import Suiting, Without, without_place
from allocator.formulate_shelter import Shelter
from allocator.rules.arrays import IntArray
from allocator.shelter_plan import Missing
from allocator.texts import Texts
from models.lexicographic import Backend
from models.relocation import Aim, Relocation


@dataclass(frozen=True)
class ExplainedMove:
    """A move or entry, and why, in words."""

    went: Went
    why: str


@dataclass(frozen=True)
class ExplainedShortage:
    """Months without a place, what would help or what stands against it, and why, in words."""

    row: Without
    change: Change | None
    trial: Trial | None
    why: str


class Explained:
    """A plan explained, each part when it is asked for.

    Parameters
    ----------
    plan
        Site, ``NONE`` or ``AWAY`` of each household in each month, shape ``(H, T)``; it must
        keep all constraints of the problem.
    tiers
        Those that were optimised, in order.
    """

    def __init__(
        self,
        shelter: Shelter,
        problem: Relocation,
        plan: IntArray,
        tiers: Sequence[Aim],
        texts: Texts,
        backend: Backend,
    ) -> None:
        self._standing = Standing(shelter, problem, plan, backend)
        self._suiting = Suiting(self._standing)
        self._tiers, self._texts, self._backend = tiers, texts, backend

    @cached_property
    def moves(self) -> tuple[ExplainedMove, ...]:
        """Every move and entry, by household and month."""
        why = MoveWhy(self._standing, self._suiting, self._texts)
        return tuple(ExplainedMove(went, why(went)) for went in moves(self._standing))

    @cached_property
    def shortages(self) -> tuple[ExplainedShortage, ...]:
        """Months without a place, a row for each run with the same reason, by household."""
        why, found = ShortageWhy(self._standing, self._suiting, self._texts), []
        for row in self._without:
            change, would = None, None
            if row.reason == "priority":
                would = trial(self._standing, self._tiers, row)
            else:
                change = smallest_change(self._standing, self._suiting, row)
            found.append(ExplainedShortage(row, change, would, why(row, change, would)))
        return tuple(found)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The places that are missing, by month; up to a second for a month with a hundred."""
        return missing_places(self._standing, self._suiting, self._without, self._backend)

    @cached_property
    def _without(self) -> list[Without]:
        return without_place(self._standing, self._suiting)
