"""Small random relocation problems with aims of all sorts, by seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product
from math import comb, prod
from random import Random

import numpy as np

from models.relocation import Aim, Area, Need, Relocation, Site
from tests.models.shelter import brute

GROUPS = 2
"""Groups of singles that share rooms."""
MOST_PLANS = 1500
"""Plans to try of a problem with households that are alike."""


def problem_of(seed: int) -> tuple[Relocation, list[Aim]]:
    """Return up to three households over up to three sites and three months."""
    dice = Random(seed)
    households, sites = dice.randint(1, 3), dice.randint(1, 3)
    months = dice.randint(1, 3 if sites > 2 else 4 if households < 3 else 3)
    made = [_site(dice, months) for _ in range(sites)]
    persons = [dice.choice([1, 1, 2, 3, 4]) for _ in range(households)]
    first = [dice.choice([0, 0, 0, 1]) if months > 1 else 0 for _ in persons]
    last = [months - 1 if dice.random() < 0.8 else dice.randint(f, months - 1) for f in first]
    start = [dice.choice([-1, *range(sites), *range(sites)]) if f == 0 else -1 for f in first]
    allowed = np.array(
        [[[dice.random() < 0.8 for _ in range(months)] for _ in made] for _ in persons]
    )
    staying = np.array([[dice.random() < 0.9 for _ in range(months)] for _ in persons])
    for h, s in enumerate(start):
        if s >= 0:  # whoever may be there may stay there
            staying[h] |= allowed[h, s]
    needs = tuple(_needs(dice, site) for site in made)
    own = [[_need(dice, n, needs[s]) for s in range(sites)] for n in persons]
    problem = Relocation(
        persons=np.array(persons),
        first=np.array(first),
        last=np.array(last),
        start=np.array(start),
        allowed=allowed,
        staying=staying,
        unplaced=np.array([[dice.random() < 0.95 for _ in range(months)] for _ in persons]),
        need=np.array(own),
        first_need=np.array(
            [_need(dice, n, needs[s]) for n, s in zip(persons, start, strict=True)]
        ),
        needs=needs,
        sites=tuple(made),
        areas=tuple(_area(dice, sites) for _ in range(dice.randint(0, 2))),
    )
    return problem, _aims(dice, problem)


def _site(dice: Random, months: int) -> Site:
    kinds = dice.randint(1, 3)
    rooms = [[dice.randint(0, 2)] * months for _ in range(kinds)]
    if dice.random() < 0.3:  # part of it closes
        rooms[0][dice.randint(0, months - 1) :] = [0] * months
        rooms[0] = rooms[0][:months]
    return Site(
        beds=np.array([dice.choice([1, 2, 2, 3, 4]) for _ in range(kinds)]),
        rooms=np.array(rooms),
        most=dice.choice([None, None, 3, 4]),
        most_in=dice.choice([None, None, 2, 3]),
    )


def _needs(dice: Random, site: Site) -> tuple[Need, ...]:
    """Return classes for one to four persons, whose room kinds lie in one another."""
    every = tuple(True for _ in site.beds)
    some = tuple(dice.random() < 0.6 for _ in every)
    return tuple(
        Need(persons, shared, kinds)
        for persons in (1, 2, 3, 4)
        for shared in ((-1, *range(GROUPS)) if persons == 1 else (-1,))
        for kinds in dict.fromkeys((every, some))
    )


def _need(dice: Random, persons: int, needs: tuple[Need, ...]) -> int:
    return dice.choice([c for c, need in enumerate(needs) if need.persons == persons])


def _area(dice: Random, sites: int) -> Area:
    return Area(np.array([dice.random() < 0.7 for _ in range(sites)]), dice.randint(1, 6))


def _aims(dice: Random, problem: Relocation) -> list[Aim]:
    households, sites, months = problem.allowed.shape
    shape = households, months

    def costs(*shape: int) -> np.ndarray:
        return np.array([dice.choice([0, 0, 1, 2]) for _ in range(np.prod(shape))]).reshape(shape)

    aims = [
        Aim("unplaced", unplaced=costs(*shape)),
        Aim("place", place=costs(households, sites, months), staying=costs(*shape)),
        Aim("move", move=costs(households), place=costs(households, sites, months)),
        Aim(
            "again",
            again=1 + costs(households),
            within=dice.randint(1, 3),
            moved=tuple(dice.choice([None, 0, -1, -3]) for _ in range(households)),
        ),
        Aim(
            "leave",
            leave=tuple(
                (h, np.array([dice.random() < 0.5 for _ in range(sites)]), dice.randint(1, 3))
                for h in range(households)
            ),
        ),
        Aim("together", groups=(np.arange(households),)),
        Aim("share", shares=(_area(dice, sites),)),
    ]
    dice.shuffle(aims)
    return [aim for aim in aims if dice.random() < 0.8]


def alike_of(seed: int) -> tuple[Relocation, list[Aim], list[int]]:
    """Return a problem whose first household has one to three copies, the second none or one.

    Also which household of those before each is like; members of a group are like nobody.
    """
    dice = Random(seed)
    while True:
        single, aims = problem_of(dice.randrange(10_000))
        like = [0] * dice.randint(2, 4) + [1] * dice.randint(0, 2) * (single.households > 1)
        problem = replace(single, **{name: getattr(single, name)[like] for name in COLUMNS})
        grouped = dice.choice([[], [], [0, len(like) - 1]])
        keys = [(b, h if h in grouped else -1) for h, b in enumerate(like)]
        kind = [keys.index(key) for key in keys]
        number = [
            comb(len(brute.rows(problem, h)) + kind.count(h) - 1, kind.count(h)) for h in set(kind)
        ]
        if prod(number) <= MOST_PLANS:
            return problem, [_copied(aim, like, grouped) for aim in aims], kind


def plans_of_alike(problem: Relocation, kind: Sequence[int]) -> Iterator[tuple[brute.Row, ...]]:
    """Yield every plan that keeps S1 to S5, of those in which alike change places one."""
    kinds = sorted(set(kind))
    every = [combinations_with_replacement(brute.rows(problem, h), kind.count(h)) for h in kinds]
    for chosen in product(*every):
        own = {h: iter(rows) for h, rows in zip(kinds, chosen, strict=True)}
        plan = tuple(next(own[h]) for h in kind)
        if brute.keeps(problem, plan):
            yield plan


def case_of(seed: int) -> tuple[Relocation, list[Aim], list[tuple[brute.Row, ...]]]:
    """Return a problem, its aims, and all plans, of which alike have changed places in one."""
    if seed % 2:
        problem, aims = problem_of(seed)
        return problem, aims, list(brute.plans(problem))
    problem, aims, kind = alike_of(seed)
    return problem, aims, list(plans_of_alike(problem, kind))


COLUMNS = (
    "persons",
    "first",
    "last",
    "start",
    "allowed",
    "staying",
    "unplaced",
    "need",
    "first_need",
)


def _copied(aim: Aim, like: Sequence[int], grouped: Sequence[int]) -> Aim:
    tables = {
        name: getattr(aim, name) for name in ("place", "staying", "unplaced", "move", "again")
    }
    return replace(
        aim,
        **{name: table[like] for name, table in tables.items() if table is not None},
        moved=tuple(aim.moved[b] for b in like) if aim.moved else (),
        leave=tuple(
            (h, sites, cost)
            for h, b in enumerate(like)
            for who, sites, cost in aim.leave
            if who == b
        ),
        groups=(np.array(grouped),) if aim.groups and grouped else (),
    )
