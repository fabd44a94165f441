"""Chooses a plan for each area among those that are offered, so that they go together.

Sets        m ∈ M areas;  i ∈ I[m] offers of area m;  J linking households (:mod:`models.areas`)
Data        v[i]    what offer i adds to the tier, as a maximum, int
            s[t,i]  the same for an earlier tier, held at b[t], int
            J[i]    the linking households of offer i
            π[j], Δ prices, and how far others may be from them, int
Variables   λ[i] ∈ {0, 1}: 1 when offer i is chosen
            p[j], q[j] ≥ 0: in the relaxation, what keeps prices of j below π + Δ and above π − Δ
Objective   maximise  Σ v[i]·λ[i] + Σ_j ((π[j] − Δ)·q[j] − (π[j] + Δ)·p[j])
Subject to  (K1 one_offer)  Σ_(i ∈ I[m]) λ[i] = 1                    ∀ m ∈ M
            (K2 one_area)   Σ_(i: j ∈ J[i]) λ[i] − p[j] + q[j] ≤ 1   ∀ j ∈ J; = 1 where j must
                            have a place
            (K3 tier)       Σ s[t,i]·λ[i] ≥ b[t]                     ∀ t held; not in the
                            relaxation

The duals of K2 in the relaxation are prices within the box, and its value is what the bound comes
to there as far as the offers tell: never more than it is.  A price is not below 0 where j may be
without a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.budget import Budget
from models.highs import Backend
from models.linear import LinearModel, Rows, row_names, stack


@dataclass(frozen=True)
class Offer:
    """A plan of an area, shape ``(N,)``.

    ``worth`` is what it adds to each tier, as a maximum; ``linking`` are the linking households
    that have a place in it.
    """

    plan: BoolArray
    worth: tuple[int, ...]
    linking: tuple[int, ...]

    def paid(self, prices: IntArray) -> int:
        """Return what its linking households pay."""
        return int(prices[list(self.linking)].sum())

    def after(self, tier: int, prices: IntArray) -> int:
        """Return what it adds to a tier after what is paid."""
        return self.worth[tier] - self.paid(prices)


@dataclass(frozen=True)
class Step:
    """Prices within a box, shape ``(J,)``.

    ``expected`` is what the bound is at them as far as the offers tell: it is no better.
    ``shares`` is how much of each linking household is in each area, shape ``(M, J)``.
    """

    prices: FloatArray
    expected: float
    shares: FloatArray


@dataclass(frozen=True)
class Choice:
    """What is offered for a tier, by area.

    Parameters
    ----------
    held
        What each tier before is worth at least, as a maximum.
    must
        Linking households that have a place in every plan, shape ``(J,)``.
    """

    offers: Sequence[Sequence[Offer]]
    tier: int
    held: Sequence[int]
    must: BoolArray

    @cached_property
    def _flat(self) -> list[Offer]:
        return [one for own in self.offers for one in own]

    def best(self, backend: Backend, budget: Budget) -> list[Offer] | None:
        """Return the best offers that go together, one of each area; ``None`` when cut off."""
        model = self._model([self._one_offer(), self._one_area(), self._tiers()], [])
        found = backend.solve_mip(model, budget)
        if found.values is None:
            return None
        return [self._flat[i] for i in np.flatnonzero(found.values > 0.5)]

    def prices(self, near: IntArray, box: int, backend: Backend, budget: Budget) -> Step | None:
        """Return the best prices within a box; ``None`` when cut off, or nothing goes together."""
        low = np.where(self.must, near - box, np.maximum(0, near - box))
        limits = np.concatenate([-(near + box), low])
        rows = [self._one_offer(), self._one_area(moving=True)]
        relaxed = backend.open_lp(self._model(rows, limits.tolist())).solve(budget)
        if relaxed is None:
            return None
        areas, own = len(self.offers), len(self._flat)
        chosen = self._chosen_by()
        shares = np.zeros((areas, self.must.size))
        np.add.at(shares, (chosen[:, 0], chosen[:, 1]), relaxed.values[:own][chosen[:, 2]])
        return Step(relaxed.duals[areas:], relaxed.objective, shares)

    def _model(self, rows: Sequence[Rows], moving: Sequence[int]) -> LinearModel:
        own, n = len(self._flat), len(self._flat) + len(moving)
        matrix, lower, upper = stack(rows, n)
        worth = [one.worth[self.tier] for one in self._flat]
        return LinearModel(
            sense="max",
            offset=0,
            cost=np.array([*worth, *moving], dtype=np.float64),
            lower=np.zeros(n),
            upper=np.where(np.arange(n) < own, 1.0, np.inf),
            integer=np.arange(n) < own,
            matrix=matrix,
            row_lower=lower,
            row_upper=upper,
            columns=[f"l{i}" if i < own else f"p{i - own}" for i in range(n)],
            rows=row_names(rows),
        )

    def _one_offer(self) -> Rows:
        """K1: an area has one plan."""
        areas = len(self.offers)
        row = np.repeat(np.arange(areas), [len(own) for own in self.offers])
        return Rows(
            label="K1_one_offer",
            index=[f"m{m}" for m in range(areas)],
            row=row,
            column=np.arange(row.size),
            coefficient=np.ones(row.size, dtype=np.int64),
            lower=np.ones(areas),
            upper=np.ones(areas),
        )

    def _one_area(self, *, moving: bool = False) -> Rows:
        """K2: a linking household is in one area at most; with p and q when prices move."""
        number, n = self.must.size, len(self._flat)
        chosen = self._chosen_by()
        each = np.arange(number) if moving else np.zeros(0, dtype=np.int64)
        row = np.concatenate([chosen[:, 1], each, each])
        column = np.concatenate([chosen[:, 2], n + each, n + number + each])
        coefficient = np.repeat([1, -1, 1], [len(chosen), each.size, each.size])
        return Rows(
            label="K2_one_area",
            index=[f"j{j}" for j in range(number)],
            row=row,
            column=column,
            coefficient=coefficient,
            lower=np.where(self.must, 1.0, -np.inf),
            upper=np.ones(number),
        )

    def _chosen_by(self) -> IntArray:
        """Return area, linking household and offer of each that has a place, shape ``(N, 3)``."""
        area = np.repeat(np.arange(len(self.offers)), [len(own) for own in self.offers])
        entries = [(area[i], j, i) for i, one in enumerate(self._flat) for j in one.linking]
        return np.array(entries, dtype=np.int64).reshape(-1, 3)

    def _tiers(self) -> Rows:
        """K3: a tier before is worth no less than it is held at."""
        tiers, n = len(self.held), len(self._flat)
        worth = np.array([one.worth[:tiers] for one in self._flat], dtype=np.int64)
        return Rows(
            label="K3_tier",
            index=[f"t{t}" for t in range(tiers)],
            row=np.repeat(np.arange(tiers), n),
            column=np.tile(np.arange(n), tiers),
            coefficient=worth.T.ravel(),
            lower=np.array(self.held, dtype=np.float64),
            upper=np.full(tiers, np.inf),
        )
