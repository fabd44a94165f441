"""Who lives in which site, since when, and with whom."""

from __future__ import annotations

from datetime import date, timedelta

from allocator.domain.base import PersonId, WijkCode
from allocator.domain.choices import Gender, Support
from allocator.domain.household import Household
from allocator.generate.dice import Dice
from allocator.generate.people import is_adult
from allocator.generate.places import Municipality
from allocator.generate.sites import Location

IN_CARE = 0.7
WAITS, ARRIVES = 0.015, 0.05
TOGETHER = 0.04
EARLIER_MOVES = {0: 45, 1: 33, 2: 15, 3: 7}
SCHOOL_AGE = (4, 17)


def choose(household: Household, locations: list[Location], on: date, dice: Dice) -> Location:
    """Choose a site that takes the household; the first may be a care site."""
    care = locations[0].care
    if care and household.support is Support.INTENSIVE and dice.chance(IN_CARE):
        return locations[0]
    women = all(p.gender is Gender.F for p in household.persons if is_adult(p, on))
    weights = {
        i: location.weight * (0.5 if location.women_only else 1)
        for i, location in enumerate(locations)
        if not location.care and (women or not location.women_only)
    }
    return locations[dice.weighted(weights)]


def settle(location: Location, place: Municipality, on: date, dice: Dice) -> list[Household]:
    """Say of the residents since when they live there; few still wait, some come later."""
    settled = [_settled(one, location, place, on, dice) for one in location.residents]
    return with_friends(settled, dice)


def with_friends(households: list[Household], dice: Dice) -> list[Household]:
    """Let some pairs of households in a site want to stay together."""
    together = {}
    for i in range(0, len(households) - 1, 2):
        if dice.chance(TOGETHER):
            together[i] = together[i + 1] = f"K-{households[i].id}"
    return [
        household.model_copy(update={"keep_with": together.get(i, "")})
        for i, household in enumerate(households)
    ]


def _settled(
    household: Household, location: Location, place: Municipality, on: date, dice: Dice
) -> Household:
    """Say whether one household lives in the site, waits for a place or comes later."""
    fate = dice.share(0, 1)
    if fate < WAITS:
        return household
    if fate < ARRIVES:
        stays = (household.leaves_on - on).days if household.leaves_on else 640
        arrives = on + timedelta(days=dice.between(10, max(10, stays - 30)))
        return household.model_copy(update={"arrives_on": arrives})
    return housed(household, location, place, on, dice)


def housed(
    household: Household, location: Location, place: Municipality, on: date, dice: Dice
) -> Household:
    """Say since when the household lives in the site, and where its children go to school."""
    moves = dice.weighted(EARLIER_MOVES)
    schools = _schools(household, location.wijk, place, on, dice)
    persons = tuple(
        person.model_copy(update={"school_wijk": schools.get(person.id)})
        for person in household.persons
    )
    return household.model_copy(
        update={
            "current_site": location.id,
            "moved_in_on": on - timedelta(days=dice.between(5, 300 if moves else 1100)),
            "earlier_moves": moves,
            "persons": persons,
        }
    )


def _schools(
    household: Household, wijk: WijkCode, place: Municipality, on: date, dice: Dice
) -> dict[PersonId, WijkCode]:
    """Draw where children go to school: near the site, for most."""
    result = {}
    for person in household.persons:
        age = (on - person.birth_date).days * 100 // 36525
        if SCHOOL_AGE[0] <= age <= SCHOOL_AGE[1] and dice.chance(0.9):
            result[person.id] = wijk if dice.chance(0.75) else dice.pick(place.wijken)
    return result
