"""An instance laid out for the checker: by id, with the facts of each household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from allocator.check.facts import Facts, facts_of
from allocator.domain.choices import DecisionKind, Group
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.domain.wijk import Wijk


@dataclass(frozen=True)
class Case:
    """The matching round of one instance.

    ``households`` are the statushouders only; ``areas`` gives for each wijk itself and
    the areas that it lies within, smallest first; ``locks`` the locked home by household;
    ``previous`` the previous home, both still in the instance.
    """

    instance: Instance
    households: dict[str, Facts]
    homes: dict[str, Home]
    wijken: dict[str, Wijk]
    areas: dict[str, tuple[str, ...]]
    complexes: dict[str, Complex]
    corporaties: dict[str, Corporatie]
    locks: dict[str, str]
    points: dict[tuple[str, str], int]
    previous: dict[str, str]

    @property
    def day(self) -> date:
        """The peildatum."""
        return self.instance.peildatum

    @property
    def policy(self) -> Policy:
        """The settings of the rules."""
        return self.instance.policy

    @cached_property
    def others(self) -> frozenset[str]:
        """Households that do not take part: the ontheemden."""
        return frozenset(h.id for h in self.instance.households if h.id not in self.households)


def case_of(instance: Instance, lottery_seed: int | None = None) -> Case:
    """Lay out an instance; ``lottery_seed`` replaces the seed of the instance."""
    seed = instance.lottery_seed if lottery_seed is None else lottery_seed
    refusals = _refusals(instance)
    households: dict[str, Facts] = {
        h.id: facts_of(
            h,
            refused=frozenset(refusals.get(h.id, ())),
            policy=instance.policy,
            day=instance.peildatum,
            seed=seed,
        )
        for h in instance.households
        if h.group == Group.STATUSHOUDER
    }
    homes: dict[str, Home] = {home.id: home for home in instance.homes}
    wijken: dict[str, Wijk] = {wijk.code: wijk for wijk in instance.wijken}
    return Case(
        instance=instance,
        households=households,
        homes=homes,
        wijken=wijken,
        areas={code: areas_around(wijken[code], wijken) for code in wijken},
        complexes={c.id: c for c in instance.complexes},
        corporaties={c.id: c for c in instance.corporaties},
        locks={d.household: d.home for d in instance.decisions if d.decision == DecisionKind.LOCK},
        points={(p.household, p.home): p.points for p in instance.points},
        previous={
            p.household: p.home
            for p in instance.previous
            if p.household in households and p.home in homes
        },
    )


def areas_around(wijk: Wijk, wijken: dict[str, Wijk]) -> tuple[str, ...]:
    """Return the wijk and every area it lies within, smallest first."""
    codes = [wijk.code]
    while wijk.within is not None:
        wijk = wijken[wijk.within]
        codes.append(wijk.code)
    return tuple(codes)


def _refusals(instance: Instance) -> dict[str, list[str]]:
    """Return the refused homes by household."""
    refusals: dict[str, list[str]] = {}
    for decision in instance.decisions:
        if decision.decision != DecisionKind.LOCK:
            refusals.setdefault(decision.household, []).append(decision.home)
    return refusals
