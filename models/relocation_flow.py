"""The relocation plan as flows of like households over sites.

A household's path matters to an aim, or to a limit, only through where it is this month and
the month before: except for the first stay, and for moves soon after another.  But for the
latter it is enough to count the households of a type in each state.

Sets        k ∈ K types, households that are alike;  t ∈ T months in which k is present;
            states of k: a site s, its first stay F, or none
Variables   x[k,s,t], x[k,F,t], x[k,none,t] ≥ 0, integer: households of k in a state
            o[k,σ,t] ≥ 0  that leave state σ, a site or F, in t
            e[k,s,t] ≥ 0  that move into s in t
            l[k,W,t] ≥ 0  that leave the sites W in t
            a[k,t] ≥ 0    that move in t soon after another move
            u, v, f, e  the rooms of each site and month (:mod:`models.rooming`)
            y[l,t], z[g,s,t], w[B,t]  as in :mod:`models.relocation_master`
Objective   minimise the aim: months in states, and o, l, a, z, w at their costs
Subject to  (F1 number)  Σ_σ x[k,σ,t] = number of k                              ∀ k, t
            (F2 first)   x[k,F,t] ≤ x[k,F,t-1]                                   ∀ k, t
            (F3 leaves)  o[k,σ,t] ≥ x[k,σ,t-1] − x[k,σ,t]                        ∀ k, σ, t
            (F4 enters)  e[k,s,t] ≥ x[k,s,t] − x[k,s,t-1]                        ∀ k, s, t
            (F5 away)    l[k,W,t] ≥ Σ_(s ∈ W) x[k,s,t-1] − x[k,s,t]              ∀ k, W, t
            (F6 back)    x[k,s,t] ≤ number of k − x[k,F,t-1]                     ∀ k, s where F is
            (R1 … R3)    those in s in t, by need, have rooms                    ∀ s, t
            (M2 … M6)    limits, moves in, groups and shares: models.relocation_master
            (F7 aim)     the value of each aim before, in all or in a month, is no worse than
                         allowed
            (F8 again)   Σ_(τ = t-R … t) (Σ_σ o[k,σ,τ] − a[k,τ]) ≤ number of k   ∀ k, t
                         Σ_σ o[k,σ,t] ≤ a[k,t]  in t ≤ R months after a move before month 0

F and the site it is in are one state from the month on in which nothing tells them apart.

Whoever leaves can go wherever somebody comes, so o, e and l are what a plan made of x has at
best: exactly so, but where one comes home in the month in which another that is alike leaves it
for good, or sets W of one household overlap; then it is a bound.  Of a, F8 says only what it is
at least: in R + 1 months every household moves once without it.  But for "again" the linear
relaxation is that of the formulation over paths, as flows are sums of paths (Ahuja, Magnanti &
Orlin, *Network Flows*, 1993, theorem 3.5), with far fewer columns to know.

For a part of the months alone it bounds what they add to an aim that has no moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.building import Building, Entry
from models.first_stays import lasts, over_limit, tails
from models.linear import LinearModel
from models.month_alone import nobody_before
from models.path_types import Types
from models.relocation import Aim, Relocation, first_months
from models.relocation_master import AIM_MARGIN
from models.rooming import add_rooms, room_rows

# States beside the sites, which are 0 … S - 1.
FIRST = -2
NOWHERE = -1
State = tuple[int, int, int]
"""Type, site or other state, and month."""


def monthly(aim: Aim) -> bool:
    """Whether an aim is a sum over months, whatever was the month before."""
    return aim.again is None and aim.move is None and not aim.leave


def states_of(
    problem: Relocation,
    types: Types,
    tail: Sequence[int],
    plan: IntArray,
    months: Iterable[int],
) -> dict[State, int]:
    """Return how many households are in each state in some months of a plan, shape ``(H, T)``.

    ``tail`` is that of the types (:func:`models.first_stays.tails`).
    """
    months = list(months)
    counts: dict[State, int] = {}
    for h, k in enumerate(types.of.tolist()):
        first, present = first_months(int(problem.start[h]), plan[h]), problem.present(h)
        for t in (t for t in months if t in present):
            s = FIRST if first[t] and t <= tail[k] else int(plan[h, t])
            counts[k, s, t] = counts.get((k, s, t), 0) + 1
    return counts


class Flow:
    """The formulation for some months in a row.

    Parameters
    ----------
    aims
        All that will be asked of it.
    """

    def __init__(
        self,
        problem: Relocation,
        types: Types,
        aims: Sequence[Aim],
        months: range,
    ) -> None:
        self._problem, self._months = problem, months
        self._types = self.types = types
        self._building = Building()
        self._tail = tails(problem, types, aims)
        self._rooms = [room_rows(s, n) for s, n in zip(problem.sites, problem.needs, strict=True)]
        self.states: dict[State, int] = {}
        self._known: dict[tuple[int, int], tuple[list[Entry], int]] = {}
        for t in months:
            for k in range(len(types)):
                self._add_states(k, t)
            for s in range(len(problem.sites)):
                self._add_site(s, t)
            for limit in (*self._site_limits(), *self._area_limits()):
                self._add_limit(*limit, t)
        self._states_in: dict[int, list[tuple[State, int]]] = {t: [] for t in months}
        for state, column in self.states.items():
            self._states_in[state[2]].append((state, column))
        self._leaving: dict[int, list[tuple[int, int]]] = {t: [] for t in months}
        if any(aim.move is not None or aim.again is not None for aim in aims):
            self._add_leaving()
        self._again = {id(aim): self._add_again(aim) for aim in aims if aim.again is not None}

    def fix(self, counts: Mapping[State, int], months: Collection[int]) -> None:
        """Fix how many households are in each state in some months; none where not given."""
        for state, column in self.states.items():
            if state[2] in months:
                self._building.fix(column, counts.get(state, 0))

    def settle(self, counts: Mapping[State, int], aims: Sequence[Aim], months: range) -> None:
        """Let those stay who can, in months in a row, in a state that no aim counts.

        ``counts`` are those of the month before.  It leaves far less to decide, and few plans
        that move as few do without it.
        """
        for (k, s, _), number in counts.items():
            if s == NOWHERE or not number:
                continue
            states = [self._goes_on(k, s, t) for t in months]
            if any(state is None for state in states):
                continue
            known = [state for state in states if state is not None]
            if any(self._cost(aim, state) for aim in aims for state in known):
                continue
            for state in known:
                self._building.raise_lower(self.states[state], number)

    def _goes_on(self, k: int, s: int, t: int) -> State | None:
        """Return the state in a month of those who stay where they are; ``None`` for none."""
        if s == FIRST and (k, FIRST, t) not in self.states and t > self._tail[k]:
            s = self._start(k)
        return (k, s, t) if (k, s, t) in self.states else None

    def of_plan(self, plan: IntArray) -> dict[State, int]:
        """Return how many households are in each state in a plan, shape ``(H, T)``."""
        return states_of(self._problem, self._types, self._tail, plan, self._months)

    def hold(self, aim: Aim, worst: int, month: int | None = None) -> None:
        """Keep an aim, or what a month adds to it, no worse than ``worst``."""
        entries, constant = self.costs(aim, month)
        upper = worst - constant + AIM_MARGIN
        self._building.add_row(f"F7_aim({aim.name})", entries, upper=upper)

    def model(self, aim: Aim) -> LinearModel:
        """Return the model that minimises an aim."""
        entries, constant = self.costs(aim)
        return self._building.model("min", entries, constant)

    def costs(self, aim: Aim, month: int | None = None) -> tuple[list[Entry], int]:
        """Return what an aim counts, in all or in one month, and its constant."""
        months = self._months if month is None else (month,)
        parts = [self._in_month(aim, t) for t in months]
        return [entry for own, _ in parts for entry in own], sum(more for _, more in parts)

    def _in_month(self, aim: Aim, t: int) -> tuple[list[Entry], int]:
        """Return what an aim counts in a month; adds columns for what is not a state, once."""
        if (id(aim), t) not in self._known:
            self._known[id(aim), t] = self._counted(aim, t)
        return self._known[id(aim), t]

    def _counted(self, aim: Aim, t: int) -> tuple[list[Entry], int]:
        example = self._types.example
        entries = [
            (column, cost)
            for state, column in self._states_in[t]
            if (cost := self._cost(aim, state))
        ]
        if aim.move is not None:
            entries += [(o, int(aim.move[example[k]])) for k, o in self._leaving[t]]
        if aim.again is not None:
            own = self._again[id(aim)][t]
            entries += [(a, int(aim.again[example[k]])) for k, a in own]
        for h, sites, cost in aim.leave:
            k = int(self._types.of[h])
            if example[k] == h and t in self._problem.present(h):
                entries.append((self._away(k, sites, t), cost))
        constant = 0
        for group in aim.groups:
            own, present = self._together(group, t)
            entries += own
            constant -= present
        for share in aim.shares:
            entries.append((self._above(share.sites, share.most, t), 1))
        return entries, constant

    def counts(self, values: FloatArray) -> dict[State, int]:
        """Return how many households are in each state, of a solution of shape ``(n,)``."""
        return {state: round(float(values[column])) for state, column in self.states.items()}

    def _cost(self, aim: Aim, state: State) -> int:
        """Return what a household in a state adds to an aim."""
        k, s, t = state
        h = self._types.example[k]
        table = {FIRST: aim.staying, NOWHERE: aim.unplaced}.get(s, aim.place)
        if table is None:
            return 0
        return int(table[h, s, t] if s >= 0 else table[h, t])

    def _add_states(self, k: int, t: int) -> None:
        """Add the states of a type in a month, F1 and F2."""
        problem, building = self._problem, self._building
        h, number = int(self._types.example[k]), int(self._types.count[k])
        if t not in problem.present(h):
            return
        own = [*self._sites_of(k, t)]
        if t <= self._tail[k] and lasts(problem, h, t):
            own.append(FIRST)
        if problem.unplaced[h, t]:
            own.append(NOWHERE)
        for s in own:
            self.states[k, s, t] = building.column(f"x(k{k},s{s},t{t})", upper=number)
        building.add_row(
            f"F1_number(k{k},t{t})",
            [(self.states[k, s, t], 1) for s in own],
            lower=number,
            upper=number,
        )
        if FIRST in own and (k, FIRST, t - 1) in self.states:
            pair = [(self.states[k, FIRST, t], 1), (self.states[k, FIRST, t - 1], -1)]
            building.add_row(f"F2_first(k{k},t{t})", pair, upper=0)
        back = k, self._start(k), t
        if t <= self._tail[k] and back in self.states and (k, FIRST, t - 1) in self.states:
            pair = [(self.states[back], 1), (self.states[k, FIRST, t - 1], 1)]
            building.add_row(f"F6_back(k{k},t{t})", pair, upper=number)

    def _sites_of(self, k: int, t: int) -> Iterator[int]:
        """Yield the sites that a type may be in, besides its first stay where that is apart."""
        problem, h = self._problem, int(self._types.example[k])
        for s in np.flatnonzero(problem.allowed[h, :, t]).tolist():
            back = problem.start[h] == s and t <= self._tail[k]
            if not back or t > problem.first[h]:  # nobody comes back in the first month
                yield s

    def _in(self, s: int, t: int) -> Iterator[tuple[int, int, int]]:
        """Yield type, state and column of those who may be in a site in a month."""
        starts = self._problem.start[self._types.example]
        for k in range(len(self._types)):
            if (k, s, t) in self.states:
                yield k, s, self.states[k, s, t]
            if starts[k] == s and (k, FIRST, t) in self.states:
                yield k, FIRST, self.states[k, FIRST, t]

    def _add_site(self, s: int, t: int) -> None:
        """Add R1 to R3 and M4 of a site and month."""
        problem, example = self._problem, self._types.example
        here = list(self._in(s, t))
        if not here:
            return
        rooms, site = self._rooms[s], problem.sites[s]
        first = add_rooms(self._building, rooms, site, s, t)
        for k, state, column in here:
            h = example[k]
            need = problem.first_need[h] if state == FIRST else problem.need[h, s]
            for row in rooms.of_need[need]:
                self._building.entry(first + row, column, 1)
        if site.most_in is not None and self._known_before(s, t):
            entering = [
                (self._enters(k, s, t, column), int(problem.persons[example[k]]))
                for k, state, column in here
                if state != FIRST
            ]
            self._building.add_row(f"M4_moves_in(s{s},t{t})", entering, upper=site.most_in)

    def _known_before(self, s: int, t: int) -> bool:
        """Whether it is known who was in a site the month before."""
        if t == 0 or t - 1 in self._months:
            return True
        return nobody_before(self._problem, s, t)

    def _enters(self, k: int, s: int, t: int, column: int) -> int:
        """Return the column of those who move into a site: all who are there, when nobody was."""
        here, number = self._before(k, s, t)
        if not here and not number:
            return column
        most = int(self._types.count[k])
        enters = self._building.column(f"e(k{k},s{s},t{t})", upper=most, integer=False)
        entries = [(column, 1), (enters, -1), *((c, -1) for c in here)]
        self._building.add_row(f"F4_enters(k{k},s{s},t{t})", entries, upper=number)
        return enters

    def _before(self, k: int, s: int, t: int) -> tuple[list[int], int]:
        """Return who was in a state the month before: columns, and a number besides."""
        h = int(self._types.example[k])
        if t == self._problem.first[h]:
            lives = self._problem.start[h] == s and self._tail[k] < t
            return [], int(self._types.count[k]) if lives else 0
        own = [self.states[k, s, t - 1]] if (k, s, t - 1) in self.states else []
        if self._joins(k, s, t):
            own.append(self.states[k, FIRST, t - 1])
        return own, 0

    def _joins(self, k: int, s: int, t: int) -> bool:
        """Whether the first stay and the site that it is in become one state in a month."""
        lives = self._problem.start[self._types.example[k]] == s
        return bool(lives) and t == self._tail[k] + 1 and (k, FIRST, t - 1) in self.states

    def _site_limits(self) -> Iterator[tuple[str, BoolArray, int]]:
        every = np.arange(len(self._problem.sites))
        for s, site in enumerate(self._problem.sites):
            if site.most is not None:
                yield f"s{s}", every == s, site.most

    def _area_limits(self) -> Iterator[tuple[str, BoolArray, int]]:
        for a, area in enumerate(self._problem.areas):
            yield f"a{a}", area.sites, area.most

    def _add_limit(self, name: str, sites: BoolArray, most: int, t: int) -> None:
        """Add M2 and M3 of a site or an area in a month."""
        problem, building, example = self._problem, self._building, self._types.example
        everybody: list[Entry] = []
        others: list[Entry] = []
        for s in np.flatnonzero(sites).tolist():
            for k, state, column in self._in(s, t):
                entry = column, int(problem.persons[example[k]])
                everybody.append(entry)
                if state != FIRST:
                    others.append(entry)
        if not everybody:
            return
        above = over_limit(problem, sites, most, t)
        if above > 0:
            y = building.column(f"y({name},t{t})", upper=1)
            everybody.append((y, -above))
            building.add_row(f"M3_others({name},t{t})", [*others, (y, most)], upper=most)
        building.add_row(f"M2_limit({name},t{t})", everybody, upper=most)

    def _add_leaving(self) -> None:
        """Add F3."""
        for k, h in enumerate(self._types.example.tolist()):
            present, number = self._problem.present(h), int(self._types.count[k])
            for t in (t for t in present if t in self._months):
                if t == present.start:
                    if self._problem.start[h] >= 0:
                        self._leaves(k, t, [], self._home(k, t), number)
                    continue
                for s in (*range(len(self._problem.sites)), FIRST):
                    before = self._before(k, s, t)[0]
                    if before and not (s == FIRST and self._joins(k, self._start(k), t)):
                        now = [self.states[k, s, t]] if (k, s, t) in self.states else []
                        self._leaves(k, t, before, now, 0)

    def _add_again(self, aim: Aim) -> dict[int, list[tuple[int, int]]]:
        """Add F8; return types and columns by month."""
        found: dict[int, list[tuple[int, int]]] = {t: [] for t in self._months}
        leaving: dict[tuple[int, int], list[int]] = {}
        for t in self._months:
            for k, column in self._leaving[t]:
                leaving.setdefault((k, t), []).append(column)
        for k, h in enumerate(self._types.example.tolist()):
            moved, number = aim.moved[h] if aim.moved else None, int(self._types.count[k])
            window: list[list[Entry]] = []
            for t in self._months:
                moves = [(column, 1) for column in leaving.get((k, t), ())]
                if moves:
                    again = self._building.column(f"a(k{k},t{t})", upper=number, integer=False)
                    found[t].append((k, again))
                    moves.append((again, -1))
                    if moved is not None and 0 < t - moved <= aim.within:
                        self._building.add_row(f"F8_again(k{k},t{t})", moves, upper=0)
                window = [*window[-aim.within :], moves] if aim.within else [moves]
                entries = [entry for own in window for entry in own]
                if entries:
                    self._building.add_row(f"F8_again(k{k},t{t})", entries, upper=number)
        return found

    def _start(self, k: int) -> int:
        return int(self._problem.start[self._types.example[k]])

    def _home(self, k: int, t: int) -> list[int]:
        """Return the columns of who is where it began, in its first month."""
        own = (k, FIRST, t), (k, self._start(k), t)
        return [self.states[state] for state in own if state in self.states]

    def _leaves(
        self, k: int, t: int, before: Sequence[int], now: Sequence[int], number: int
    ) -> None:
        most = int(self._types.count[k])
        leaves = self._building.column(f"o(k{k},t{t})", upper=most, integer=False)
        entries = [(leaves, 1), *((c, 1) for c in now), *((c, -1) for c in before)]
        self._building.add_row(f"F3_leaves(k{k},t{t})", entries, lower=number)
        self._leaving[t].append((k, leaves))

    def _away(self, k: int, sites: BoolArray, t: int) -> int:
        """Add F5; return its column."""
        h, number, start = int(self._types.example[k]), int(self._types.count[k]), self._start(k)
        lives = start >= 0 and bool(sites[start])
        states = [*np.flatnonzero(sites).tolist(), *([FIRST] if lives else [])]
        now = [self.states[k, s, t] for s in states if (k, s, t) in self.states]
        before = [self.states[k, s, t - 1] for s in states if (k, s, t - 1) in self.states]
        at_first = number if t == self._problem.first[h] and lives else 0
        away = self._building.column(f"l(k{k},t{t})", upper=number, integer=False)
        entries = [(away, 1), *((c, 1) for c in now), *((c, -1) for c in before)]
        self._building.add_row(f"F5_away(k{k},t{t})", entries, lower=at_first)
        return away

    def _together(self, group: IntArray, t: int) -> tuple[list[Entry], int]:
        """Add M5 of a group; return what it counts, and 1 when a member is present."""
        members = {int(self._types.of[h]) for h in group.tolist()}
        there = [k for k in members if t in self._problem.present(self._types.example[k])]
        if not there:
            return [], 0
        own = [(k, NOWHERE, t) for k in sorted(there)]
        counted = [(self.states[state], 1) for state in own if state in self.states]
        for s in range(len(self._problem.sites)):
            inside = [column for k, _, column in self._in(s, t) if k in members]
            if inside:
                z = self._building.column(f"z(s{s},t{t})", upper=1)
                counted.append((z, 1))
                for column in inside:
                    name = f"M5_together(s{s},t{t})"
                    self._building.add_row(name, [(column, 1), (z, -1)], upper=0)
        return counted, 1

    def _above(self, sites: BoolArray, most: int, t: int) -> int:
        """Add M6 of an area with a base; return its column."""
        persons, example = self._problem.persons, self._types.example
        w = self._building.column(f"w(t{t})", upper=int(persons.sum()), integer=False)
        inside = [
            (column, int(persons[example[k]]))
            for s in np.flatnonzero(sites).tolist()
            for k, _, column in self._in(s, t)
        ]
        self._building.add_row(f"M6_share(t{t})", [*inside, (w, -1)], upper=most)
        return w
