"""What could still be added beside a plan, and why a household is left out (rules.md 1.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import or_

from allocator.check.case import Case
from allocator.check.limits import Placement, capacities, genders, limits_of, loads, taken
from allocator.check.pairs import Pairs
from allocator.domain.choices import Gender, Sharing


class Beside:
    """The room that a plan leaves; sets of homes are as in :class:`Pairs`."""

    def __init__(self, case: Case, pairs: Pairs, placements: Sequence[Placement]) -> None:
        self.case, self.pairs = case, pairs
        used = loads(case, placements)
        self.left = {
            name: capacity - used[name]
            for name, capacity in capacities(case).items()
            if not name.startswith("units:")
        }
        self.under = self._homes_under()
        self.free = {gender: self._free(gender, placements) for gender in Gender}
        self._full: dict[tuple[int, bool], tuple[dict[str, int], int]] = {}

    def reason(self, household: str) -> tuple[str, str]:
        """Return the reason why a household is left out, and its detail."""
        possible = self.pairs.possible(household)
        if not possible:
            return "no_home", self._counts(household)
        facts = self.case.households[household]
        free = possible & self.free[facts.gender]
        full, homes_of_full = self._full_for(household)
        addable = free & ~homes_of_full
        if addable:
            return "choice", "|".join(sorted(self.pairs.names(addable)))
        if free:
            return "limit", "|".join(sorted(name for name, homes in full.items() if homes & free))
        return "priority", ""

    def _counts(self, household: str) -> str:
        """Return per code how many homes it blocks, in the order of rules.md."""
        facts = self.case.households[household]
        counts = {code: self.pairs.blocked(code, facts).bit_count() for code in self.pairs.codes}
        return "|".join(f"{code}:{n}" for code, n in counts.items() if n)

    def _homes_under(self) -> dict[str, int]:
        """Return for each limit that is set the homes that count for it."""
        under = dict.fromkeys(self.left, 0)
        for home in self.case.homes:
            for name in limits_of(self.case, home):
                if name in under:
                    under[name] |= self.pairs.bit[home]
        return under

    def _free(self, gender: Gender, placements: Sequence[Placement]) -> int:
        """Return the homes with a free unit for a household of this gender."""
        households = Counter(home for _, home in placements)
        there = genders(self.case, placements)
        free = 0
        for home in self.case.homes.values():
            same = home.sharing != Sharing.SAME or there.get(home.id, set()) <= {gender}
            if same and households[home.id] < home.units:
                free |= self.pairs.bit[home.id]
        return free

    def _full_for(self, household: str) -> tuple[dict[str, int], int]:
        """Return the limits that one more household like this breaks, and all their homes.

        Depends only on its counted persons and on whether it has support.
        """
        facts = self.case.households[household]
        kind = facts.counted, bool(taken("supported:", facts))
        if kind not in self._full:
            full = {
                name: self.under[name]
                for name, left in self.left.items()
                if self.under[name] and taken(name, facts) > max(left, 0)
            }
            self._full[kind] = full, reduce(or_, full.values(), 0)
        return self._full[kind]
