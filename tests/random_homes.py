"""Random homes for ``random_instances``, each made to measure for a household or just not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from allocator.check.facts import Facts
from allocator.domain.choices import HomeKind, Sharing, Support, TargetGroup
from allocator.domain.home import Home
from allocator.domain.policy import Policy

Columns = dict[str, Any]
Twist = Callable[[Random, Columns, Facts, Policy, date], None]


def home(
    dice: Random,
    number: int,
    *,
    someone: Facts,
    place: tuple[str, str, str | None],
    policy: Policy,
    day: date,
) -> Home:
    """Draw a home that suits ``someone``, then change some columns at a boundary.

    ``place`` is wijk, corporatie and complex (or None).
    """
    shared = someone.persons == 1 and dice.random() < 0.6
    columns: Columns = {
        "id": f"W{number}",
        "wijk": place[0],
        "corporatie": place[1],
        "complex": place[2],
        "kind": dice.choice((HomeKind.SOCIALE_HUUR, HomeKind.SOCIALE_HUUR, HomeKind.FLEXWONING)),
        "bedrooms": 0 if shared else someone.bedrooms_needed + dice.choice((0, 0, 1, 1)),
        "max_persons": 1 if shared else someone.persons + dice.choice((0, 1, 1, 2, 3)),
        "units": dice.choice((1, 1, 2, 3)) if not shared else dice.choice((2, 2, 3, 3)),
        "step_free": dice.random() < 0.3,
        "safe_place": dice.random() < 0.3,
        "support": dice.choice((Support.NONE, Support.LIGHT, Support.INTENSIVE, Support.INTENSIVE)),
        "available_from": day - timedelta(days=dice.choice((0, 10, 40))),
    }
    if shared:
        columns["sharing"] = dice.choice((*list(Sharing)[1:], *[Sharing.SAME] * 4))
    for twist in dice.sample(TWISTS, dice.choice((0, 1, 1, 1, 2))):
        twist(dice, columns, someone, policy, day)
    return Home.model_validate(columns)


def _early(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """Available on the last day of the horizon, or a day later."""
    columns["available_from"] = day + timedelta(days=dice.choice((28, 29)))


def _ends(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """Just the shortest stay, or the stay that counts as lasting, or a day less."""
    start = max(day, columns["available_from"])
    days = dice.choice((policy.min_stay_days, policy.stay_days)) - dice.choice((0, 1, 1))
    columns["available_until"] = start + timedelta(days=max(0, days))


def _size(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """At least, or at most, as many as there are; or one more or fewer."""
    if columns["max_persons"] == 1:
        return
    if dice.random() < 0.4:
        columns["min_persons"] = min(2, someone.persons)
    else:
        columns["max_persons"] = max(1, someone.persons + dice.choice((-1, 0)))


def _bedrooms(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """As many bedrooms as needed, or as many as may be, or one off."""
    most = max(1, someone.bedrooms_needed) + someone.nareis + policy.spare_bedrooms
    few = max(0, someone.bedrooms_needed - 1)
    columns["bedrooms"] = dice.choice((few, someone.bedrooms_needed, most, most + 1))
    if "sharing" not in columns:
        columns["max_persons"] = max(columns["max_persons"], someone.persons + dice.choice((0, 2)))


def _area(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """Just the square metres, or a bit less."""
    needed = policy.m2_per_person * someone.persons
    columns["area_m2"] = max(Decimal(1), needed - dice.choice((Decimal(0), Decimal("0.5"))))


def _adapted(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """A wheelchair home that has stood just long enough, or a day less."""
    days = policy.reserve_adapted_days - dice.choice((0, 1, 1))
    columns.update(wheelchair=True, available_from=day - timedelta(days=max(0, days)))


def _rent(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """The rent limit, or a cent more."""
    columns["rent_eur"] = someone.rent_limit + dice.choice((Decimal(0), Decimal("0.01")))


def _group(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """Kept for a group."""
    columns["target_group"] = dice.choice(list(TargetGroup)[1:])


def _doorstroom(dice: Random, columns: Columns, someone: Facts, policy: Policy, day: date) -> None:
    """A doorstroomlocatie."""
    columns["kind"] = HomeKind.DOORSTROOM


TWISTS: tuple[Twist, ...] = (
    _early,
    _ends,
    _ends,
    _size,
    _bedrooms,
    _area,
    _area,
    _area,
    _adapted,
    _rent,
    _rent,
    _group,
    _doorstroom,
    _doorstroom,
)
