"""Small random instances of the relocation plan in which every rule and tier can matter.

They come in sorts: with needs of all kinds and few rooms; with rooms for all, so that later tiers
decide; with pairs, some vulnerable and some who need care; with grown-ups without needs, told
apart only by where they live now; and with singles who share rooms, or need one alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk
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
SORTS = ("mixed", "roomy", "pairs", "grown-ups", "mixed", "roomy", "singles")


def shelter_instance(seed: int) -> Instance:
    """Return three small sites and four to six households over five months."""
    dice = Random(seed)
    sort = SORTS[seed % len(SORTS)]
    roomy = sort == "roomy"
    sites = [_site(dice, name, roomy=roomy) for name in NAMES]
    groups = [group for name in NAMES for group in _rooms(dice, name, sort)]
    number = dice.randint(4, 6)
    makers = {"roomy": _family, "pairs": _pair, "grown-ups": _grown_up, "singles": _single}
    make = makers.get(sort, _household)
    households = [make(dice, i) for i in range(number + 2 * (make in (_grown_up, _single, _pair)))]
    if sort == "pairs":
        lasting = {"opens_on": None, "closes_on": None, "extend_until": None, "max_persons": None}
        sites[1] = sites[1].model_copy(update={"care": True, "women_only": False, **lasting})
        sites[2] = sites[2].model_copy(update={"care": False, "safe_place": True, **lasting})
    if sort == "singles":
        sites[1] = sites[1].model_copy(update={"care": True})
    if roomy:
        always = {"opens_on": None, "closes_on": None, "extend_until": None, "women_only": False}
        sites[1:] = [one.model_copy(update=always) for one in sites[1:]]
    if sort in ("roomy", "grown-ups", "singles"):
        closes = DAY + timedelta(days=40)
        longer = closes + timedelta(days=60) if dice.random() < 0.8 else None
        soon = {"opens_on": None, "closes_on": closes, "extend_until": longer}
        sites[0] = sites[0].model_copy(update=soon)
    policy = {
        "first_move_month": dice.choice([1, 1, 2]),
        "care_strict": sort != "pairs" and dice.random() < 0.6,
        "after_months": dice.choice([1, 3]),
        "repeat_months": dice.choice([1, 2] if roomy else [1, 2, 6]),
    }
    return instance(
        households,
        sites,
        groups,
        policy=policy,
        wijken=tuple(_wijk(dice, wijk, roomy=roomy) for wijk in WIJKEN),
        site_decisions=() if roomy else tuple(_decisions(dice, households)),
        horizon_months=MONTHS,
    )


def _wijk(dice: Random, wijk: Wijk, *, roomy: bool) -> Wijk:
    most = None if roomy else dice.choice([None, None, 4, 6])
    share = dice.choice([1, 2, 2])
    return wijk.model_copy(
        update={"shelter_persons_max": most, "shelter_fair_share_persons": share}
    )


def _site(dice: Random, name: str, *, roomy: bool) -> Site:
    closes = _day(dice, 0.6, 20, 230)
    longer = closes is not None and dice.random() < 0.6
    return site(
        name,
        wijk=WIJK_OF[name],
        opens_on=_day(dice, 0.3, 10, 90) if closes is None else None,
        closes_on=closes,
        extend_until=closes + timedelta(days=dice.randint(31, 90)) if closes and longer else None,
        max_persons=None if roomy else dice.choice([None, 2, 3, 5]),
        max_moves_in=dice.choice([None, 3, 4] if roomy else [None, 1, 2, 3]),
        step_free=dice.random() < 0.4,
        safe_place=dice.random() < 0.4,
        women_only=dice.random() < 0.25,
        care=dice.random() < (0.0 if roomy else 0.25),
    )


def _rooms(dice: Random, name: str, sort: str) -> list[RoomGroup]:
    if sort == "pairs":
        return [rooms(name, 2, dice.choice([1, 1, 2]))]
    if sort == "singles":
        return [
            rooms(name, dice.choice([2, 3])),
            *([rooms(name, 1)] if dice.random() < 0.3 else []),
        ]
    return [
        rooms(name, beds, dice.randint(1, 2) + (sort == "roomy"), wheelchair=dice.random() < 0.3)
        for beds in dice.sample([1, 2, 3], 2)
    ]


def _household(dice: Random, i: int) -> Household:
    """Return a household with a bit of everything."""
    ages = [dice.choice([17, 30, 30])]
    ages += [dice.choice([5, 5, 31]) for _ in range(dice.choice([0, 0, 1, 2]))]
    people: dict[int, dict[str, object]] = {0: {"gender": dice.choice("fffmx")}}
    if dice.random() < 0.4:
        people[0]["mobility"] = dice.choice(["step_free", "wheelchair"])
    for n, age in enumerate(ages):
        if age == 5:
            people[n] = {"school_wijk": dice.choice(["hatert", "noord", "noord", "zuid"])}
    arrives = _day(dice, 0.2, 20, 90)
    lives = None if arrives else dice.choice([None, "A", "B", "C"])
    return ontheemde(
        f"H{i}",
        *ages,
        people=people,
        needs=[need for need in ("own_room", "safe_place") if dice.random() < 0.25],
        support="intensive" if dice.random() < 0.4 else "none",
        koppeling=dice.choice(["noord", "zuid"]) if dice.random() < 0.4 else None,
        keep_with=dice.choice(["", "g"]),
        arrives_on=arrives,
        leaves_on=_day(dice, 0.2, 80, 130),
        current_site=lives,
        **_moved(dice, lives),
    )


def _family(dice: Random, i: int) -> Household:
    children = dice.choice([0, 0, 1, 2])
    lives = dice.choice([None, "A", "A", "B", "C"])
    return ontheemde(
        f"H{i}",
        *(30, *([8] * children)),
        people={n: {"school_wijk": dice.choice(["noord", "noord", "zuid"])} for n in range(1, 3)},
        keep_with=dice.choice(["", "g", "g"]),
        current_site=lives,
        **_moved(dice, lives),
    )


def _moved(dice: Random, lives: str | None) -> dict[str, object]:
    """Return when a household moved in, for some of those who live somewhere."""
    if lives is None or dice.random() < 0.4:
        return {}
    return {"moved_in_on": DAY - timedelta(days=dice.randint(1, 60)), "earlier_moves": 1}


def _pair(dice: Random, i: int) -> Household:
    intensive = dice.random() < 0.3
    return ontheemde(
        f"H{i}",
        *(30, dice.choice([5, 31, 31])),
        support="intensive" if intensive else "none",
        needs=dice.choice([[], [], ["safe_place"]]),
        koppeling=None if intensive else dice.choice([None, None, "noord", "zuid"]),
        current_site=dice.choice([None, "A", "A", "C"]),
    )


def _grown_up(dice: Random, i: int) -> Household:
    return ontheemde(
        f"H{i}",
        *([30] * dice.choice([1, 1, 1, 2])),
        people={0: {"gender": dice.choice("fm")}},
        leaves_on=_day(dice, 0.3, 40, 130),
        current_site=dice.choice([None, "A", "A", "B"]),
    )


def _single(dice: Random, i: int) -> Household:
    lives = dice.choice([None, "A", "A", "B"])
    person = {
        "gender": dice.choice("fffm"),
        "mobility": dice.choice(["none", "none", "none", "step_free", "wheelchair"]),
    }
    return ontheemde(
        f"H{i}",
        30,
        people={0: person},
        support=dice.choice(["none", "none", "intensive"]),
        needs=[need for need in ("own_room", "safe_place") if dice.random() < 0.6],
        current_site=lives,
        **_moved(dice, lives),
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
