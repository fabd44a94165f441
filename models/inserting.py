"""A better plan by giving households their best paths again, a few at a time.

A household, or those who keep together, are taken out of the plan; with all others where they are,
the best path of each over what these leave free is found by dynamic programming
(:mod:`models.paths`), for all aims in order at once.  They are put there when that is better in
the first aim that changes.  Who pays most more than it would alone comes first.

Where there are places enough, that mostly comes to what households cost by themselves at least
(:mod:`models.alone`), which proves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.occupied import Occupied
from models.path_costs import costs_of
from models.path_types import Types
from models.paths import Costs, Priced
from models.relocation import AWAY, NONE, Aim, Relocation, Walks, persons_in, scattered

# A unit of an aim is worth so many of the next: a float tells seven aims apart so.
STEP = 100.0
# What a month elsewhere counts of a unit of the last aim, where that only breaks ties.
LITTLE = 1e-3
# Times that somebody is taken out to make room for another.
TRIES = 60
# Times that everybody is looked at.
ROUNDS = 5


def insert(
    problem: Relocation, aims: Sequence[Aim], plan: IntArray, budget: Budget, done: int = 0
) -> IntArray:
    """Return a plan that is no worse in the aims, in order, and keeps all constraints as well.

    So many of the first aims as ``done`` says are as good as they can be.
    """
    inserting = _Inserting(problem, aims, plan, done)
    for _ in range(ROUNDS):
        if not (inserting.go_round(budget) or inserting.make_room(budget)):
            break
    return inserting.plan


class _Inserting:
    """The plan so far, and what of the places it takes."""

    def __init__(self, problem: Relocation, aims: Sequence[Aim], plan: IntArray, done: int) -> None:
        self._problem, self._aims, self._done = problem, aims, done
        self.plan = plan.copy()
        self._occupied = Occupied(problem)
        everybody = np.arange(problem.households)
        for h in everybody.tolist():
            self._occupied.put(h, plan[h])
        self._weights: FloatArray = STEP ** -np.arange(len(aims), dtype=np.float64)
        self._costs = costs_of(problem, everybody, list(zip(aims, self._weights, strict=True)))
        self._alone = Priced(problem, _types(everybody), self._costs)
        wishes = np.array([self._alone.best(h) for h in everybody.tolist()], dtype=np.int64)
        self._wishes = wishes.reshape(plan.shape)
        self._least: IntArray = self._worth(everybody, self._wishes)
        self._tries = 0
        self._together = [
            (i, group) for i, aim in enumerate(aims) for group in aim.groups if group.size > 1
        ]

    def go_round(self, budget: Budget) -> bool:
        """Try everybody who pays more than it would alone; say whether anything changed."""
        above = self._above()
        changed = False
        for h in np.argsort(-above, kind="stable").tolist():
            for unit, site in self._units(h) if above[h] > 0 else ():
                if budget.exhausted:
                    return False
                changed |= self._again(unit, site)
        return changed

    def make_room(self, budget: Budget) -> bool:
        """Take out one that is in the way of who pays too much; say whether anything changed."""
        above = self._above()
        changed = False
        for h in np.argsort(-above, kind="stable").tolist():
            if above[h] < self._weights[self._done] or self._tries >= TRIES:
                break
            for other in self._in_the_way(h):
                if budget.exhausted:
                    return False
                self._tries += 1
                if self._again([h, other], None):
                    changed = True
                    break
        return changed

    def _in_the_way(self, h: int) -> list[int]:
        """Return who would leave a household room for the path that is best for it alone."""
        now, wish = self.plan[h].copy(), self._wishes[h]
        self._occupied.put(h, now, -1)
        found: dict[tuple[int, bytes], int] = {}
        blocked = self._occupied.blocked(h, wish)
        if blocked.size:
            t = int(blocked[0])
            for other in np.flatnonzero(self.plan[:, t] == wish[t]).tolist():
                path = self.plan[other].copy()
                key = int(self._problem.persons[other]), path.tobytes()
                if other == h or key in found:
                    continue
                self._occupied.put(other, path, -1)
                if not self._occupied.blocked(h, wish).size:
                    found[key] = other
                self._occupied.put(other, path)
        self._occupied.put(h, now)
        return list(found.values())

    def _units(self, h: int) -> Iterator[tuple[list[int], int | None]]:
        """Yield whom to take out for a household: itself, or those it keeps together with.

        Of these the first would go where only it has room, so that all are asked to be in each
        site in turn if it is as good.
        """
        yield [h], None
        for _, group in self._together:
            if h == group[0]:
                for s in range(len(self._problem.sites)):
                    yield group.tolist(), s

    def _above(self) -> FloatArray:
        """Return how much more each household pays than it would alone, shape ``(H,)``."""
        everybody = np.arange(self._problem.households)
        more = self._worth(everybody, self.plan) - self._least
        weights = np.where(np.arange(len(self._aims)) < self._done, 0.0, self._weights)
        above: FloatArray = more.astype(np.float64) @ weights
        for i, group in self._together:
            above[group] += weights[i] * scattered(self.plan[group])
        for i, aim in enumerate(self._aims):
            for share in aim.shares:
                full = persons_in(self._problem, self.plan, share.sites) > share.most
                inside = (self.plan >= 0) & share.sites[np.maximum(self.plan, 0)] & full
                above += weights[i] * inside.any(axis=1)
        above[above < self._weights[-1] / 2] = 0.0
        return above

    def _worth(self, who: IntArray, paths: IntArray) -> IntArray:
        """Return what paths cost of each aim but for others, shape ``(N, A)``."""
        walks = Walks(self._problem, who, paths)
        columns = [aim.of_walks(walks) for aim in self._aims]
        return np.array(columns, dtype=np.int64).reshape(len(self._aims), who.size).T

    def _again(self, unit: Sequence[int], site: int | None) -> bool:
        """Give some households their best paths one after another; say whether it is better."""
        before = np.zeros(len(self._aims))
        after = before.copy()
        old = [self.plan[h].copy() for h in unit]
        for h, path in zip(unit, old, strict=True):
            self._occupied.put(h, path, -1)
            self.plan[h] = AWAY
            before += self._paid(h, path)
        new = []
        for h in unit:
            path = self._best(h, site)
            if path is None:
                break
            new.append(path)
            after += self._paid(h, path)
            self.plan[h] = path
            self._occupied.put(h, path)
        better = len(new) == len(unit) and after.tolist() < before.tolist()
        if not better:
            for h, path in zip(unit, new, strict=False):
                self._occupied.put(h, path, -1)
            for h, path in zip(unit, old, strict=True):
                self.plan[h] = path
                self._occupied.put(h, path)
        return better

    def _best(self, h: int, site: int | None) -> IntArray | None:
        """Return the best path of a household over what others leave free; ``None`` for none.

        Of those as good it is one in a site, if given.
        """
        place, enter, staying = self._occupied.free(h)
        own = self._costs_of(h)
        if site is not None:
            own.place[0][np.arange(len(place)) != site] += LITTLE * self._weights[-1]
        for i, table, unplaced in self._of_others(h):
            own.place[0] += self._weights[i] * table
            own.unplaced[0] += self._weights[i] * unplaced
            if self._problem.start[h] >= 0:
                own.staying[0] += self._weights[i] * table[self._problem.start[h]]
        own.place[0][~place] = np.inf
        own.enter[0][~enter] = np.inf
        own.staying[0][~staying] = np.inf
        priced = Priced(self._problem, _types(np.array([h])), own)
        return priced.best(0) if np.isfinite(priced.least[0]) else None

    def _costs_of(self, h: int) -> Costs:
        """Return what paths of a household cost alone."""
        every, k = self._costs, slice(h, h + 1)
        tables = ("place", "staying", "unplaced", "enter")
        return replace(
            every,
            **{name: getattr(every, name)[k].copy() for name in tables},
            move=every.move[k],
            again=every.again[k],
            moved=every.moved[k],
            leave={0: every.leave[h]} if h in every.leave else {},
        )

    def _paid(self, h: int, path: IntArray) -> IntArray:
        """Return what a path costs of each aim, as others are now, shape ``(A,)``."""
        paid: IntArray = self._worth(np.array([h]), path[None, :])[0]
        t = np.flatnonzero(path >= 0)
        for i, table, unplaced in self._of_others(h):
            paid[i] += int(table[path[t], t].sum() + unplaced[path == NONE].sum())
        return paid

    def _of_others(self, h: int) -> Iterator[tuple[int, IntArray, IntArray]]:
        """Yield aims with what a month in a site, and without one, adds for where others are."""
        problem, months = self._problem, self._problem.months
        shape = len(problem.sites), months
        for i, group in self._together:
            if h in group:
                rows = self.plan[group]
                table = np.zeros(shape, dtype=np.int64)
                others: IntArray = ((rows >= 0) | (rows == NONE)).any(axis=0).astype(np.int64)
                table += others
                member, t = np.nonzero(rows >= 0)
                table[rows[member, t], t] = 0
                yield i, table, others
        for i, aim in enumerate(self._aims):
            for share in aim.shares:
                table = np.zeros(shape, dtype=np.int64)
                persons = int(problem.persons[h])
                table[share.sites] = self._occupied.above(share.sites, share.most, persons)
                yield i, table, np.zeros(months, dtype=np.int64)


def _types(who: IntArray) -> Types:
    """Return households as types of their own."""
    return Types(np.arange(who.size), who, np.ones_like(who))
