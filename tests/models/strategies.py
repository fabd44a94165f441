"""Hypothesis strategies: valid small problems with tiers, few enough plans to try them all."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from models.assignment import Assignment
from models.tiers import Tier
from tests.models import build, plain

RELAXED = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
"""For tests that share a slow machine with others."""
FEW = settings(RELAXED, max_examples=12)


@st.composite
def problems(draw: Any, alike: bool = False) -> Assignment:
    """Up to five households and four places; weights by household, as persons are.

    ``alike`` makes all places the same but for what is drawn per place, so that some merge.
    """
    households, places = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    every = list(product(range(households), range(places)))
    possible = every
    if not alike:
        possible = [pair for pair in every if draw(st.integers(0, 3))]
    persons = draw(_several(st.integers(1, 5), households))
    made = build.problem(
        possible,
        draw(_several(st.integers(0, 3), places)),
        kind=draw(_several(st.integers(0, 2), households)),
        one_kind=[p for p in range(places) if not draw(st.integers(0, 3))],
        limits=[
            (draw(weights(possible, persons, places, alike)), draw(st.integers(0, 12)))
            for _ in range(draw(st.integers(0, 3)))
        ],
        forced=draw(st.lists(st.sampled_from(possible), max_size=1)) if possible else [],
    )
    assume(next(plain.plans(made), None) is not None)
    return made


@st.composite
def weights(
    draw: Any, pairs: list[build.Pair], persons: list[int], places: int, alike: bool = False
) -> dict[build.Pair, int]:
    """What the households of some places use of a limit, or add to a group."""
    some = range(places) if alike else draw(st.sets(st.integers(0, places - 1)))
    used = persons if draw(st.booleans()) else draw(_several(st.integers(0, 1), len(persons)))
    return {(h, p): used[h] for h, p in pairs if p in some}


@st.composite
def tiers(
    draw: Any, problem: Assignment, number: int = 3, scale: int = 1, alike: bool = False
) -> list[Tier]:
    """Tiers of all sorts, values as large as ``scale`` times a dozen.

    With ``alike`` places are often the same in all of them.
    """
    pairs, places = build.of(problem), problem.units.size
    alike = alike and draw(st.booleans())
    made = []
    for i in range(draw(st.integers(1, number))):
        of_household = draw(_several(st.integers(-4, 9), problem.households))
        of_place = [0] * places if alike else draw(_several(st.integers(-1, 1), places))
        made.append(
            build.tier(
                pairs,
                [scale * (of_household[h] + of_place[p]) for h, p in pairs],
                draw(st.sampled_from(["max", "min"])),
                name=f"tier{i}",
                constant=draw(st.sampled_from([0, 0, -7, 12])),
                tolerance=draw(st.sampled_from(["0", "0", "0.1", "12.5", "33.3"])),
                slack=draw(st.sampled_from([0, 0, 1, 3])),
            )
        )
        if made[-1].sense == "min":
            made[-1] = draw(_with_excess(problem, made[-1], alike))
    return made


@st.composite
def cases(draw: Any, **options: Any) -> tuple[Assignment, list[Tier]]:
    """A problem with tiers."""
    scale = options.pop("scale", 1)
    made = draw(problems(**options))
    return made, draw(tiers(made, scale=scale, alike=options.get("alike", False)))


@st.composite
def _with_excess(draw: Any, problem: Assignment, tier: Tier, alike: bool) -> Tier:
    """Add up to two groups with a base, some of them begun above it."""
    pairs, places = build.of(problem), problem.units.size
    persons = draw(_several(st.integers(1, 4), problem.households))
    excesses = [
        (draw(weights(pairs, persons, places, alike)), draw(st.integers(-2, 6)))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return build.tier(
        pairs,
        tier.gain.tolist(),
        "min",
        name=tier.name,
        constant=tier.constant,
        excesses=excesses,
        tolerance=str(tier.tolerance),
        slack=tier.slack,
    )


def _several(of: st.SearchStrategy[int], number: int) -> st.SearchStrategy[list[int]]:
    return st.lists(of, min_size=number, max_size=number)
