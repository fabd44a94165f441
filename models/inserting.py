"""A better plan by giving households their best paths again, a few at a time.

A household, or those who keep together, are taken out of the plan; with all others where they are,
each is given the best path over what these leave free (:mod:`models.best_path`), for all aims in
order at once.  They are put there when that is better in the first aim that changes.  Who pays
most more than it would alone comes first.

Where there are places enough, that mostly comes to what households cost by themselves at least
(:mod:`models.alone`), which proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from models.arrays import FloatArray, IntArray
from models.best_path import BestPaths, Others
from models.budget import Budget
from models.occupied import Occupied
from models.relocation import AWAY, NONE, Aim, Relocation, persons_in, scattered

# Times that somebody is taken out to make room for another.
TRIES = 60
# Times that everybody is looked at.
ROUNDS = 5


class Inserting:
    """A plan, and what of the places it takes; kept from one aim to the next."""

    def __init__(self, problem: Relocation, aims: Sequence[Aim]) -> None:
        self._problem, self._aims, self._done = problem, aims, 0
        self._plan: IntArray = np.full((problem.households, problem.months), AWAY)
        # What households pay of each aim but for others, shape (H, A).
        self._own: IntArray = np.zeros((problem.households, len(aims)), dtype=np.int64)
        self._occupied, self._best = Occupied(problem), BestPaths(problem, aims)
        self._weights = self._best.weights
        self._tries = 0
        # Whom it is no use to take out while the plan is as it is.
        self._in_vain: set[tuple[tuple[int, ...], int | None]] = set()
        self._together = [
            (i, group) for i, aim in enumerate(aims) for group in aim.groups if group.size > 1
        ]

    def insert(self, plan: IntArray, budget: Budget, done: int = 0) -> IntArray:
        """Return a plan that is no worse in the aims, in order, and keeps all constraints as well.

        So many of the first aims as ``done`` says are as good as they can be.
        """
        self._begin_with(plan)
        self._done, self._tries = done, 0
        for _ in range(ROUNDS):
            if not (self._go_round(budget) or self._make_room(budget)):
                break
        self._best.forget()
        return self._plan.copy()

    def _begin_with(self, plan: IntArray) -> None:
        """Put everybody who is elsewhere where a plan says."""
        changed = np.flatnonzero((self._plan != plan).any(axis=1))
        for h in changed.tolist():
            self._occupied.put(h, self._plan[h], -1)
            self._occupied.put(h, plan[h])
        self._plan[changed] = plan[changed]
        self._own[changed] = self._best.worth(changed, plan[changed])
        if changed.size:
            self._in_vain.clear()

    def _go_round(self, budget: Budget) -> bool:
        """Try everybody who pays more than it would alone; say whether anything changed."""
        above = self._above()
        changed = False
        for h in np.argsort(-above, kind="stable").tolist():
            for unit, site in self._units(h) if above[h] > 0 else ():
                if budget.exhausted:
                    return False
                changed |= self._again(unit, site)
        return changed

    def _make_room(self, budget: Budget) -> bool:
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
        now, wish = self._plan[h].copy(), self._best.wishes[h]
        self._occupied.put(h, now, -1)
        found: dict[tuple[int, bytes], int] = {}
        blocked = self._occupied.blocked(h, wish)
        if blocked.size:
            t = int(blocked[0])
            for other in np.flatnonzero(self._plan[:, t] == wish[t]).tolist():
                path = self._plan[other].copy()
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
        more = self._own - self._best.least
        weights = np.where(np.arange(len(self._aims)) < self._done, 0.0, self._weights)
        above: FloatArray = more.astype(np.float64) @ weights
        for i, group in self._together:
            above[group] += weights[i] * scattered(self._plan[group])
        for i, aim in enumerate(self._aims):
            for share in aim.shares:
                full = persons_in(self._problem, self._plan, share.sites) > share.most
                inside = (self._plan >= 0) & share.sites[np.maximum(self._plan, 0)] & full
                above += weights[i] * inside.any(axis=1)
        above[above < self._weights[-1] / 2] = 0.0
        return above

    def _again(self, unit: Sequence[int], site: int | None) -> bool:
        """Give some households their best paths one after another; say whether it is better."""
        if (key := (tuple(unit), site)) in self._in_vain:
            return False
        before = np.zeros(len(self._aims), dtype=np.int64)
        after = before.copy()
        old, new = [(self._plan[h].copy(), self._own[h].copy()) for h in unit], []
        for h, (path, own) in zip(unit, old, strict=True):
            self._occupied.put(h, path, -1)
            self._plan[h] = AWAY
            before += _paid(path, own, self._of_others(h))
        for h in unit:
            others = list(self._of_others(h))
            found = self._best.over(h, self._occupied.free(h), others, site)
            if found is None:
                break
            path, own = found
            new.append(path)
            after += _paid(path, own, others)
            self._plan[h], self._own[h] = path, own
            self._occupied.put(h, path)
        better = len(new) == len(unit) and after.tolist() < before.tolist()
        if better:
            self._in_vain.clear()
        else:
            self._in_vain.add(key)
            for h, path in zip(unit, new, strict=False):
                self._occupied.put(h, path, -1)
            for h, (path, own) in zip(unit, old, strict=True):
                self._plan[h], self._own[h] = path, own
                self._occupied.put(h, path)
        return better

    def _of_others(self, h: int) -> Iterator[Others]:
        """Yield what it costs a household where the others are now."""
        problem, months = self._problem, self._problem.months
        shape = len(problem.sites), months
        for i, group in self._together:
            if h in group:
                rows = self._plan[group]
                table = np.zeros(shape, dtype=np.int64)
                others: IntArray = ((rows >= 0) | (rows == NONE)).any(axis=0).astype(np.int64)
                table += others
                member, t = np.nonzero(rows >= 0)
                table[rows[member, t], t] = 0
                yield Others(i, table, others)
        for i, aim in enumerate(self._aims):
            for share in aim.shares:
                table = np.zeros(shape, dtype=np.int64)
                persons = int(problem.persons[h])
                table[share.sites] = self._occupied.above(share.sites, share.most, persons)
                yield Others(i, table, np.zeros(months, dtype=np.int64))


def _paid(path: IntArray, own: IntArray, others: Iterable[Others]) -> IntArray:
    """Return what a path costs of each aim, as others are now, shape ``(A,)``."""
    paid = own.copy()
    for other in others:
        paid[other.aim] += other.of(path)
    return paid
