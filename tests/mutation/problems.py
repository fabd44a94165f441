"""Random small problems and tiers as plain data, for the mutants of ``models``."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

Pair = tuple[int, int]
Group = tuple[dict[Pair, int], int]


@dataclass(frozen=True)
class Data:
    """What ``tests.models.build`` takes: one problem, and a dictionary for each tier."""

    pairs: list[Pair]
    units: list[int]
    kind: list[int]
    one_kind: list[int]
    limits: list[Group]
    forced: list[Pair]
    tiers: list[dict[str, object]]


def draw(seed: int) -> Data:
    """Draw a problem; the same seed gives the same one.

    Every third has places that are alike, every fourth large values.
    """
    dice = Random(seed)
    households, places = dice.randint(3, 5), dice.randint(2, 4)
    alike = seed % 3 == 0
    every = [(h, p) for h in range(households) for p in range(places)]
    pairs = [pair for pair in every if alike or dice.random() < 0.85]
    persons = [dice.choice((1, 2, 2, 3, 4, 5)) for _ in range(households)]
    kind = [dice.randint(0, 2) for _ in range(households)]
    limits = [
        (_weights(dice, pairs, persons, places, alike), dice.randint(2, 10))
        for _ in range(dice.choice((0, 1, 1, 2)))
    ]
    return Data(
        pairs=pairs,
        units=[dice.choice((1, 1, 2, 3)) for _ in range(places)],
        kind=kind,
        one_kind=[p for p in range(places) if dice.random() < 0.3],
        limits=limits,
        forced=[dice.choice(pairs)] if dice.random() < 0.25 else [],
        tiers=[
            _tier(dice, i, pairs, persons, places, alike, 300 if seed % 4 == 0 else 1)
            for i in range(dice.randint(1, 3))
        ],
    )


# No pair, one pair, and a tolerance that allows one less of 100 (but not of 99).
HANDMADE = {
    "none": Data([], [1], [0], [], [], [], [{"gains": [], "constant": 4}]),
    "one": Data([(0, 0)], [1], [0], [], [], [], [{"gains": [7]}, {"gains": [3]}]),
    "percent": Data(
        pairs=[(0, 0), (0, 1)],
        units=[1, 1],
        kind=[0],
        one_kind=[],
        limits=[],
        forced=[],
        tiers=[{"gains": [100, 99], "tolerance": "1"}, {"gains": [0, 5]}],
    ),
}


def _tier(
    dice: Random,
    number: int,
    pairs: list[Pair],
    persons: list[int],
    places: int,
    alike: bool,
    scale: int,
) -> dict[str, object]:
    """Draw a tier; one that is minimised may have groups, some begun above their base."""
    sense = dice.choice(("max", "max", "min"))
    gain = [dice.randint(-2, 9) for _ in persons]
    more = [0 if alike else dice.randint(-1, 1) for _ in range(places)]
    least = sense == "min"
    return {
        "name": f"tier{number}",
        "sense": sense,
        "gains": [(-1 if least else 1) * scale * (gain[h] + more[p]) for h, p in pairs],
        "constant": dice.choice((0, 0, -7, 12)),
        "excesses": [
            (_weights(dice, pairs, persons, places, alike), dice.randint(-2, 6))
            for _ in range(dice.randint(0, 2) if least else 0)
        ],
        "tolerance": dice.choice(("0", "0", "0.1", "12.5", "33.3")),
        "slack": dice.choice((0, 0, 1, 3)),
    }


def _weights(
    dice: Random, pairs: list[Pair], persons: list[int], places: int, alike: bool
) -> dict[Pair, int]:
    """Draw some places, and what each household counts in them: persons, or one."""
    some = range(places) if alike else dice.sample(range(places), dice.randint(1, places))
    used = dice.choice((persons, persons, [dice.randint(0, 1) for _ in persons]))
    return {(h, p): used[h] for h, p in pairs if p in some}
