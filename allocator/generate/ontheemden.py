"""Households of ontheemden: their persons add up exactly to the number asked for."""

from __future__ import annotations

from datetime import timedelta

from allocator.domain.base import HouseholdId
from allocator.domain.choices import Group, Mobility, Need, Support
from allocator.domain.household import Household, Person
from allocator.generate.dice import Dice
from allocator.generate.people import SINGLE_AGES, family, single
from allocator.generate.places import Map, Municipality
from allocator.generate.sizes import Size

PERSONS = {1: 50, 2: 23, 3: 14, 4: 8, 5: 3, 6: 1.5, 7: 0.5}
SUPPORT = {Support.NONE: 86, Support.LIGHT: 11, Support.INTENSIVE: 3}
MOBILITY = {Mobility.NONE: 960, Mobility.STEP_FREE: 32, Mobility.WHEELCHAIR: 8}
LINKED_IN_REGION = 0.5


def draw(size: Size, places: Map, dice: Dice) -> dict[str, list[Household]]:
    """Draw the households of each municipality, by its prefix, not yet in any site."""
    width = len(str(size.ontheemden))
    number = 0
    result: dict[str, list[Household]] = {}
    for place in places.municipalities:
        here = result.setdefault(place.prefix, [])
        left = place.persons
        while left:
            number += 1
            count = min(left, dice.weighted(PERSONS))
            here.append(draw_household(f"O{number:0{width}}", count, place, size, dice))
            left -= count
    return result


def draw_household(name: str, count: int, place: Municipality, size: Size, dice: Dice) -> Household:
    """Draw one household; in a region half of them is linked to a municipality."""
    on = size.peildatum
    if count > 1:
        persons = family(dice, name, on, count, partner=0.45)
    else:
        ages = dice.weighted(SINGLE_AGES)
        persons = [single(dice, name, on, women=0.55, ages=ages)]
    persons[0] = _with_body(persons[0], dice)
    linked = not size.is_city and (not size.sub_regions or dice.chance(LINKED_IN_REGION))
    needs = [Need.OWN_ROOM] if count == 1 and dice.chance(0.05) else []
    if dice.chance(0.03):
        needs.append(Need.SAFE_PLACE)
    leaves = dice.chance(0.06)
    return Household(
        id=HouseholdId(name),
        group=Group.ONTHEEMDE,
        koppeling=place.code if linked else None,
        support=dice.weighted(SUPPORT),
        needs=tuple(needs),
        leaves_on=on + timedelta(days=dice.between(40, 700)) if leaves else None,
        persons=tuple(persons),
    )


def _with_body(person: Person, dice: Dice) -> Person:
    """Add what the first person needs to get around."""
    return person.model_copy(update={"mobility": dice.weighted(MOBILITY)})
