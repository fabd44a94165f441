"""Small random instances of the relocation plan in which every rule and tier can matter."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.domain.site import RoomGroup, Site
from tests.check.shelter.build import (
    DAY,
    WIJKEN,
    instance,
    lock,
    ontheemde,
    refused,
    rooms,
    site,
)

NAMES = "ABC"
WIJK_OF = {"A": "hatert", "B": "noord", "C": "zuid"}
MONTHS = 5


def shelter_instance(seed: int) -> Instance:
    """Return three small sites and four to six households over five months."""
    dice = Random(seed)
    sites = [_site(dice, name) for name in NAMES]
    groups = [group for name in NAMES for group in _rooms(dice, name)]
    households = [_household(dice, i) for i in range(dice.randint(4, 6))]
    wijken = tuple(
        w.model_copy(
            update={
                "shelter_persons_max": dice.choice([None, None, 4, 6]),
                "shelter_fair_share_persons": dice.choice([None, 1, 3]),
            }
        )
        for w in WIJKEN
    )
    policy = {
        "first_move_month": dice.choice([1, 1, 2]),
        "care_strict": dice.random() < 0.3,
        "after_months": dice.choice([1, 3]),
    }
    return instance(
        households,
        sites,
        groups,
        policy=policy,
        wijken=wijken,
        site_decisions=tuple(_decisions(dice, households)),
        horizon_months=MONTHS,
    )


def _site(dice: Random, name: str) -> Site:
    closes = _day(dice, 0.6, 20, 130)
    longer = closes is not None and dice.random() < 0.6
    return site(
        name,
        wijk=WIJK_OF[name],
        opens_on=_day(dice, 0.3, 10, 90) if closes is None else None,
        closes_on=closes,
        extend_until=closes + timedelta(days=dice.randint(31, 90)) if closes and longer else None,
        max_persons=dice.choice([None, 3, 5]),
        max_moves_in=dice.choice([None, 1, 2, 3]),
        step_free=dice.random() < 0.4,
        safe_place=dice.random() < 0.4,
        women_only=dice.random() < 0.2,
        care=dice.random() < 0.25,
    )


def _rooms(dice: Random, name: str) -> list[RoomGroup]:
    return [
        rooms(name, beds, dice.randint(1, 2), wheelchair=dice.random() < 0.3)
        for beds in dice.sample([1, 2, 3], 2)
    ]


def _household(dice: Random, i: int) -> Household:
    ages = [
        dice.choice([17, 30, 30]),
        *(dice.choice([5, 31]) for _ in range(dice.choice([0, 0, 1, 2]))),
    ]
    people: dict[int, dict[str, object]] = {
        0: {
            "gender": dice.choice("fffmx"),
            "mobility": dice.choice(["none"] * 5 + ["step_free", "wheelchair"]),
        }
    }
    for n, age in enumerate(ages):
        if age == 5:
            people[n] = {"school_wijk": dice.choice(["hatert", "noord", "zuid"])}
    arrives = _day(dice, 0.2, 20, 90)
    lives = None if arrives else dice.choice([None, "A", "B", "C"])
    moved = dice.random() < 0.5 and lives is not None
    return ontheemde(
        f"H{i}",
        *ages,
        people=people,
        needs=[need for need in ("own_room", "safe_place") if dice.random() < 0.25],
        support=dice.choice(["none", "none", "intensive"]),
        koppeling=dice.choice([None, None, None, "noord", "zuid"]),
        keep_with=dice.choice(["", "g"]),
        arrives_on=arrives,
        leaves_on=_day(dice, 0.2, 80, 130),
        current_site=lives,
        moved_in_on=DAY - timedelta(days=dice.randint(1, 90)) if moved else None,
        earlier_moves=1 if moved else 0,
    )


def _decisions(dice: Random, households: list[Household]):
    for one in households:
        throw = dice.random()
        if throw < 0.15:
            yield refused(one.id, dice.choice(NAMES), dice.choice([None, date(2025, 7, 1)]))
        elif throw < 0.25:
            yield lock(one.id, dice.choice(NAMES), date(2025, 6, 1))


def _day(dice: Random, share: float, first: int, last: int) -> date | None:
    return DAY + timedelta(days=dice.randint(first, last)) if dice.random() < share else None
