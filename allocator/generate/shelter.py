"""Shelter of ontheemden: sites that open and close over 24 months, with people in them.

Six sites in ten are open now; each of the others replaces one that closes, whole or (one
in five) half.  ``enough``: the same rooms and some more, from the month in which the other
closes, so that a plan exists with everybody sheltered.  ``short``: seven rooms in ten,
three to six months later, so that some months have too few places; half of the contracts
can be stretched meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from allocator.domain.base import SiteId
from allocator.domain.choices import SiteDecisionKind
from allocator.domain.decision import SiteDecision
from allocator.domain.household import Household
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk
from allocator.generate import ontheemden, residents, shelter_limits, sites
from allocator.generate.dice import Dice
from allocator.generate.places import Map, Municipality, split
from allocator.generate.sites import Location, Offer
from allocator.generate.sizes import Size

SHELTERS = ("enough", "short")
PARTLY = 0.2
HOUSEHOLDS_PER_REFUSAL = 80


@dataclass
class Shelter:
    """Sites with their rooms, who lives there, and the wijken with limits on shelter."""

    wijken: list[Wijk] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    rooms: list[RoomGroup] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    decisions: list[SiteDecision] = field(default_factory=list)


def draw(size: Size, land: Map, shelter: str, seed: int) -> Shelter:
    """Draw the shelter of all municipalities, every list in order."""
    people = ontheemden.draw(size, land, Dice(size.name, seed, "ontheemden"))
    dice, later = Dice(size.name, seed, "shelter"), Dice(size.name, seed, "sites")
    counts = split(size.sites, [float(place.persons) for place in land.municipalities])
    result = Shelter()
    for place, count in zip(land.municipalities, counts, strict=True):
        locations = _locations(place, count, people[place.prefix], size, dice)
        for offer in _offers(place, locations, shelter, size, later):
            result.sites.append(offer.site)
            result.rooms.extend(offer.rooms)
        settled = [
            residents.settle(location, place, size.peildatum, dice) for location in locations
        ]
        result.households.extend(household for some in settled for household in some)
        if size.is_city:
            result.decisions = _decisions(locations, settled, dice)
    result.sites.sort(key=lambda site: site.id)
    result.rooms.sort(key=sites.room_order)
    result.households.sort(key=lambda household: household.id)
    result.wijken = shelter_limits.add(land, result.sites, shelter, dice)
    return result


def _locations(
    place: Municipality, count: int, people: list[Household], size: Size, dice: Dice
) -> list[Location]:
    """Draw the sites of one municipality that are open now, with people in them."""
    now = max(1, -(-count * 6 // 10))
    result = [
        Location(
            id=SiteId(f"{place.prefix}L{i + 1:02}"),
            wijk=dice.pick(place.wijken),
            weight=dice.share(0.5, 1.5),
            care=i == 0 and now >= 3,
            women_only=i == 1 and now >= 4,
        )
        for i in range(now)
    ]
    for household in people:
        residents.choose(household, result, size.peildatum, dice).residents.append(household)
    for location in dice.sample([one for one in result if not one.care], count - now):
        location.closing_month = dice.between(3, 20)
        half = len(location.residents) // 2 if dice.chance(PARTLY) else 0
        location.staying = location.residents[:half]
    return result


def _offers(
    place: Municipality, locations: list[Location], shelter: str, size: Size, dice: Dice
) -> list[Offer]:
    """Make the sites of one municipality: those that are open, and what replaces some."""
    result = [sites.open_now(location, size.peildatum, dice) for location in locations]
    for location in locations:
        if location.closing_month is not None:
            code = SiteId(f"{place.prefix}L{len(result) + 1:02}")
            same = dice.chance(0.4)
            wijk = location.wijk if same else dice.pick(place.wijken)
            result.append(sites.replacement(location, code, wijk, shelter, size.peildatum, dice))
    return result


def _decisions(
    locations: list[Location], settled: list[list[Household]], dice: Dice
) -> list[SiteDecision]:
    """Draw a lock in a site that stays, and some refusals of other sites."""
    result = []
    stays = [i for i, one in enumerate(locations) if one.closing_month is None and settled[i]]
    if stays:
        at = dice.pick(stays)
        household = dice.pick([h for h in settled[at] if h.current_site] or settled[at])
        result.append((household.id, locations[at].id, SiteDecisionKind.LOCK, "behandeling loopt"))
    taken = {household for household, *_ in result}
    others = [h for some in settled for h in some if h.id not in taken]
    for household in dice.sample(others, max(1, len(others) // HOUSEHOLDS_PER_REFUSAL)):
        away = [one.id for one in locations if one.id != household.current_site]
        result.append((household.id, dice.pick(away), SiteDecisionKind.REFUSED, "conflict daar"))
    return [
        SiteDecision(household=household, site=site, decision=kind, reason=reason)
        for household, site, kind, reason in sorted(result)
    ]
