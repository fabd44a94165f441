"""The sentence beside each row of a plan: why this home, or why none.

A sentence is made of parts joined by ``; ``.  Every number in it can be recomputed from the
instance and the plan, and a test does.  It never says why a need exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from allocator.domain.base import WijkCode
from allocator.domain.choices import Sharing
from allocator.domain.instance import Instance
from allocator.explain.reasons import LeftOut
from allocator.formulate import Case, IntArray
from allocator.rules.columns import takes_part
from allocator.rules.fit import nareis_room, ties
from allocator.rules.needs import SPECIAL, needs
from allocator.texts import Texts


@dataclass(frozen=True)
class Load:
    """What a limit carries after the plan, what was there before included, and the most."""

    name: str
    load: int
    most: int


class Why:
    """Writes the sentences of one plan.

    Parameters
    ----------
    household, home
        Positions of the placed pairs, shape ``(N,)``.
    """

    def __init__(self, case: Case, texts: Texts, household: IntArray, home: IntArray) -> None:
        self._case, self._texts = case, texts
        self._households, self._homes = takes_part(case.instance)
        self._taken_by: dict[int, list[int]] = {}
        for h, p in zip(household.tolist(), home.tolist(), strict=True):
            self._taken_by.setdefault(p, []).append(h)
        self._loads = _loads(case, household, home)

    def placed(self, household: int, home: int, deviation: tuple[str, ...], locked: bool) -> str:
        """Return why a household is proposed for this home."""
        t, h = self._texts, self._case.households.one(household)
        p = self._case.homes.one(home)
        row = self._homes[home]
        parts = [self._waited(int(h.weeks[0]))]
        if row.sharing is Sharing.NONE:
            needed = int(h.bedrooms_needed[0])
            parts.append(t.count("why.bedrooms", needed, bedrooms=row.bedrooms))
        else:
            parts.append(t("why.shared"))
        if ties(h, p, self._case.context).item():
            parts.append(t("why.ties"))
        if nareis_room(h, p, self._case.context).item():
            parts.append(t.count("why.nareis_room", int(h.nareis[0])))
        load = self._load(home)
        if load is not None:
            parts.append(t("why.load", wijk=load.name, load=load.load, draagkracht=load.most))
        if locked:
            parts.append(t("why.locked"))
        else:
            parts += self._ahead(household, home)
        if deviation:
            names = ", ".join(t(f"rule.{code}.name") for code in deviation)
            parts.append(t("why.deviation", rules=names))
        return "; ".join(parts)

    def _ahead(self, household: int, home: int) -> Iterator[str]:
        """Say what looking ahead makes of a scarce home, when who gets it needs such a home."""
        prices = self._case.prices
        if prices is None:
            return
        row = prices.homes.get(self._homes[home].id)
        day = self._case.instance.peildatum
        if row is None or row.need not in SPECIAL or row.expected <= row.offered:
            return
        if needs(self._households[household], self._homes[home], day):
            yield self._texts(
                "why.ahead",
                home=self._texts(f"why.ahead.{row.need}"),
                weeks=prices.weeks,
                expected=row.expected,
                offered=row.offered,
            )

    def left_out(self, out: LeftOut) -> str:
        """Return why a household is left out."""
        weeks = int(self._case.households.weeks[out.household])
        reason = {
            "no_home": self._no_home,
            "limit": self._limit,
            "choice": self._choice,
            "priority": self._priority,
        }[out.reason]
        return f"{self._waited(weeks)}; {reason(out)}"

    def _waited(self, weeks: int) -> str:
        over = weeks - self._case.instance.policy.term_weeks
        waited = self._texts.count("why.waited", weeks)
        return waited if over <= 0 else waited + self._texts("why.over_term", over=over)

    def _load(self, home: int) -> Load | None:
        """Return the load of the smallest area around a home that has a limit."""
        wijken = {wijk.code: wijk for wijk in self._case.instance.wijken}
        code: WijkCode | None = self._homes[home].wijk
        while code is not None and f"draagkracht:{code}" not in self._loads:
            code = wijken[code].within
        return None if code is None else self._loads[f"draagkracht:{code}"]

    def _no_home(self, out: LeftOut) -> str:
        t = self._texts
        if not self._homes:
            return t("why.no_homes_at_all")
        most = sorted(out.blocked, key=lambda item: (-item[1], item[0]))
        counts = ", ".join(f"{t(f'rule.{code}.name')} {n}" for code, n in most)
        return t("why.no_home", homes=len(self._homes), counts=counts)

    def _limit(self, out: LeftOut) -> str:
        names = ", ".join(self._limit_text(name) for name in out.limits)
        return self._texts.count("why.limit", len(out.homes), limits=names)

    def _limit_text(self, name: str) -> str:
        kind, load = name.partition(":")[0], self._loads[name]
        return self._texts(f"why.limit.{kind}", subject=load.name, load=load.load, most=load.most)

    def _choice(self, out: LeftOut) -> str:
        names = ", ".join(self._homes[p].id for p in out.homes)
        return self._texts.count("why.choice", len(out.homes), homes=names)

    def _priority(self, out: LeftOut) -> str:
        t = self._texts
        others = [h for p in out.homes for h in self._taken_by[p]]
        weeks = self._case.households.weeks[np.array(others, dtype=np.int64)]
        least, most = int(weeks.min()), int(weeks.max())
        waited = t.count("weeks", least)
        if most > least:
            waited = t("why.weeks_from_to", least=least, most=most)
        taken = t.count("why.others", len(others), waited=waited)
        return t.count("why.priority", len(out.homes), others=taken)


def _loads(case: Case, household: IntArray, home: IntArray) -> dict[str, Load]:
    """Return what each limit carries, by its name: persons that count, or households."""
    before = _before(case.instance)
    loads = {}
    for limit in case.limits:
        name, there, most = before[limit.name]
        new = int(limit.weight[household[np.isin(home, limit.homes)]].sum())
        loads[limit.name] = Load(name, there + new, most or 0)
    return loads


def _before(instance: Instance) -> dict[str, tuple[str, int, int | None]]:
    """Return of each limit by name: what people call it, what is there today, the most."""
    most = instance.policy.max_placements
    found: dict[str, tuple[str, int, int | None]] = {"guidance": ("", 0, most)}
    for w in instance.wijken:
        found[f"draagkracht:{w.code}"] = (w.name, w.placed_persons, w.draagkracht_persons)
    for c in instance.complexes:
        found[f"complex:{c.id}"] = (c.name, c.placed_persons, c.max_persons)
        found[f"supported:{c.id}"] = (c.name, c.placed_supported, c.max_supported)
    for owner in instance.corporaties:
        found[f"corporatie:{owner.id}"] = (owner.name, 0, owner.max_placements)
    return found
