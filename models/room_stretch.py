"""Rooms for a stretch of months, in which whoever is there keeps its rooms.

Sets        c ∈ C kinds of guests that are alike in the months of the stretch, and in what they
            had before it;  k ∈ K classes of rooms;  t ∈ T months of the stretch;  j ∈ J groups
            v ∈ V rooms that singles share in the month before, each of a class and a group
            q ∈ Q[c] what one may have in all its months: a multiset of classes; or one class of
            rooms with more than one bed, to share in
Data        n[c] persons;  N[c] guests of a kind;  m[k], b[k] rooms of a class, beds in each
            a[q,k] rooms of k in q, that one does not share in
Variables   u[c,q]   ∈ 0 … N[c]: guests of c that have q
            h[c]     ∈ 0 … N[c]: guests of c that stay in the room v[c] that they shared before
            keep[v]  ∈ {0, 1}: the room stays its group's for the stretch
            w[j,k,s] ≥ 0, integer: rooms of k that are the group's from month s on
Objective   minimise Σ_c n[c]·Σ_q u[c,q], over those that had other rooms before
Subject to  (W1 all)    Σ_q u[c,q] + h[c] = N[c]                                        ∀ c
            (W2 stay)   h[c] ≤ N[c]·keep[v[c]]                                          ∀ c
            (W3 beds)   Σ_(c of j in t) (u[c,k] + h[c] in k)
                        ≤ b[k]·(Σ_(v of j, k) keep[v] + Σ_(s ≤ t) w[j,k,s])             ∀ j, k, t
            (W4 rooms)  Σ_(c in t) Σ_q a[q,k]·u[c,q] + Σ_(v of k) keep[v]
                        + Σ_j Σ_(s ≤ t) w[j,k,s] ≤ m[k]                                 ∀ k, t

Numbers are enough: beds and rooms are intervals of months, and those who come get theirs in the
order in which they do (:mod:`models.room_months`).  A group gives no room back within a stretch:
else its singles could not always keep theirs.  So in a stretch of one month nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.building import Building, Entry
from models.linear import LinearModel
from models.room_classes import House, Option
from models.room_model import Choice


@dataclass(frozen=True)
class _Kind:
    """Guests that are alike: their months, what they had before, what they may have."""

    first: int
    last: int
    persons: int
    group: int
    before: Choice | None
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Shared:
    """A room of a class for a group from a month on; ``room`` is one that it had before."""

    k: int
    group: int
    start: int
    room: Choice | None


class Stretch:
    """The formulation for a house whose months are those of the stretch.

    Parameters
    ----------
    before
        What guests had the month before, by number; a room that singles share is told apart.
    most_options
        Most multisets to choose from, those of the fewest rooms and beds; ``None``: all.
    """

    def __init__(self, house: House, before: dict[int, Choice], most_options: int | None) -> None:
        self._house, self._most_options = house, most_options
        self._building = Building()
        self._cost: list[tuple[int, float]] = []
        self._rooms: dict[tuple[int, int], list[Entry]] = {}
        self._beds: dict[tuple[int, int, int], list[Entry]] = {}
        self._kinds: dict[_Kind, list[int]] = {}
        for g in range(len(house.guests)):
            self._kinds.setdefault(self._kind(g, before.get(g)), []).append(g)
        self._shared: dict[Shared, int] = {}
        self._add_keep()
        self._use = [self._add_kind(c, kind) for c, kind in enumerate(self._kinds)]
        self._add_new()
        self._add_limits()

    @property
    def columns(self) -> int:
        """Number of columns."""
        return self._building.columns

    def model(self) -> LinearModel:
        """Return the model."""
        return self._building.model("min", self._cost)

    def chosen(self, values: Sequence[float]) -> tuple[dict[int, Choice], list[Shared]]:
        """Return what each guest has in a solution, and the rooms to share.

        Who shares has a class, or the very room from before.
        """
        x = [round(value) for value in values]
        choices: dict[int, Choice] = {}
        for alike, own in zip(self._kinds.values(), self._use, strict=True):
            each = [choice for choice, column in own.items() for _ in range(x[column])]
            choices |= dict(zip(alike, each, strict=True))
        return choices, [one for one, column in self._shared.items() for _ in range(x[column])]

    def shares(self, group: int, choice: Choice) -> bool:
        """Whether singles share in what they ask for."""
        return group >= 0 and self._house.classes[choice[0]].beds > 1

    def _kind(self, g: int, before: Choice | None) -> _Kind:
        guest, house = self._house.guests[g], self._house
        options = house.options(g, guest.first, guest.last)
        if self._most_options is not None and len(options) > self._most_options:
            beds = [sum(house.classes[k].beds for k in option) for option in options]
            order = sorted(range(len(options)), key=lambda i: (len(options[i]), beds[i]))
            best = {options[i] for i in order[: self._most_options]} | {before}
            options = [option for option in options if option in best]
        return _Kind(guest.first, guest.last, guest.persons, guest.group, before, tuple(options))

    def _add_keep(self) -> None:
        """Add the rooms that were shared before."""
        befores = {(kind.group, kind.before) for kind in self._kinds if kind.before is not None}
        for group, room in sorted(befores):
            if room[-1] < 0:
                name = f"keep(k{room[0]},g{group},v{-1 - room[1]})"
                self._add_shared(Shared(room[0], group, 0, room), name, 1)

    def _add_new(self) -> None:
        """Add the rooms that are shared from a month on."""
        for kind in self._kinds:
            for k in sorted({q[0] for q in kind.options if self.shares(kind.group, q)}):
                one = Shared(k, kind.group, kind.first, None)
                if one not in self._shared:
                    name = f"w(g{kind.group},k{k},s{kind.first})"
                    self._add_shared(one, name, len(self._house.classes[k].members))

    def _add_shared(self, one: Shared, name: str, most: int) -> None:
        self._shared[one] = column = self._building.column(name, upper=most)
        beds = self._house.classes[one.k].beds
        for t in range(one.start, self._house.months):
            self._rooms.setdefault((one.k, t), []).append((column, 1))
            self._beds.setdefault((one.group, one.k, t), []).append((column, -beds))

    def _add_kind(self, c: int, kind: _Kind) -> dict[Choice, int]:
        """Add the columns of a kind, W1 and W2."""
        number, before = len(self._kinds[kind]), kind.before
        own: dict[Choice, int] = {}
        for choice in kind.options:
            name = f"u(c{c},{'+'.join(map(str, choice))})"
            own[choice] = self._add_use(kind, choice, name)
            if before is not None and before != choice:
                self._cost.append((own[choice], kind.persons))
        if before is not None and before[-1] < 0 and before[:1] in own:
            own[before] = self._add_use(kind, before, f"h(c{c})")
            keep = self._shared[Shared(before[0], kind.group, 0, before)]
            self._building.add_row(f"W2_stay(c{c})", [(own[before], 1), (keep, -number)], upper=0)
        entries = [(column, 1) for column in own.values()]
        self._building.add_row(f"W1_all(c{c})", entries, lower=number, upper=number)
        return own

    def _add_use(self, kind: _Kind, choice: Choice, name: str) -> int:
        column = self._building.column(name, upper=len(self._kinds[kind]))
        for t in range(kind.first, kind.last + 1):
            if self.shares(kind.group, choice):
                self._beds.setdefault((kind.group, choice[0], t), []).append((column, 1))
            else:
                for k in sorted(set(choice)):
                    self._rooms.setdefault((k, t), []).append((column, choice.count(k)))
        return column

    def _add_limits(self) -> None:
        """Add W3 and W4, in the months in which somebody comes."""
        starts = {kind.first for kind in self._kinds}
        for (group, k, t), entries in sorted(self._beds.items()):
            if t in starts:
                self._building.add_row(f"W3_beds(g{group},k{k},t{t})", entries, upper=0)
        for (k, t), entries in sorted(self._rooms.items()):
            most = len(self._house.classes[k].members)
            if t in starts:
                self._building.add_row(f"W4_rooms(k{k},t{t})", entries, upper=most)
