"""Small regions: towns of two homes and a limit each, and households that could go to two towns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from models import areas
from models.assignment import Assignment
from models.tiers import Tier
from tests.models import build

Case = tuple[Assignment, list[Tier]]


@st.composite
def regions(draw: Any) -> Case:
    """Up to three towns with at most one household of their own, and up to four that link them."""
    seed, towns = draw(st.integers(0, 10**6)), draw(st.integers(2, 3))
    linking = draw(st.integers(1, 4))
    return region(seed, towns, draw(st.integers(0, 1)), linking, locked=draw(st.booleans()))


def region(seed: int, towns: int, own: int, linking: int, *, locked: bool = False) -> Case:
    """Return a region; the linking households are the last."""
    dice = np.random.default_rng(seed)
    pairs = []
    for h in range(towns * own):
        pairs += [(h, 2 * (h // own) + p) for p in range(2) if dice.random() < 0.9]
    for h in range(towns * own, towns * own + linking):
        some = dice.choice(towns, int(dice.integers(2, towns + 1)), replace=False)
        pairs += [(h, 2 * town + p) for town in sorted(some.tolist()) for p in range(2)]
    households = towns * own + linking
    persons = dice.integers(1, 5, households).tolist()
    inside = [{(h, p): persons[h] for h, p in pairs if p // 2 == town} for town in range(towns)]
    problem = build.problem(
        pairs,
        dice.integers(1, 3, 2 * towns).tolist(),
        kind=dice.integers(0, 2, households).tolist(),
        one_kind=dice.choice(2 * towns, 1).tolist(),
        forced=[pairs[-1]] if locked else [],
        limits=[(weights, int(dice.integers(4, 8))) for weights in inside if weights],
    )
    tiers = []
    for i in range(int(dice.integers(1, 4))):
        minimum = i > 0 and dice.random() < 0.5
        step = int(dice.choice([1, 1, 5]))
        gains = [step * int(gain) for gain in dice.integers(-3, 9, len(pairs))]
        excesses = [(weights, int(dice.integers(1, 6))) for weights in inside if weights]
        tiers.append(
            build.tier(
                pairs,
                gains,
                "min" if minimum else "max",
                name=f"tier{i}",
                constant=int(dice.integers(-5, 6)),
                excesses=excesses if minimum else (),
            )
        )
    return problem, tiers


def small(patch: pytest.MonkeyPatch) -> None:
    """Let towns be areas, however small they are and however many could go to several."""
    patch.setattr(areas, "MOST_LINKING", 1.0)
    patch.setattr(areas, "MOST_PAIRS", 1.0)
    patch.setattr(areas, "SHARED", 1.0)
