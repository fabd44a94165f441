"""The relocation plan over whole paths, for one aim with those before it held.

Sets        k ∈ K types, households that are alike;  P[k] the paths of a type that are known
Variables   λ[k,p] ≥ 0, integer: households of type k that go path p
            u, v, f, e  the rooms of each site and month (:mod:`models.rooming`)
            y[l,t] ∈ {0, 1}  only first stays are in l, where these alone may exceed its limit
            z[g,s,t]    group g is in s in t;  w[B,t] ≥ 0 persons in B above its base
Objective   minimise  Σ cost[p]·λ[k,p] + Σ z + Σ w, of what the aim counts
Subject to  (M1 type)      Σ_p λ[k,p] = number of k                              ∀ k
            (R1 … R3)      those in s in t, by need, have rooms                    ∀ s, t
            (M2 limit)     Σ n·(in l in t) ≤ b[l] + (N − b[l])·y[l,t]      ∀ l, a site or area
            (M3 others)    Σ n·(in l in t, not in a first stay there) ≤ b[l]·(1 − y[l,t])
            (M4 moves_in)  Σ n·(moves into s in t) ≤ v[s]                         ∀ s, t
            (M5 together)  h in s in t ≤ z[g,s,t]                                ∀ h ∈ g, s, t
            (M6 share)     Σ n·(in B in t) − w[B,t] ≤ b[B]                        ∀ B, t
            (M7 aim)       the value of each aim before is no worse than allowed

Paths are found as they are needed (:mod:`models.paths`): with the duals of a relaxation over
some, a path of least reduced cost per type.  With y the duals of all rows but M1, b their limits,
d the reduced costs of the columns that are not paths, which have finite bounds, and c[k] the
least cost of a path of k for y,

    (M8)  y·b + Σ min(d·lower, d·upper) + Σ_k number[k]·c[k]

bounds the problem, whatever paths are missing and however y was found (Lasdon, *Optimization
Theory for Large Systems*, 1970; Desaulniers, Desrosiers & Solomon, *Column Generation*, 2005).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.building import Building
from models.linear import LinearModel
from models.path_costs import costs_of
from models.path_types import Types
from models.paths import Costs
from models.relocation import NONE, Aim, Held, Relocation, Walks
from models.rooming import add_rooms, room_rows

# As for the tiers of an assignment (models.assignment.TIER_MARGIN).
AIM_MARGIN = 0.4


@dataclass(frozen=True)
class Column:
    """A path of a type: its rows and coefficients, and its cost."""

    kind: int
    path: IntArray
    rows: IntArray
    coefficients: FloatArray
    cost: float


@dataclass(frozen=True)
class _Limit:
    """M2 and M3 of a site or an area: rows by month, -1 where there is none."""

    sites: BoolArray
    rows: IntArray
    others: IntArray


class Master:
    """The formulation for an aim; paths are added to what it starts with.

    Parameters
    ----------
    held
        The aims before it.
    whole
        Sites and months whose rooms must be asked for in whole numbers.
    """

    def __init__(
        self,
        problem: Relocation,
        types: Types,
        aim: Aim,
        held: Sequence[Held] = (),
        whole: Collection[tuple[int, int]] = (),
    ) -> None:
        self._problem, self._types, self._whole = problem, types, whole
        self._aims = [*(one.aim for one in held), aim]
        self._building = Building()
        self._cost: list[tuple[int, int]] = []
        self._constant = 0
        self._usable = _usable(problem)
        for k in range(len(types)):
            number = int(types.count[k])
            self._building.add_row(f"M1_type(k{k})", (), lower=number, upper=number)
        self._rooms = [room_rows(s, n) for s, n in zip(problem.sites, problem.needs, strict=True)]
        self._first_room = self._room_rows()
        self._limits = self._limit_rows()
        self._moves_in = self._moves_in_rows()
        self._together: dict[int, list[tuple[int, int, int]]] = {}
        self._shares: list[tuple[BoolArray, IntArray]] = []
        self._held: list[int] = []
        self._made: dict[tuple[int, bytes], Column] = {}
        for i, one in enumerate(self._aims):
            own, constant = self._shared_columns(i, one)
            if i < len(held):
                worst = held[i].worst - constant + AIM_MARGIN
                self._held.append(self._building.add_row(f"M7_aim({one.name})", own, upper=worst))
            else:
                self._cost, self._constant = own, constant

    @property
    def own(self) -> int:
        """Number of columns before those of paths."""
        return self._building.columns

    @cached_property
    def model(self) -> LinearModel:
        """The model without paths."""
        return self._building.model("min", self._cost, self._constant)

    def with_paths(self, columns: Sequence[Column]) -> LinearModel:
        """Return the model with paths."""
        building = self._building.copy()
        cost: list[tuple[int, float]] = [*self._cost]
        for i, column in enumerate(columns):
            number = int(self._types.count[column.kind])
            at = building.column(f"lambda(k{column.kind},p{i})", upper=number)
            for row, value in zip(column.rows.tolist(), column.coefficients.tolist(), strict=True):
                building.entry(row, at, value)
            cost.append((at, column.cost))
        return building.model("min", cost, self._constant)

    def columns(self, paths: Sequence[tuple[int, IntArray]]) -> list[Column]:
        """Return the columns of paths, each of a type; most will be asked for again."""
        keys = [(k, path.tobytes()) for k, path in paths]
        new = {key: at for key, at in zip(keys, paths, strict=True) if key not in self._made}
        if new:
            kinds = np.array([k for k, _ in new], dtype=np.int64)
            rows = np.array([path for _, path in new.values()], dtype=np.int64)
            each = zip(new, kinds.tolist(), rows, self._values(kinds, rows), strict=True)
            for key, k, path, own in each:
                self._made[key] = self._column(k, path, own)
        return [self._made[key] for key in keys]

    def _values(self, kinds: IntArray, paths: IntArray) -> list[list[int]]:
        """Return what each path is worth in every aim."""
        who = self._types.example[kinds]
        walks, none = Walks(self._problem, who, paths), (paths == NONE).sum(axis=1)
        by_aim = []
        for aim in self._aims:
            groups = np.array([_groups_of(aim, h) for h in who.tolist()]) if aim.groups else 0
            by_aim.append(aim.of_walks(walks) + none * groups)
        values: list[list[int]] = np.column_stack(by_aim).tolist()
        return values

    def _column(self, k: int, path: IntArray, values: Sequence[int]) -> Column:
        problem, h = self._problem, int(self._types.example[k])
        persons, start = int(problem.persons[h]), int(problem.start[h])
        entries: list[tuple[int, float]] = [(k, 1.0)]
        first, before = start >= 0, start
        for t, s in enumerate(path.tolist()):
            first = first and s == start
            if s >= 0:
                need = problem.first_need[h] if first else problem.need[h, s]
                at = int(self._first_room[s, t])
                entries += [(at + row, 1.0) for row in self._rooms[s].of_need[need]]
                for limit in self._limits:
                    if limit.sites[s]:
                        entries.append((int(limit.rows[t]), persons))
                        if not first:
                            entries.append((int(limit.others[t]), persons))
                if s != before:
                    entries.append((int(self._moves_in[s, t]), persons))
                for sites, rows in self._shares:
                    if sites[s]:
                        entries.append((int(rows[t]), persons))
                entries += [
                    (row, 1.0) for row, m, q in self._together.get(h, ()) if (m, q) == (t, s)
                ]
            before = s
        entries += [(row, value) for row, value in zip(self._held, values[:-1], strict=True)]
        kept = [(row, value) for row, value in entries if row >= 0 and value]
        return Column(
            kind=k,
            path=path,
            rows=np.array([row for row, _ in kept], dtype=np.int64),
            coefficients=np.array([value for _, value in kept], dtype=np.float64),
            cost=float(values[-1]),
        )

    def bound(self, duals: FloatArray, least: FloatArray) -> float:
        """Return what duals prove, with the least cost of a path of each type for them (M8).

        Exact for any duals, up to the rounding of the sum: those with the wrong sign count as 0.
        """
        model = self.model
        prices = signed(model, duals)
        prices[: len(self._types)] = 0.0
        limit = np.where(prices < 0, model.row_upper, model.row_lower)
        reduced = model.cost - model.matrix.T @ prices
        column = np.where(reduced < 0, model.upper, model.lower)
        return float(
            model.offset
            + prices[prices != 0] @ limit[prices != 0]
            + reduced @ column
            + self._types.count @ least
        )

    def costs(self, duals: FloatArray) -> Costs:
        """Return what paths cost with the duals of the rows, but for those of M1."""
        problem, example = self._problem, self._types.example
        persons = problem.persons[example].astype(np.float64)
        sites = len(problem.sites)
        weighed = self._weighed(duals)
        own = costs_of(problem, example, weighed)
        place, staying, unplaced = own.place, own.staying, own.unplaced
        for aim, weight in weighed:
            for h in {int(h) for group in aim.groups for h in group}:
                unplaced[self._types.of[h]] += weight * _groups_of(aim, h)
        anyone, others = self._of_persons(duals)
        for s in range(sites):
            rooms = self._of_needs(s, duals)
            place[:, s] -= rooms[problem.need[example, s]]
            lives = problem.start[example] == s
            staying[lives] -= rooms[problem.first_need[example[lives]]]
            staying[lives] -= persons[lives, None] * anyone[s]
        place -= persons[:, None, None] * (anyone + others)
        for k, h in enumerate(example.tolist()):
            for row, t, s in self._together.get(h, ()):
                place[k, s, t] -= duals[row]
                if problem.start[h] == s:
                    staying[k, t] -= duals[row]
        enter = -persons[:, None, None] * np.where(self._moves_in >= 0, duals[self._moves_in], 0.0)
        return replace(own, enter=enter)

    def _weighed(self, duals: FloatArray) -> list[tuple[Aim, float]]:
        """Return the aims with what a unit of each costs."""
        held = [(aim, -float(duals[row])) for aim, row in zip(self._aims, self._held, strict=False)]
        return [*held, (self._aims[-1], 1.0)]

    def _of_persons(self, duals: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return what a person adds by M2 and M6, and by M3 outside a first stay, ``(S, T)``."""
        anyone = np.zeros(self._usable.shape)
        others = np.zeros(self._usable.shape)
        for limit in self._limits:
            anyone[limit.sites] += np.where(limit.rows >= 0, duals[limit.rows], 0.0)
            others[limit.sites] += np.where(limit.others >= 0, duals[limit.others], 0.0)
        for sites, rows in self._shares:
            anyone[sites] += duals[rows]
        return anyone, others

    def _of_needs(self, s: int, duals: FloatArray) -> FloatArray:
        """Return what a household of each need of a site adds by R1 and R2, ``(C, T)``."""
        first, rows = self._first_room[s], self._rooms[s].of_need
        found = np.zeros((len(rows), first.size))
        used = first >= 0
        for c, own in enumerate(rows):
            for row in own:
                found[c, used] += duals[first[used] + row]
        return found

    def _room_rows(self) -> IntArray:
        """Add R1 to R3 of every site and month in use; return the first row of each."""
        first = np.full(self._usable.shape, -1, dtype=np.int64)
        for s, t in np.argwhere(self._usable).tolist():
            own = self._rooms[s]
            whole = (s, t) in self._whole
            site = self._problem.sites[s]
            first[s, t] = add_rooms(self._building, own, site, s, t, whole=whole)
        return first

    def _limit_rows(self) -> list[_Limit]:
        """Add M2 and M3 of sites and areas."""
        problem, every = self._problem, np.arange(len(self._problem.sites))
        own = [(f"s{s}", every == s, site.most) for s, site in enumerate(problem.sites)]
        areas = [(f"a{a}", area.sites, area.most) for a, area in enumerate(problem.areas)]
        return [
            self._limit(name, sites, most)
            for name, sites, most in (*own, *areas)
            if most is not None
        ]

    def _limit(self, name: str, sites: BoolArray, most: int) -> _Limit:
        """Add M2 and M3 of a site or an area."""
        problem, building = self._problem, self._building
        lives = (problem.start >= 0) & sites[np.maximum(problem.start, 0)]
        rows = np.full(problem.months, -1, dtype=np.int64)
        others = rows.copy()
        for t in np.flatnonzero(self._usable[sites].any(axis=0)).tolist():
            above = int(problem.persons[lives & problem.staying[:, t]].sum()) - most
            only = []
            if above > 0:
                y = building.column(f"y({name},t{t})", upper=1)
                only = [(y, -above)]
                others[t] = building.add_row(f"M3_others({name},t{t})", [(y, most)], upper=most)
            rows[t] = building.add_row(f"M2_limit({name},t{t})", only, upper=most)
        return _Limit(sites, rows, others)

    def _moves_in_rows(self) -> IntArray:
        """Add M4; return the row of each site and month."""
        rows = np.full(self._usable.shape, -1, dtype=np.int64)
        for s, t in np.argwhere(self._usable).tolist():
            most = self._problem.sites[s].most_in
            if most is not None:
                rows[s, t] = self._building.add_row(f"M4_moves_in(s{s},t{t})", (), upper=most)
        return rows

    def _shared_columns(self, i: int, aim: Aim) -> tuple[list[tuple[int, int]], int]:
        """Add M5 and M6 of an aim; return the columns that it counts, and its constant."""
        counted: list[tuple[int, int]] = []
        constant, everybody = 0, int(self._problem.persons.sum())
        for g, group in enumerate(aim.groups):
            for t in range(self._problem.months):
                members = [h for h in group.tolist() if t in self._problem.present(h)]
                constant -= bool(members)
                for s in np.flatnonzero(self._usable[:, t]).tolist() if members else ():
                    z = self._building.column(f"z(g{g},s{s},t{t})", upper=1)
                    counted.append((z, 1))
                    for h in members:
                        name = f"M5_together(g{g},s{s},t{t},h{h})"
                        row = self._building.add_row(name, [(z, -1)], upper=0)
                        self._together.setdefault(h, []).append((row, t, s))
        for b, share in enumerate(aim.shares):
            rows = np.zeros(self._problem.months, dtype=np.int64)
            for t in range(self._problem.months):
                name = f"w(i{i},b{b},t{t})"
                w = self._building.column(name, upper=everybody, integer=False)
                counted.append((w, 1))
                name = f"M6_share(i{i},b{b},t{t})"
                rows[t] = self._building.add_row(name, [(w, -1)], upper=share.most)
            self._shares.append((share.sites, rows))
        return counted, constant


def _usable(problem: Relocation) -> BoolArray:
    """Return where somebody may be, shape ``(S, T)``."""
    usable: BoolArray = np.array(problem.allowed.any(axis=0))
    for h in np.flatnonzero(problem.start >= 0).tolist():
        usable[problem.start[h]] |= problem.staying[h]
    return usable


def _groups_of(aim: Aim, h: int) -> int:
    """Return to how many groups of an aim a household belongs: one place more for each."""
    return sum(h in group for group in aim.groups)


def signed(model: LinearModel, duals: FloatArray) -> FloatArray:
    """Return duals without those of the wrong sign for the limits of their rows."""
    prices = np.where(np.isfinite(model.row_upper), duals, np.maximum(0.0, duals))
    return np.where(np.isfinite(model.row_lower), prices, np.minimum(0.0, prices))
