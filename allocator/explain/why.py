"""The sentence beside each row of a plan: why this home, or why none.

A sentence is made of parts joined by ``; ``.  Every number in it can be recomputed from the
instance and the plan, and a test does.  It never says why a need exists.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.domain.base import WijkCode
from allocator.domain.choices import Sharing
from allocator.explain.reasons import LeftOut
from allocator.formulate import Case, IntArray
from allocator.rules.columns import takes_part
from allocator.rules.fit import nareis_room, ties
from allocator.texts import Texts


@dataclass(frozen=True)
class Load:
    """Persons in a wijk with a limit after the plan, and that limit."""

    name: str
    load: int
    draagkracht: int


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
            parts.append(t("why.bedrooms", needed=int(h.bedrooms_needed[0]), bedrooms=row.bedrooms))
        else:
            parts.append(t("why.shared"))
        if ties(h, p, self._case.context).item():
            parts.append(t("why.ties"))
        if nareis_room(h, p, self._case.context).item():
            parts.append(t("why.nareis_room", nareis=int(h.nareis[0])))
        load = self._load(home)
        if load is not None:
            parts.append(
                t("why.load", wijk=load.name, load=load.load, draagkracht=load.draagkracht)
            )
        if locked:
            parts.append(t("why.locked"))
        if deviation:
            names = ", ".join(t(f"rule.{code}.name") for code in deviation)
            parts.append(t("why.deviation", rules=names))
        return "; ".join(parts)

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
        while code is not None and code not in self._loads:
            code = wijken[code].within
        return None if code is None else self._loads[code]

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
        kind, _, subject = name.partition(":")
        load = self._loads.get(subject) if kind == "draagkracht" else None
        if load is not None:
            return self._texts(
                "why.limit.draagkracht",
                subject=load.name,
                load=load.load,
                draagkracht=load.draagkracht,
            )
        return self._texts(f"why.limit.{kind}", subject=subject)

    def _choice(self, out: LeftOut) -> str:
        names = ", ".join(self._homes[p].id for p in out.homes)
        return self._texts.count("why.choice", len(out.homes), homes=names)

    def _priority(self, out: LeftOut) -> str:
        others = [h for p in out.homes for h in self._taken_by.get(p, [])]
        weeks = self._case.households.weeks[np.array(others, dtype=np.int64)]
        return self._texts.count(
            "why.priority", len(out.homes), least=int(weeks.min()), most=int(weeks.max())
        )


def _loads(case: Case, household: IntArray, home: IntArray) -> dict[str, Load]:
    """Return the load of each wijk with a draagkracht, in persons that count."""
    loads = {}
    wijken = {str(wijk.code): wijk for wijk in case.instance.wijken}
    for limit in case.limits:
        if limit.kind != "draagkracht":
            continue
        wijk = wijken[limit.subject]
        new = int(limit.weight[household[np.isin(home, limit.homes)]].sum())
        loads[limit.subject] = Load(
            wijk.name, wijk.placed_persons + new, wijk.draagkracht_persons or 0
        )
    return loads
