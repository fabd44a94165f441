"""A plan that was written, laid out again over columns so that it can be asked questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.domain.instance import Instance
from allocator.domain.prices import Prices
from allocator.formulate import BoolArray, Case, IntArray, assignment, lay_out, tiers_of
from models.again import Known
from models.budget import Budget
from models.highs import Backend
from models.tiers import Tier

Ids = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class KnownPlan:
    """A plan of an instance, and what it takes to solve again near it.

    ``tiers`` are those that were optimised, ``best`` the best value of each at its stage;
    ``chosen`` says which pairs the plan has, shape ``(E,)``.
    """

    case: Case
    tiers: tuple[Tier, ...]
    best: tuple[int, ...]
    chosen: BoolArray
    known: Known

    @classmethod
    def of(
        cls,
        instance: Instance,
        pairs: Ids,
        best: Mapping[str, int],
        budget: Budget,
        prices: Prices | None = None,
    ) -> KnownPlan:
        """Lay a plan out.

        Parameters
        ----------
        instance
            With the lottery seed that the plan was made with.
        pairs
            Household and home of each proposal; the plan must have passed its check.
        best
            Best value of every tier that was optimised, by name.
        prices
            Those of a plan that looks ahead.

        Raises
        ------
        NoPlan
            When locks and limits contradict each other.
        """
        case = lay_out(instance, prices)
        aims, _ = tiers_of(case)
        problem = assignment(case)
        household = {name: i for i, name in enumerate(case.households.id.tolist())}
        home = {name: i for i, name in enumerate(case.homes.id.tolist())}
        chosen = case.chosen(
            np.array([household[h] for h, _ in pairs], dtype=np.int64),
            np.array([home[p] for _, p in pairs], dtype=np.int64),
        )
        values = tuple(best[tier.name] for tier in aims)
        known = Known(problem, aims, chosen, values, Backend(), budget)
        return cls(case, aims, values, chosen, known)

    @cached_property
    def values(self) -> tuple[int, ...]:
        """The value of the plan in every tier."""
        return tuple(tier.value(self.chosen) for tier in self.tiers)

    @cached_property
    def placed(self) -> frozenset[int]:
        """The positions of the households that the plan places."""
        return self.households_of(self.chosen)

    def households_of(self, chosen: BoolArray) -> frozenset[int]:
        """Return the positions of the households that some pairs place."""
        return frozenset(self.case.pairs.household[chosen].tolist())

    def pair_at(self, household: int, home: int) -> int | None:
        """Return the place of a pair among all pairs, or ``None`` when it is not one."""
        key = int(self.case.key_of(household, home))
        at = int(np.searchsorted(self.case.key, key))
        there = at < self.case.key.size and int(self.case.key[at]) == key
        return at if there else None

    def pairs_of(self, *, household: int | None = None, home: int | None = None) -> IntArray:
        """Return the places of the pairs of a household, a home or both."""
        wanted = np.ones(len(self.case.pairs), dtype=np.bool_)
        if household is not None:
            wanted &= self.case.pairs.household == household
        if home is not None:
            wanted &= self.case.pairs.home == home
        return np.flatnonzero(wanted)
