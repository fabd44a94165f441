"""Everything that ``allocator.rules`` says of an instance, in plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from allocator.domain.instance import Instance
from allocator.explain.reasons import left_out
from allocator.formulate import Case, lay_out
from allocator.rules import columns, fit, limits, measures
from allocator.rules.blocked_counts import blocked_counts
from allocator.rules.conflict import conflict
from allocator.rules.eligibility import find, with_pairs
from allocator.rules.longest_waiting_first import longest_waiting_first
from allocator.rules.pair_rules import PAIR_RULES, blocked, blocking_codes

Said = Iterator[tuple[str, object]]
FEW = 3
"""Pairs judged at one time, so that small instances are judged in parts as well."""


class Rules:
    """The columns of an instance, and what the rules say of them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.h, self.p, self.c = columns.columns(instance)
        self.households, self.homes = self.h.id.tolist(), self.p.id.tolist()

    def said(self, plans: Sequence[Sequence[tuple[str, str]]]) -> Said:
        """Yield the name of each thing that is said, and what is said."""
        yield from self.of_pairs()
        yield from self.of_households()
        yield from self.of_limits()
        yield "conflict", self.conflict()
        if self.conflict() is None:
            yield "plain comparison", self.plain_comparison()
            for i, plan in enumerate(plans):
                yield f"left out of plan {i}", self.left_out(plan)

    def of_pairs(self) -> Said:
        rows, cols, shape = self.h.rows(), self.p.cols(), (len(self.h), len(self.p))
        for rule in PAIR_RULES:
            yield rule.code, self.named(np.broadcast_to(rule.blocks(rows, cols, self.c), shape))
        yield "codes", self.codes()
        yield "blocked", self.named(blocked(rows, cols, self.c))
        for cells in (FEW, 10**6):
            pairs = find(self.h, self.p, self.c, cells=cells)
            yield f"possible by {cells}", self.pairs(pairs)
            yield f"possible homes by {cells}", pairs.possible_homes.tolist()
            yield f"with locks by {cells}", self.pairs(with_pairs(pairs, *self.locks()))
            every = np.arange(len(self.h))
            counts = blocked_counts(self.h, self.p, self.c, every, cells=cells)
            yield f"counts by {cells}", counts.tolist()
        yield "fit", fit.fit(rows, cols, self.c).tolist()
        yield "relocates", self.named(measures.relocates(rows, cols, self.c))
        yield "spare persons", measures.spare_persons(rows, cols, self.c).tolist()
        yield "numbers", self.numbers()

    def of_households(self) -> Said:
        yield "urgency", measures.urgency(self.h, self.c).tolist()
        yield "lottery", measures.lottery(self.h, self.c).tolist()
        yield "counted persons", measures.counted_persons(self.h, self.c).tolist()
        yield "weeks", self.h.weeks.tolist()
        yield "bedrooms needed", self.h.bedrooms_needed.tolist()

    def of_limits(self) -> Said:
        args = (self.instance, self.h, self.p, self.c)
        yield (
            "limits",
            {
                x.name: (x.capacity, self.p.id[x.homes].tolist(), x.weight.tolist())
                for x in limits.limits(*args)
            },
        )
        yield (
            "shares",
            {
                x.wijk: (x.base, self.p.id[x.homes].tolist(), x.weight.tolist())
                for x in limits.shares(*args)
            },
        )
        yield "locks", self.named_pairs(*self.locks())
        yield "previous", self.named_pairs(*limits.previous(self.instance, self.h, self.p))

    @cached_property
    def case(self) -> Case:
        return lay_out(self.instance)

    def codes(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the codes that block each pair, judged alone."""
        found = {}
        for i, household in enumerate(self.households):
            for j, home in enumerate(self.homes):
                codes = blocking_codes(self.h, self.p, self.c, household=i, home=j)
                found[household, home] = codes
        return found

    def numbers(self) -> dict[tuple[str, str, str], dict[str, object]]:
        """Return the numbers of the sentence of each rule, for each pair."""
        households, homes = columns.takes_part(self.instance)
        return {
            (household.id, home.id, rule.code): rule.numbers(household, home, self.instance)
            for household in households
            for home in homes
            for rule in PAIR_RULES
        }

    def conflict(self) -> tuple[object, ...] | None:
        bounds = limits.limits(self.instance, self.h, self.p, self.c)
        found = conflict(bounds, self.locks(), self.h, self.p)
        if found is None:
            return None
        return found.limit, found.locks, found.load, found.capacity

    def plain_comparison(self) -> list[tuple[str, str]]:
        bounds = limits.limits(self.instance, self.h, self.p, self.c)
        pairs = longest_waiting_first(
            find(self.h, self.p, self.c),
            self.h,
            self.p,
            self.c,
            limits=bounds,
            locks=self.locks(),
        )
        return self.named_pairs(*pairs)

    def left_out(self, plan: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
        """Return the reason and the detail of each household that a plan leaves out."""
        at = sorted((self.households.index(h), self.homes.index(w)) for h, w in plan)
        household, home = np.array(at, dtype=np.int64).reshape(-1, 2).T
        return {
            self.households[out.household]: (out.reason, out.detail(self.homes))
            for out in left_out(self.case, household, home)
        }

    def locks(self):
        return limits.locks(self.instance, self.h, self.p)

    def named(self, matrix) -> list[tuple[str, str]]:
        return self.named_pairs(*np.nonzero(np.asarray(matrix)))

    def pairs(self, pairs) -> list[tuple[str, str]]:
        return self.named_pairs(pairs.household, pairs.home)

    def named_pairs(self, household, home) -> list[tuple[str, str]]:
        return list(zip(self.h.id[household].tolist(), self.p.id[home].tolist(), strict=True))
