"""Rooms over stays that are cut into parts, with the fewest changes between parts.

Sets        g ∈ G guests;  p ∈ P parts: runs of months of a guest in which it has the same rooms;
            k ∈ K classes of rooms that are alike;  t ∈ T months;
            q ∈ Q[p] what a part may ask for: a multiset of classes, or, for a single that shares,
            one place (k, v), a room v of a class k with more than one bed that is its group's
Data        n[g] persons;  m[k] rooms of a class;  b[k] beds in each;  a[q,k] rooms of k in q
Variables   x[p,q] ∈ {0, 1}: the part has q
            on[k,v,t] ∈ {0, 1}: the room v of class k is the group's in t
            c[p] ∈ {0, 1}: the part has not what the part of the same guest before it has
Objective   minimise Σ_p n[g(p)]·c[p]
Subject to  (P1 one)      Σ_q x[p,q] = 1                                              ∀ p
            (P2 beds)     Σ_(p in t) x[p,(k,v)] ≤ b[k]·on[k,v,t]                      ∀ k, v, t
            (P3 rooms)    Σ_(p in t) Σ_q a[q,k]·x[p,q] + Σ_v on[k,v,t] ≤ m[k]         ∀ k, t
            (P4 changes)  c[p] ≥ x[p,q] − x[p′,q]      ∀ q, ∀ p with a part p′ before it

A room v is not one of the site, but any of class k from the moment that somebody is in it until
it is empty: such a run of months is an interval, as the parts of other guests are, and P3 lets
each have a room of its own.  So a room v belongs to one group, and which of a group comes first
may be fixed: the i-th part of a group is in one of the first i.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.building import Building
from models.linear import LinearModel
from models.room_classes import House

Choice = tuple[int, ...]
"""What a part asks for: classes; or, with a room v, the class and -1 - v."""


@dataclass(frozen=True)
class Part:
    """Months of a guest, first to last, in which it has the same rooms."""

    guest: int
    first: int
    last: int


class RoomModel:
    """The formulation for given parts, in the order of guests and of time."""

    def __init__(self, house: House, parts: Sequence[Part]) -> None:
        self._house, self.parts = house, tuple(parts)
        self._building = Building()
        self._beds: dict[tuple[int, int, int, int], list[int]] = {}
        self._rooms: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._changes: list[tuple[int, float]] = []
        self._seen: dict[int, int] = {}
        self.choices = [self._one(p, part) for p, part in enumerate(self.parts)]
        self._add_beds()
        self._add_rooms()
        self._add_changes()

    def model(self, most: int | None = None) -> LinearModel:
        """Return the model; ``most`` is the most changes that are of interest."""
        if most is not None:
            entries = [(column, int(cost)) for column, cost in self._changes]
            self._building.add_row("most", entries, upper=most)
        return self._building.model("min", self._changes)

    def chosen(self, values: Iterable[float]) -> list[Choice]:
        """Return the choice of each part in a solution."""
        x = list(values)
        return [next(q for q, j in own.items() if x[j] > 0.5) for own in self.choices]

    def _one(self, p: int, part: Part) -> dict[Choice, int]:
        """Add the columns of a part, and P1."""
        group = self._house.guests[part.guest].group
        own: dict[Choice, int] = {}
        for choice in self._choices(part, group):
            own[choice] = self._building.column(f"x(p{p},{'+'.join(map(str, choice))})", upper=1)
            shared = len(choice) == 2 and choice[1] < 0
            for t in range(part.first, part.last + 1):
                if shared:
                    key = (choice[0], group, choice[1], t)
                    self._beds.setdefault(key, []).append(own[choice])
                else:
                    for k in sorted(set(choice)):
                        entry = (own[choice], choice.count(k))
                        self._rooms.setdefault((k, t), []).append(entry)
        self._building.add_row(
            f"P1_one(p{p})", [(j, 1) for j in own.values()], lower=1.0, upper=1.0
        )
        return own

    def _choices(self, part: Part, group: int) -> list[Choice]:
        options = self._house.options(part.guest, part.first, part.last)
        if group < 0:
            return options
        before = self._seen.get(group, 0)
        self._seen[group] = before + 1
        found: list[Choice] = []
        for (k,) in options:
            one = self._house.classes[k]
            if one.beds == 1:
                found.append((k,))
                continue
            rooms = min(len(one.members), self._house.most_at_once[group], before + 1)
            found += [(k, -1 - v) for v in range(rooms)]
        return found

    def _add_beds(self) -> None:
        """P2: in a room that is on are no more than its beds."""
        for (k, group, v, t), inside in self._beds.items():
            on = self._building.column(f"on(k{k},g{group},v{-1 - v},t{t})", upper=1)
            self._rooms.setdefault((k, t), []).append((on, 1))
            beds = self._house.classes[k].beds
            name = f"P2_beds(k{k},g{group},v{-1 - v},t{t})"
            self._building.add_row(name, [*((j, 1) for j in inside), (on, -beds)], upper=0.0)

    def _add_rooms(self) -> None:
        """P3: no more rooms than there are."""
        for (k, t), entries in sorted(self._rooms.items()):
            most = len(self._house.classes[k].members)
            if sum(a for _, a in entries) > most:
                self._building.add_row(f"P3_rooms(k{k},t{t})", entries, upper=most)

    def _add_changes(self) -> None:
        """P4: another choice than before is a change."""
        for p, part in enumerate(self.parts):
            if p == 0 or self.parts[p - 1].guest != part.guest:
                continue
            before, now = self.choices[p - 1], self.choices[p]
            change = self._building.column(f"c(p{p})", upper=1)
            self._changes.append((change, self._house.guests[part.guest].persons))
            for choice, column in now.items():
                entries = [(column, 1), (change, -1)]
                if choice in before:
                    entries.append((before[choice], -1))
                self._building.add_row(f"P4_changes(p{p})", entries, upper=0.0)
