"""Small random relocation problems with aims of all sorts, by seed."""

from __future__ import annotations

from random import Random

import numpy as np

from models.relocation import Aim, Area, Need, Relocation, Site

GROUPS = 2
"""Groups of singles that share rooms."""


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
