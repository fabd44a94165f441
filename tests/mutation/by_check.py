"""The same of an instance from the checker alone, and from plain readings of rules.md."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from allocator.check import PAIR_RULES, Pairs, blocked_by, breaks_limits, capacities, case_of
from allocator.check.beside import Beside
from allocator.check.limits import limits_of, taken, uses
from allocator.check.measures import empty_places, fit_points, relocates
from allocator.domain.instance import Instance
from tests.mutation.numbers import numbers

Pair = tuple[str, str]


class Check:
    """An instance laid out for the checker, and what that says of it."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.case = case_of(instance)
        self.pairs = Pairs(self.case)
        self.people = {h: self.case.households[h] for h in sorted(self.case.households)}
        self.homes = sorted(self.case.homes)
        self.every = [(h, w) for h in self.people for w in self.homes]

    def said(self, plans: Sequence[Sequence[Pair]]) -> dict[str, object]:
        """Return what is said, by the names of ``by_rules``."""
        said = {
            **self.of_pairs(),
            **self.of_households(),
            **self.of_limits(),
            "conflict": self.conflicts(),
        }
        if not said["conflict"]:
            said["plain comparison"] = self.plain_comparison()
            for i, plan in enumerate(plans):
                said[f"left out of plan {i}"] = self.left_out(plan)
        return said

    def of_pairs(self) -> dict[str, object]:
        codes = {pair: tuple(blocked_by(self.case, *pair)) for pair in self.every}
        possible = [pair for pair, found in codes.items() if not found]
        locked = sorted({*possible, *self.case.locks.items()})
        counts = [
            [sum(code in codes[h, w] for w in self.homes) for code in PAIR_RULES]
            for h in self.people
        ]
        sized = {
            f"{name} by {cells}": value
            for cells in (3, 10**6)
            for name, value in [
                ("possible", possible),
                ("possible homes", [sum(h == a for a, _ in possible) for h in self.people]),
                ("with locks", locked),
                ("counts", counts),
            ]
        }
        return {
            **{code: [pair for pair in self.every if code in codes[pair]] for code in PAIR_RULES},
            "codes": codes,
            "blocked": [pair for pair in self.every if codes[pair]],
            **sized,
            "fit": self.matrix(fit_points),
            "relocates": [pair for pair in self.every if relocates(self.case, *pair)],
            "spare persons": self.matrix(empty_places),
            "numbers": {
                (*pair, code): numbers(self.case, *pair, code)
                for pair in self.every
                for code in PAIR_RULES
            },
        }

    def of_households(self) -> dict[str, object]:
        people = self.people.values()
        return {
            "urgency": [x.urgency for x in people],
            "lottery": [x.lottery for x in people],
            "counted persons": [x.counted for x in people],
            "weeks": [x.weeks for x in people],
            "bedrooms needed": [x.bedrooms_needed for x in people],
        }

    def of_limits(self) -> dict[str, object]:
        left = capacities(self.case)
        found = {
            name: (left[name], self.under(name), [taken(name, x) for x in self.people.values()])
            for name in left
            if not name.startswith("units:") and self.under(name)
        }
        shares = {
            code: (
                wijk.fair_share_persons - wijk.placed_persons,
                self.under(f"draagkracht:{code}"),
                [x.counted for x in self.people.values()],
            )
            for code, wijk in self.case.wijken.items()
            if wijk.fair_share_persons is not None
        }
        return {
            "limits": found,
            "shares": shares,
            "locks": sorted(self.case.locks.items()),
            "previous": sorted(self.case.previous.items()),
        }

    def conflicts(self) -> list[tuple[object, ...]]:
        """Return every smallest set of locks that breaks a limit, with its figures."""
        locks = sorted(self.case.locks.items())
        for number in range(1, len(locks) + 1):
            found = [
                (limit, some, *self.figures(limit, some))
                for some in combinations(locks, number)
                for limit in breaks_limits(self.case, some)
            ]
            if found:
                return found
        return []

    def figures(self, limit: str, locks: Sequence[Pair]) -> tuple[int, int]:
        if limit.startswith("gender:"):
            return 2, 1
        load = sum(uses(self.case, *pair).get(limit, 0) for pair in locks)
        return load, capacities(self.case)[limit]

    def plain_comparison(self) -> list[Pair]:
        """Longest-waiting-first, as rules.md 1.5 says it."""
        placed = dict(self.case.locks)
        waiting = sorted(self.people.values(), key=lambda x: (-x.weeks, -x.lottery, x.id))
        for one in waiting:
            if one.id in placed:
                continue
            fitting = [
                (self.case.homes[w].max_persons, -fit_points(self.case, one.id, w), w)
                for w in self.homes
                if self.pairs.is_possible(one.id, w)
                and not breaks_limits(self.case, [*placed.items(), (one.id, w)])
            ]
            if fitting:
                placed[one.id] = min(fitting)[2]
        return sorted(placed.items())

    def left_out(self, plan: Sequence[Pair]) -> dict[str, tuple[str, str]]:
        beside = Beside(self.case, self.pairs, plan)
        placed = {household for household, _ in plan}
        return {h: beside.reason(h) for h in self.people if h not in placed}

    def under(self, limit: str) -> list[str]:
        return [w for w in self.homes if limit in limits_of(self.case, w)]

    def matrix(self, measure) -> list[list[int]]:
        return [[measure(self.case, h, w) for w in self.homes] for h in self.people]
