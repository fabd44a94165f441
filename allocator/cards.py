"""What a corporatie is told of a proposal: who, how many, for which home, from which day.

No more than that: never why a need exists, not LHBTIQ+, not health, not ex-AMV, and nothing
from which these follow.  A card is made from the fields named here alone.  Labels of the home
(adapted, safe, for a group) are left out too: its owner knows the home, and beside a
household they would say something about people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allocator.domain.base import CorporatieId, HomeId, HouseholdId, WijkCode
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.rules.facts import ADULT_AGE, age_of

# First and last age of each band, both included.
BANDS = ((0, 3), (4, 11), (12, 17))
# All that a card looks at.
HOUSEHOLD_FIELDS = ("id", "persons")
PERSON_FIELDS = ("birth_date",)
HOME_FIELDS = (
    "id",
    "corporatie",
    "wijk",
    "complex",
    "kind",
    "bedrooms",
    "area_m2",
    "min_persons",
    "max_persons",
    "units",
    "sharing",
    "rent_eur",
    "available_from",
    "available_until",
    "bag_id",
)


@dataclass(frozen=True)
class CardHome:
    """What the owner says of a home itself; the fields are those of ``Home``.

    ``area_m2`` in square metres, ``rent_eur`` in euro per month; ``wijk_name`` and
    ``corporatie_name`` as people know them.
    """

    id: HomeId
    corporatie: CorporatieId
    corporatie_name: str
    wijk: WijkCode
    wijk_name: str
    complex: str | None
    kind: str
    bedrooms: int
    area_m2: Decimal | None
    min_persons: int
    max_persons: int
    units: int
    sharing: str
    rent_eur: Decimal | None
    available_from: date
    available_until: date | None
    bag_id: str | None


@dataclass(frozen=True)
class Card:
    """A household proposed for a home.

    ``adults`` and ``children`` in persons on the peildatum; ``by_age`` holds the children
    of each of ``BANDS``; ``start`` is the first day that the household can live there.
    """

    household: HouseholdId
    home: CardHome
    adults: int
    by_age: tuple[int, ...]
    start: date

    @property
    def children(self) -> int:
        """Persons under 18."""
        return sum(self.by_age)


def cards(
    instance: Instance, pairs: Iterable[tuple[str, str]], corporatie: str | None = None
) -> list[Card]:
    """Return a card of each pair of household and home, in order of home and household.

    Parameters
    ----------
    pairs
        Household and home of each proposal of a plan.
    corporatie
        Only of the homes of this corporatie.

    Raises
    ------
    BadCall
        When a household, a home or the corporatie is not in the instance.
    """
    owners = {owner.id: owner.name for owner in instance.corporaties}
    if corporatie is not None and corporatie not in owners:
        raise BadCall("cards.unknown_corporatie", corporatie=corporatie)
    wijken = {wijk.code: wijk.name for wijk in instance.wijken}
    households: dict[str, Household] = {h.id: h for h in instance.households}
    homes: dict[str, Home] = {home.id: home for home in instance.homes}
    found = []
    for household, home in pairs:
        if household not in households or home not in homes:
            raise BadCall("cards.unknown_pair", household=household, home=home)
        place = homes[home]
        if corporatie in (None, place.corporatie):
            names = owners[place.corporatie], wijken[place.wijk]
            shown = card_home(place, corporatie_name=names[0], wijk_name=names[1])
            found.append(card(households[household], shown, instance.peildatum))
    return sorted(found, key=lambda made: (made.home.id, made.household))


def card(household: Household, home: CardHome, peildatum: date) -> Card:
    """Return the card of a household and a home."""
    births = [person.birth_date for person in household.persons]
    return card_of(household.id, births, home, peildatum)


def card_of(
    household: HouseholdId, births: Iterable[date], home: CardHome, peildatum: date
) -> Card:
    """Return the card of a household, of which no more is known than when its people were born."""
    ages = [age_of(born, peildatum) for born in births]
    banded = Counter(band for years in ages for band in BANDS if band[0] <= years <= band[1])
    return Card(
        household=household,
        home=home,
        adults=sum(years >= ADULT_AGE for years in ages),
        by_age=tuple(banded[band] for band in BANDS),
        start=max(peildatum, home.available_from),
    )


def card_home(home: Home, *, corporatie_name: str, wijk_name: str) -> CardHome:
    """Return what a card says of a home."""
    values = {name: getattr(home, name) for name in HOME_FIELDS}
    return CardHome(**values, corporatie_name=corporatie_name, wijk_name=wijk_name)
