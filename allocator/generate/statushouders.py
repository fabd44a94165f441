"""Statushouder households: who waits for a home, for how long, and what they need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from allocator.domain.base import HouseholdId, WijkCode
from allocator.domain.choices import Documents, Gender, Group, Mobility, Need, Support
from allocator.domain.household import Household, Person
from allocator.generate.dice import Dice
from allocator.generate.people import SINGLE_AGES, family, is_adult, single
from allocator.generate.places import Map, Municipality
from allocator.generate.sizes import Size

PERSONS = {1: 66.5, 2: 10.0, 3: 8.0, 4: 6.5, 5: 4.2, 6: 2.6, 7: 1.3, 8: 0.6, 9: 0.3}
WEEKS = {(0, 9): 12, (10, 25): 18, (26, 51): 36, (52, 78): 33, (79, 80): 1}
DOCUMENTS = {
    Documents.COMPLETE: 62,
    Documents.MISSING_BSN: 18,
    Documents.MISSING_IBAN: 12,
    Documents.MISSING_BOTH: 8,
}
SUPPORT = {Support.NONE: 62, Support.LIGHT: 31, Support.INTENSIVE: 7}
MOBILITY = {Mobility.NONE: 955, Mobility.STEP_FREE: 33, Mobility.WHEELCHAIR: 12}
HOLD_REASONS = ("ander aanbod loopt", "opname in ziekenhuis", "wacht op onderzoek")


@dataclass(frozen=True)
class Traits:
    """What a household has beside its persons and the day it was linked."""

    nareis_persons: int
    support: Support
    needs: tuple[Need, ...]


def draw(size: Size, places: Map, dice: Dice) -> list[Household]:
    """Draw the statushouder households of all municipalities, in order of id."""
    width = len(str(size.households))
    result: list[Household] = []
    for municipality in places.municipalities:
        for _ in range(municipality.households):
            household = f"S{len(result) + 1:0{width}}"
            result.append(draw_household(household, municipality, size, dice))
    return result


def draw_household(name: str, place: Municipality, size: Size, dice: Dice) -> Household:
    """Draw one household."""
    on = size.peildatum
    persons = _persons(name, on, dice)
    traits = _traits(persons, dice)
    linked_wide = place.region is not None and dice.chance(size.region_linked)
    waited = timedelta(days=7 * dice.between(*dice.weighted(WEEKS)) + dice.between(0, 6))
    held = dice.chance(0.03)
    return Household(
        id=HouseholdId(name),
        group=Group.STATUSHOUDER,
        koppeling=place.region if linked_wide else place.code,
        koppeldatum=on - waited,
        documents=dice.weighted(DOCUMENTS),
        nareis_persons=traits.nareis_persons,
        nareis_on=(
            on + timedelta(days=dice.between(30, 450))
            if traits.nareis_persons and dice.chance(0.8)
            else None
        ),
        preferred_wijken=_preferred(place, dice),
        support=traits.support,
        needs=traits.needs,
        urgency=dice.chance(0.02),
        hold_until=on + timedelta(days=dice.between(3, 60)) if held else None,
        hold_reason=dice.pick(HOLD_REASONS) if held else "",
        rent_limit_eur=Decimal(dice.between(5600, 6600)) / 10 if dice.chance(0.02) else None,
        persons=tuple(persons),
    )


def _persons(name: str, on: date, dice: Dice) -> list[Person]:
    """Draw the persons; one single in nine came as an unaccompanied minor."""
    count = dice.weighted(PERSONS)
    if count > 1:
        persons = family(dice, name, on, count, partner=0.72)
    elif dice.chance(0.11):
        young = single(dice, name, on, women=0.2, ages=(18, 22))
        persons = [young.model_copy(update={"ex_amv": True})]
    else:
        ages = dice.weighted(SINGLE_AGES)
        persons = [single(dice, name, on, women=0.27, ages=ages)]
    return [_with_body(person, on, dice) for person in persons]


def _with_body(person: Person, on: date, dice: Dice) -> Person:
    """Add what one person needs to get around, and what few want to share."""
    mobility = dice.weighted(MOBILITY)
    chance = 0.5 if person.gender is Gender.X else 0.025
    lhbtiq = is_adult(person, on) and dice.chance(chance)
    if mobility is Mobility.NONE and not lhbtiq:
        return person
    return person.model_copy(update={"mobility": mobility, "lhbtiq": lhbtiq})


def _traits(persons: list[Person], dice: Dice) -> Traits:
    """Draw expected relatives, support and needs."""
    alone = len(persons) == 1
    waits = dice.chance(0.38 if alone and not persons[0].ex_amv else 0.08)
    needs = []
    if alone and dice.chance(0.08):
        needs.append(Need.OWN_HOME)
    if dice.chance(0.035):
        needs.append(Need.SAFE_PLACE)
    return Traits(
        nareis_persons=dice.weighted({1: 30, 2: 22, 3: 18, 4: 14, 5: 9, 6: 7}) if waits else 0,
        support=dice.weighted(SUPPORT),
        needs=tuple(needs),
    )


def _preferred(place: Municipality, dice: Dice) -> tuple[WijkCode, ...]:
    """Draw where work, school, family or care is: for one household in three."""
    if not dice.chance(0.35):
        return ()
    if place.stadsdelen and dice.chance(0.3):
        return (dice.pick(place.stadsdelen),)
    return tuple(sorted(dice.sample(place.wijken, dice.between(1, 2))))
