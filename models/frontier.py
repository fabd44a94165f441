"""The frontier between two tiers: all pairs of values that no plan beats in both.

Sets        X the plans: x that keeps C1 to C6 (:mod:`models.assignment`)
Data        f(x), g(x)   the value of the first tier and of the other, integers
            ε            the worst value that g may have, an integer
Problem     (E1 first)   F(ε) = best f(x) over x ∈ X with g(x) no worse than ε
            (E2 other)   G(ε) = best g(x) over x ∈ X with f(x) no worse than F(ε)

(N1) (F(ε), G(ε)) is on the frontier: what is better in g has a worse f by E2, what is better in f
     has a g worse than ε by E1.
(N2) No other value of g from G(ε) to ε is on it: a plan with such a g has no better f by E1, and
     no better g.

The ends are the best f with the best g then, and the best g with the best f then; between them
E1 and E2 are solved with ε beside a point that is known, so that by N2 each pair of solves finds
the next point: the frontier is exact when all are proven (ε-constraint: Haimes et al., 1971;
Chankong & Haimes, *Multiobjective Decision Making*, 1983).  Values are integers, so the next ε is
one beside.  Where only some points are asked for, ε halves the widest part that is not known.
Further tiers then decide among the plans of a point, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.arrays import BoolArray
from models.assignment import Assignment
from models.backends import BackendName, stage_solver
from models.budget import Budget
from models.lexicographic import (
    MOST_OF_SECONDS,
    Stage,
    merge_plan,
    require_feasible,
    trivial_bound,
)
from models.locked import unlock
from models.merge import merge_places, split_places
from models.parts import without_slack
from models.tiers import Fixed, Tier


@dataclass(frozen=True)
class Point:
    """A plan on the frontier.

    ``chosen`` has shape ``(E,)``; ``first`` and ``other`` are its values of the two tiers;
    ``proven`` says that no plan beats it in both.
    """

    chosen: BoolArray
    first: int
    other: int
    proven: bool


@dataclass(frozen=True)
class Frontier:
    """Points of a frontier, the best of the first tier before.

    ``whole`` when it is proven that there are no others.
    """

    points: tuple[Point, ...]
    whole: bool


def frontier(
    problem: Assignment,
    tiers: Sequence[Tier],
    start: BoolArray,
    backend: BackendName,
    budget: Budget,
    most: int | None = None,
    on_point: Callable[[int], None] = lambda found: None,
) -> Frontier:
    """Return the frontier of the first two tiers.

    Parameters
    ----------
    tiers
        The first tier, the other, and those that decide among the plans of a point.  What they
        may give up (tolerance, slack) is left out.
    start
        A plan to begin with, shape ``(E,)``: feasible, but not good.
    most
        Return at most so many points, the ends among them; all when not given.
    on_point
        Called with the number of points that are known, after each.

    Raises
    ------
    SolverFailed
        When ``start`` is not feasible, or a backend fails.
    """
    walk = _Walk(_Search(problem, tiers, start, backend, budget), most, on_point)
    walk.ends()
    walk.between()
    return walk.found()


@dataclass(frozen=True)
class _Found:
    """A plan over what is left of the problem, and whether each tier of it is proven."""

    plan: BoolArray
    proven: tuple[bool, ...]


class _Search:
    """Solves tiers in order, over what of the problem is a choice."""

    def __init__(
        self,
        problem: Assignment,
        tiers: Sequence[Tier],
        start: BoolArray,
        backend: BackendName,
        budget: Budget,
    ) -> None:
        require_feasible(problem, start)  # what is locked is in it
        self.budget = budget
        self._whole, self._backend = problem, backend
        self._free = unlock(problem, tiers)
        merged, merged_tiers, self._leader = merge_places(self._free.problem, self._free.tiers)
        self.start = merge_plan(self._free.problem, self._leader, start[self._free.pairs])
        self._problem, self.tiers = without_slack(merged, merged_tiers)

    def best(self, order: Sequence[Tier], held: Sequence[Fixed], plan: BoolArray) -> _Found:
        """Optimise tiers in order, with others no worse than they are held; from a plan on."""
        solver, fixed, proven = stage_solver(self._backend), list(held), []
        for tier in order:
            fixed = [one for one in fixed if one.tier is not tier]
            with self.budget.part(1.0 if tier is order[-1] else MOST_OF_SECONDS) as own:
                result = solver(Stage(self._problem, tier, tuple(fixed), plan), own)
            plan = result.plan
            value = tier.value(plan)
            bounds = (result.bound, trivial_bound(self._problem, tier))
            proven.append(value in bounds)
            fixed.append(Fixed(tier, value))
        return _Found(plan, tuple(proven))

    def whole(self, plan: BoolArray) -> BoolArray:
        """Return a plan over all pairs, shape ``(E,)``."""
        return self._free.whole(split_places(self._free.problem, self._leader, plan))


class _Walk:
    """The points that are known, and where there may be others."""

    def __init__(self, search: _Search, most: int | None, on_point: Callable[[int], None]) -> None:
        self._search, self._most, self._on_point = search, most, on_point
        self._first, self._other, *self._rest = search.tiers
        # By the badness of their g: the other tier's value, with the sign that makes less better.
        self._points: dict[int, _Found] = {}
        self._gaps: list[tuple[int, int]] = []
        self._proven = True

    def ends(self) -> None:
        """Find the best of the first tier, and the best of the other."""
        first, other, rest = self._first, self._other, self._rest
        begin = self._search.best((first, other, *rest), (), self._search.start)
        self._keep(begin)
        end = self._search.best((other, first, *rest), (), begin.plan)
        self._keep(end)
        low, high = self._badness(end), self._badness(begin)
        self._open(low + 1, high - 1)

    def between(self) -> None:
        """Find points between those that are known, as long as there may be any."""
        while self._gaps and not self._enough():
            low, high = self._gaps.pop(self._widest())
            at = high if self._most is None else (low + high) // 2
            near = self._points[max(bad for bad in self._points if bad < low)]
            worst = at if self._other.sense == "min" else -at
            order = (self._first, self._other, *self._rest)
            found = self._search.best(order, (Fixed(self._other, worst),), near.plan)
            bad = self._badness(found)
            self._keep(found)
            self._open(low, bad - 1)
            self._open(at + 1, high)

    def found(self) -> Frontier:
        """Return what was found, without what turned out to be beaten."""
        points: list[Point] = []
        for bad in sorted(self._points):
            one = self._points[bad]
            value = self._first.value(one.plan)
            if not points or self._first.better(value, points[-1].first):
                proven = all(one.proven[:2])
                other = self._other.value(one.plan)
                points.append(Point(self._search.whole(one.plan), value, other, proven))
        return Frontier(tuple(reversed(points)), self._proven and not self._gaps)

    def _keep(self, found: _Found) -> None:
        """Note a point; of the same value of the other tier the better one."""
        self._proven &= all(found.proven[:2])
        bad = self._badness(found)
        known = self._points.get(bad)
        value = self._first.value
        if known is None or self._first.better(value(found.plan), value(known.plan)):
            self._points[bad] = found
            self._on_point(len(self._points))

    def _badness(self, found: _Found) -> int:
        value = self._other.value(found.plan)
        return value if self._other.sense == "min" else -value

    def _open(self, low: int, high: int) -> None:
        """Note that from one badness to another there may be points."""
        if low <= high:
            self._gaps.append((low, high))

    def _widest(self) -> int:
        return max(range(len(self._gaps)), key=lambda i: self._gaps[i][1] - self._gaps[i][0])

    def _enough(self) -> bool:
        """Whether there are as many points as were asked for, or there is no time for more."""
        many = self._most is not None and len(self._points) >= self._most
        return many or self._search.budget.exhausted
