"""The relocation plan a row at a time: one binary per household, site and month.

Variables   x[h,s,t]  h is in s in t, other than in its first stay
            f[h,t]    h is in its first stay in t
            o[h,t]    h is without a place in t
            m[h,t]    h moves in t;  q[h,t] it moves within M months of another move
            i[h,s,t]  h moves into s in t
            l[h,w,t]  h leaves the sites w in t
            z[g,s,t]  group g is in s in t;  w[B,t] ≥ 0 persons in B above its base
            y[s,t], y[A,t]  only first stays are there
Subject to  (P1 one_place)  Σ_s x[h,s,t] + f[h,t] + o[h,t] = 1               ∀ h, t present
            (P2 unbroken)   f[h,t] + x[h,s⁰,t] ≤ f[h,t-1]; with x only when it was broken
            (P3 move)       m[h,t] ≥ place[h,s,t-1] − place[h,s,t]             ∀ h, s, t present
            (P4 again)      q[h,t] ≥ m[h,t] + m[h,τ] − 1             ∀ τ in the M months before
            (P5 leave)      l[h,w,t] ≥ Σ_(s ∈ w) place[h,s,t-1] − place[h,s,t]
            (P6 enter)      i[h,s,t] ≥ place[h,s,t] − place[h,s,t-1]
            (R1 … R3)       the rooms of each site and month (:mod:`models.rooming`)
            (P7 site)       Σ n·place[h,s,t] ≤ u[s] + (N − u[s])·y[s,t]
            (P8 only)       Σ_(h not in its first stay) n·x[h,s,t] ≤ u[s]·(1 − y[s,t])
            (P9 moves_in)   Σ n·i[h,s,t] ≤ v[s]
            (P10 area)      as P7 and P8, of the sites of an area
            (P11 together)  z[g,s,t] ≥ place[h,s,t]                              ∀ h ∈ g
            (P12 share)     Σ n·place[h,s,t] − w[B,t] ≤ b[B]
            (P13 aim)       the value of each aim before is no worse than allowed

with place[h,s,t] = x[h,s,t] + f[h,t] when s = s⁰[h].  N is what the first stays come to at most.
Small problems only: it knows each household apart, and its relaxation says little.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.building import Building, Entry
from models.linear import LinearModel
from models.relocation import AWAY, NONE, Aim, Held, Relocation
from models.rooming import add_rooms, room_rows

# As for the tiers of an assignment (models.assignment.TIER_MARGIN).
AIM_MARGIN = 0.4


class Plain:
    """The formulation of a problem, for one aim after another."""

    def __init__(self, problem: Relocation, aims: Sequence[Aim]) -> None:
        self.problem = problem
        self._model = Building()
        self._x: dict[tuple[int, int, int], int] = {}
        self._f: dict[tuple[int, int], int] = {}
        self._o: dict[tuple[int, int], int] = {}
        self._m: dict[tuple[int, int], int] = {}
        for h in range(problem.households):
            self._places(h)
            self._moves(h)
        for s in range(len(problem.sites)):
            own = np.arange(len(problem.sites)) == s
            for t in range(problem.months):
                self._rooms(s, t)
                self._limit(f"P7_site(s{s},t{t})", own, problem.sites[s].most, t)
                self._moves_in(s, t)
        for a, area in enumerate(problem.areas):
            for t in range(problem.months):
                self._limit(f"P10_area(a{a},t{t})", area.sites, area.most, t)
        self._costs = {aim.name: self._cost(aim) for aim in aims}

    def model(self, aim: Aim, held: Sequence[Held] = ()) -> LinearModel:
        """Return the model of an aim with those before it held (P13)."""
        model = self._model.copy()
        for one in held:
            cost, offset = self._costs[one.aim.name]
            model.add_row(f"P13_aim({one.aim.name})", cost, upper=one.worst - offset + AIM_MARGIN)
        cost, offset = self._costs[aim.name]
        return model.model("min", cost, offset)

    def plan(self, values: FloatArray) -> IntArray:
        """Return the plan of a solution, shape ``(H, T)``."""
        plan = np.full((self.problem.households, self.problem.months), AWAY, dtype=np.int64)
        for (h, t), column in self._o.items():
            if values[column] > 0.5:
                plan[h, t] = NONE
        for (h, s, t), column in self._x.items():
            if values[column] > 0.5:
                plan[h, t] = s
        for (h, t), column in self._f.items():
            if values[column] > 0.5:
                plan[h, t] = self.problem.start[h]
        return plan

    def _places(self, h: int) -> None:
        """Add P1 and P2 of a household."""
        problem, start = self.problem, int(self.problem.start[h])
        for t in problem.present(h):
            for s in np.flatnonzero(problem.allowed[h, :, t]).tolist():
                self._x[h, s, t] = self._binary(f"x(h{h},s{s},t{t})")
            if start >= 0 and problem.staying[h, t]:
                self._f[h, t] = self._binary(f"f(h{h},t{t})")
            if problem.unplaced[h, t]:
                self._o[h, t] = self._binary(f"o(h{h},t{t})")
            entries = [entry for s in self._sites() for entry in self._place(h, s, t)]
            if (h, t) in self._o:
                entries.append((self._o[h, t], 1))
            self._model.add_row(f"P1_one_place(h{h},t{t})", entries, lower=1, upper=1)
            if start >= 0:
                self._unbroken(h, start, t)

    def _unbroken(self, h: int, start: int, t: int) -> None:
        """Add P2: what is after a break is no first stay, and what is before one is no other."""
        before = [] if t == 0 else self._first(h, t - 1)
        lasted = 1 if t == 0 else 0
        minus = [(column, -1) for column, _ in before]
        self._model.add_row(f"P2_unbroken(h{h},t{t})", [*self._first(h, t), *minus], upper=lasted)
        if (h, start, t) in self._x:
            again = [(self._x[h, start, t], 1), *before]
            self._model.add_row(f"P2_broken(h{h},t{t})", again, upper=1 - lasted)

    def _moves(self, h: int) -> None:
        """Add P3 of a household."""
        for t in self.problem.present(h):
            self._m[h, t] = self._binary(f"m(h{h},t{t})")
            for s in self._sites():
                self._at_least(f"P3_move(h{h},s{s},t{t})", self._m[h, t], self._change(h, [s], t))

    def _rooms(self, s: int, t: int) -> None:
        """Add R1 to R3 of a site and month."""
        site, needs = self.problem.sites[s], self.problem.needs[s]
        own = room_rows(site, needs)
        first = add_rooms(self._model, own, site, s, t)
        for h in range(self.problem.households):
            if (h, s, t) in self._x:
                for row in own.of_need[self.problem.need[h, s]]:
                    self._model.entry(first + row, self._x[h, s, t], 1)
            if self.problem.start[h] == s and (h, t) in self._f:
                for row in own.of_need[self.problem.first_need[h]]:
                    self._model.entry(first + row, self._f[h, t], 1)

    def _limit(self, name: str, sites: BoolArray, most: int | None, t: int) -> None:
        """Add P7 and P8 of a site, or P10 of an area."""
        if most is None:
            return
        persons = self.problem.persons.tolist()
        others = [
            (column, persons[h]) for (h, s, m), column in self._x.items() if m == t and sites[s]
        ]
        first = [
            (column, persons[h])
            for (h, m), column in self._f.items()
            if m == t and sites[self.problem.start[h]]
        ]
        above = sum(count for _, count in first) - most
        if above <= 0:
            self._model.add_row(name, [*others, *first], upper=most)
            return
        only = self._binary(f"y({name})")
        self._model.add_row(name, [*others, *first, (only, -above)], upper=most)
        self._model.add_row(name.replace("(", "_others("), [*others, (only, most)], upper=most)

    def _moves_in(self, s: int, t: int) -> None:
        """Add P6 and P9 of a site and month."""
        most = self.problem.sites[s].most_in
        if most is None:
            return
        entering = []
        for h, persons in enumerate(self.problem.persons.tolist()):
            if (h, s, t) in self._x:
                column = self._binary(f"i(h{h},s{s},t{t})")
                self._at_least(f"P6_enter(h{h},s{s},t{t})", column, self._come(h, s, t))
                entering.append((column, persons))
        self._model.add_row(f"P9_moves_in(s{s},t{t})", entering, upper=most)

    def _cost(self, aim: Aim) -> tuple[list[Entry], int]:
        """Return the columns that an aim counts, and what it counts without any."""
        parts = [
            self._of_months,
            self._of_moves,
            self._of_leaving,
            self._of_groups,
            self._of_shares,
        ]
        cost, offset = [], 0
        for part in parts:
            entries, constant = part(aim)
            cost += entries
            offset += constant
        return cost, offset

    def _of_months(self, aim: Aim) -> tuple[list[Entry], int]:
        """Count the months in a site, in the first stay and without a place."""
        entries = []
        if aim.place is not None:
            entries += [(column, int(aim.place[key])) for key, column in self._x.items()]
        if aim.staying is not None:
            entries += [(column, int(aim.staying[key])) for key, column in self._f.items()]
        if aim.unplaced is not None:
            entries += [(column, int(aim.unplaced[key])) for key, column in self._o.items()]
        return entries, 0

    def _of_moves(self, aim: Aim) -> tuple[list[Entry], int]:
        """Count the moves, and those within some months of another (P4)."""
        entries: list[Entry] = []
        if aim.move is not None:
            entries += [(column, int(aim.move[h])) for (h, _), column in self._m.items()]
        if aim.again is None:
            return entries, 0
        for (h, t), column in list(self._m.items()):
            cost = int(aim.again[h])
            moved = aim.moved[h] if aim.moved else None
            if moved is not None and t - aim.within <= moved < t:
                entries.append((column, cost))
                continue
            again = self._binary(f"q(h{h},t{t})")
            entries.append((again, cost))
            for before in range(max(0, t - aim.within), t):
                if (h, before) in self._m:
                    row = [(again, 1), (column, -1), (self._m[h, before], -1)]
                    self._model.add_row(f"P4_again(h{h},t{t},t{before})", row, lower=-1)
        return entries, 0

    def _of_leaving(self, aim: Aim) -> tuple[list[Entry], int]:
        """Count the moves that leave some sites (P5)."""
        entries = []
        for i, (h, sites, cost) in enumerate(aim.leave):
            for t in self.problem.present(h):
                column = self._binary(f"l(h{h},w{i},t{t})")
                gone = self._change(h, np.flatnonzero(sites).tolist(), t)
                self._at_least(f"P5_leave(h{h},w{i},t{t})", column, gone)
                entries.append((column, cost))
        return entries, 0

    def _of_groups(self, aim: Aim) -> tuple[list[Entry], int]:
        """Count the places of groups, less one (P11)."""
        entries: list[Entry] = []
        constant = 0
        for g, group in enumerate(aim.groups):
            for t in range(self.problem.months):
                members = [h for h in group.tolist() if t in self.problem.present(h)]
                if not members:
                    continue
                constant -= 1
                entries += [(self._o[h, t], 1) for h in members if (h, t) in self._o]
                for s in self._sites():
                    entries.append((self._binary(f"z(g{g},s{s},t{t})"), 1))
                    for h in members:
                        there = self._place(h, s, t), 0
                        self._at_least(f"P11_together(g{g},s{s},t{t},h{h})", entries[-1][0], there)
        return entries, constant

    def _of_shares(self, aim: Aim) -> tuple[list[Entry], int]:
        """Count the persons above the base of areas (P12)."""
        entries = []
        for i, share in enumerate(aim.shares):
            for t in range(self.problem.months):
                above = self._model.column(f"w(a{i},t{t})", integer=False)
                there = [
                    (column, value * int(self.problem.persons[h]))
                    for h in range(self.problem.households)
                    for s in np.flatnonzero(share.sites).tolist()
                    for column, value in self._place(h, s, t)
                ]
                self._model.add_row(
                    f"P12_share(a{i},t{t})", [*there, (above, -1)], upper=share.most
                )
                entries.append((above, 1))
        return entries, 0

    def _sites(self) -> range:
        return range(len(self.problem.sites))

    def _first(self, h: int, t: int) -> list[Entry]:
        """Return the column of the first stay, if there is one."""
        return [(self._f[h, t], 1)] if (h, t) in self._f else []

    def _place(self, h: int, s: int, t: int) -> list[Entry]:
        """Return the columns that place a household in a site."""
        there = [(self._x[h, s, t], 1)] if (h, s, t) in self._x else []
        return there + (self._first(h, t) if self.problem.start[h] == s else [])

    def _change(self, h: int, sites: Sequence[int], t: int) -> tuple[list[Entry], int]:
        """Return what being in some sites the month before and not now comes to."""
        start = int(self.problem.start[h])
        if t == 0:
            before, constant = [], int(start in sites)
        else:
            before, constant = [e for s in sites for e in self._place(h, s, t - 1)], 0
        now = [(column, -value) for s in sites for column, value in self._place(h, s, t)]
        return [*before, *now], constant

    def _come(self, h: int, s: int, t: int) -> tuple[list[Entry], int]:
        """Return what moving into a site in a month comes to: 1, or less."""
        entries, constant = self._change(h, [s], t)
        return [(column, -value) for column, value in entries], -constant

    def _at_least(self, name: str, column: int, least: tuple[list[Entry], int]) -> None:
        """Add a row that keeps a column at least at a sum."""
        entries, constant = least
        if entries or constant:
            row = [(column, 1), *((other, -value) for other, value in entries)]
            self._model.add_row(name, row, lower=constant)

    def _binary(self, name: str) -> int:
        return self._model.column(name, upper=1)
