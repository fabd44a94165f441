"""Which pairs are possible: all pair rules in order, for one pair and for a household.

A set of homes is an integer with one bit per home, in the order of ``Case.homes``.  For
each rule and each distinct set of facts that it looks at, every home is judged once; that
keeps a national plan (30,000 households, 12,000 homes) within reach of plain Python.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache, reduce
from operator import or_

from allocator.check import rules_dwelling, rules_people, rules_process
from allocator.check.case import Case
from allocator.check.facts import Facts
from allocator.domain.home import Home

Rule = Callable[..., bool]

PAIR_RULES: dict[str, Rule] = {
    "AVAILABLE": rules_process.available,
    "HOLD": rules_process.hold,
    "DOCUMENTS": rules_process.documents,
    "KOPPELING": rules_process.koppeling,
    "PRIORITY": rules_process.priority,
    "SIZE": rules_dwelling.size,
    "BEDROOMS": rules_dwelling.bedrooms,
    "SPARE": rules_dwelling.spare,
    "AREA": rules_dwelling.area,
    "MOBILITY": rules_dwelling.mobility,
    "ADAPTED": rules_dwelling.adapted,
    "RENT": rules_dwelling.rent,
    "TARGET_GROUP": rules_people.target_group,
    "SHARING": rules_people.sharing,
    "SAFETY": rules_people.safety,
    "SUPPORT": rules_people.support,
    "TRANSIT": rules_people.transit,
    "REFUSED": rules_process.refused,
}


@cache
def looks_at(rule: Rule) -> tuple[str, ...]:
    """Return the facts of the household that a rule looks at: its keyword parameters."""
    parameters = inspect.signature(rule).parameters.values()
    return tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY)


def blocked_by(case: Case, household: str, home: str) -> tuple[str, ...]:
    """Return the codes of the rules that block the pair, in the order of rules.md."""
    facts, place = case.households[household], case.homes[home]
    return tuple(
        code
        for code, rule in PAIR_RULES.items()
        if rule(place, case, **{name: getattr(facts, name) for name in looks_at(rule)})
    )


class Pairs:
    """The possible homes of each household of a case, and what blocks the others.

    ``without`` is the code of a rule to leave out (for trying what it does).
    """

    def __init__(self, case: Case, without: str = "") -> None:
        self.case = case
        self.homes = tuple(case.homes)
        self.bit = {home: 1 << i for i, home in enumerate(self.homes)}
        self.all_homes = (1 << len(self.homes)) - 1
        self._rules = {code: rule for code, rule in PAIR_RULES.items() if code != without}
        self.codes = tuple(self._rules)
        self._judged: dict[tuple[str, tuple[object, ...]], int] = {}
        self._possible: dict[str, int] = {}

    def blocked(self, code: str, facts: Facts) -> int:
        """Return the homes that one rule blocks for a household."""
        rule = self._rules[code]
        names = looks_at(rule)
        asked = tuple([getattr(facts, name) for name in names])
        judged = self._judged.get((code, asked))
        if judged is None:
            given = dict(zip(names, asked, strict=True))
            judged = self._set_of(lambda home: rule(home, self.case, **given))
            self._judged[code, asked] = judged
        return judged

    def _set_of(self, holds: Callable[[Home], bool]) -> int:
        """Return the homes for which something holds; the first home is the lowest bit."""
        bits = ["1" if holds(home) else "0" for home in self.case.homes.values()]
        return int("0" + "".join(reversed(bits)), base=2)

    def possible(self, household: str) -> int:
        """Return the homes that pass all rules for a household."""
        if household not in self._possible:
            facts = self.case.households[household]
            blocked = reduce(or_, (self.blocked(code, facts) for code in self._rules))
            self._possible[household] = self.all_homes & ~blocked
        return self._possible[household]

    def is_possible(self, household: str, home: str) -> bool:
        """Return whether the pair passes all rules."""
        return bool(self.possible(household) & self.bit[home])

    def names(self, homes: int) -> Iterator[str]:
        """Return the ids of a set of homes, in order."""
        while homes:
            lowest = homes & -homes
            yield self.homes[lowest.bit_length() - 1]
            homes ^= lowest


def possible(case: Case, without: str = "") -> dict[str, tuple[str, ...]]:
    """Return the possible homes of every household, in order of id; ``without`` one rule."""
    pairs = Pairs(case, without)
    return {h: tuple(pairs.names(pairs.possible(h))) for h in case.households}
