"""Shelter of ontheemden in the sample of Nijmegen: real sites, invented replacements and people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from allocator.domain.base import SiteId, WijkCode
from allocator.domain.choices import Support
from allocator.domain.household import Household
from allocator.domain.site import RoomGroup, Site
from allocator.generate import residents, rooms, sites
from allocator.generate.dice import Dice
from allocator.generate.ontheemden import draw_household
from allocator.generate.places import Municipality
from allocator.generate.sites import Location
from allocator.generate.sizes import Size

CABIN = 2
PARTLY_CLOSES = date(2026, 12, 31)
SPARE = 1.04
SIZES = {1: 48, 2: 26, 3: 14, 4: 8, 5: 3, 6: 1}
SIZES_IN_CARE = {1: 85, 2: 15}
PERSONS = {
    "CWZ": 29,
    "PH7": 149,
    "Tarweweg": 277,
    "Tarweweg-0": 12,
    "Waalhaven": 239,
    "Walstraat": 79,
}


def _site(code: str, name: str, wijk: str, places: int, **more: date | bool | int) -> Site:
    """Make a site with so many places."""
    facts = {"id": code, "name": name, "wijk": wijk, "max_persons": places}
    return Site.model_validate(facts | more)


NOW = (
    _site("CWZ", "CWZ", "goffert", 30, closes_on=date(2026, 12, 31), step_free=True),
    _site("PH7", "Prins Hendrikstraat 7", "altrade", 150, step_free=True, safe_place=True),
    _site(
        "Tarweweg",
        "Tarweweg",
        "haven-en-industrieterrein",
        286,
        closes_on=date(2025, 12, 31),
        extend_until=date(2026, 6, 30),
        step_free=True,
    ),
    _site(
        "Tarweweg-0",
        "Tarweweg, 0-vleugel",
        "haven-en-industrieterrein",
        14,
        step_free=True,
        safe_place=True,
        care=True,
    ),
    _site(
        "Waalhaven",
        "Schepen Waalhaven",
        "haven-en-industrieterrein",
        240,
        closes_on=date(2025, 3, 1),
        extend_until=date(2025, 10, 31),
    ),
    _site("Walstraat", "Tweede Walstraat", "stadscentrum", 80),
)
LATER = (
    _site(
        "Vervanging-A",
        "Vervanging schepen (verzonnen)",
        "kerkenbos",
        240,
        opens_on=date(2025, 12, 31),
        max_moves_in=160,
        step_free=True,
    ),
    _site(
        "Vervanging-B",
        "Vervanging Tarweweg (verzonnen)",
        "neerbosch-oost",
        285,
        opens_on=date(2025, 12, 31),
        max_moves_in=120,
        step_free=True,
        safe_place=True,
    ),
    _site(
        "Vervanging-C",
        "Vervanging CWZ en Tweede Walstraat (verzonnen)",
        "hazenkamp",
        72,
        opens_on=date(2026, 12, 1),
        step_free=True,
    ),
)


@dataclass(frozen=True)
class Shelter:
    """Sites, rooms and the people in them."""

    sites: tuple[Site, ...]
    rooms: tuple[RoomGroup, ...]
    households: tuple[Household, ...]


def shelter(place: Municipality, size: Size, first: int, dice: Dice) -> Shelter:
    """Fill the sites with invented people, whose ids begin at ``first``."""
    people: dict[str, list[Household]] = {}
    for site in NOW:
        number = first + sum(map(len, people.values()))
        people[site.id] = _residents(site, number, place, size, dice)
    return Shelter(
        sites=tuple(sorted([*NOW, *LATER], key=lambda site: site.id)),
        rooms=tuple(sorted(_rooms(people), key=sites.room_order)),
        households=tuple(household for some in people.values() for household in some),
    )


def _residents(
    site: Site, number: int, place: Municipality, size: Size, dice: Dice
) -> list[Household]:
    """Draw the residents of a site: exactly so many persons."""
    location = Location(site.id, WijkCode(site.wijk), 1.0, care=site.care, women_only=False)
    left = PERSONS[site.id]
    result: list[Household] = []
    while left:
        count = min(left, dice.weighted(SIZES_IN_CARE if site.care else SIZES))
        drawn = draw_household(f"H-{number + len(result):04}", count, place, size, dice)
        if site.care:
            drawn = drawn.model_copy(update={"support": Support.INTENSIVE})
        result.append(residents.housed(drawn, location, place, size.peildatum, dice))
        left -= count
    return residents.with_friends(result, dice)


def _rooms(people: dict[str, list[Household]]) -> list[RoomGroup]:
    """Make the rooms of all sites: they hold who is there, or will come, with some to spare."""
    half = len(people["Walstraat"]) // 2
    stay, go = people["Walstraat"][:half], people["Walstraat"][half:]
    return [
        *_groups("CWZ", people["CWZ"]),
        *_groups("PH7", people["PH7"], {(2, True): 2}),
        *_groups("Tarweweg", people["Tarweweg"]),
        *_groups("Tarweweg-0", people["Tarweweg-0"], {(1, False): 1}),
        RoomGroup(site=SiteId("Waalhaven"), beds=CABIN, count=_cabins(people["Waalhaven"]) + 2),
        *_groups("Walstraat", stay),
        *rooms.groups(SiteId("Walstraat"), rooms.rooms_for(go), closes_on=PARTLY_CLOSES),
        *_groups("Vervanging-A", people["Waalhaven"]),
        *_groups("Vervanging-B", people["Tarweweg"]),
        *_groups("Vervanging-C", people["CWZ"] + go),
    ]


def _groups(
    site: str, people: list[Household], more: dict[tuple[int, bool], int] | None = None
) -> list[RoomGroup]:
    """Make rooms for these people, some to spare, and more of some kinds."""
    there = rooms.scaled(rooms.rooms_for(people), SPARE) + Counter(more or {})
    return rooms.groups(SiteId(site), there)


def _cabins(people: list[Household]) -> int:
    """Count the cabins of two that these people need; families have several."""
    families = sum(
        -(-len(household.persons) // CABIN) for household in people if len(household.persons) > 1
    )
    return families + rooms.rooms_for(h for h in people if len(h.persons) == 1).total()
