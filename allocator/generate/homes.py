"""Homes, the corporaties that own them and the complexes they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from allocator.domain.base import ComplexId, CorporatieId, HomeId
from allocator.domain.choices import HomeKind, Sharing, TargetGroup
from allocator.domain.home import Complex, Corporatie, Home
from allocator.generate.dice import Dice
from allocator.generate.home_types import HOME_TYPES, RENTS, SCARCITIES, HomeType
from allocator.generate.places import Map, Municipality
from allocator.generate.sizes import Size

UNITS_PER_COMPLEX = 30
UNITS_PER_CORPORATIE = 20
NOT_TESTED = 0.04
SMALL = 2
"""Persons in a home that stands where most small homes are."""
STEP_FREE, STEP_FREE_SENIOR = 0.15, 0.6
SAFE_PLACE, SAFE_PLACE_SHARED = 0.15, 0.4
FREE_FROM = {(-40, 0): 55, (1, 28): 40, (29, 70): 5}
"""Days from the peildatum: most are free or announced, few come after the horizon."""


@dataclass
class Stock:
    """What there is to live in."""

    corporaties: list[Corporatie] = field(default_factory=list)
    complexes: list[Complex] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)


@dataclass(frozen=True)
class _Local:
    """What homes of one municipality choose from."""

    place: Municipality
    on: date
    corporaties: list[Corporatie]
    complexes: dict[HomeKind, list[Complex]]


def draw(size: Size, land: Map, scarcity: str, dice: Dice) -> Stock:
    """Draw the homes of all municipalities, every list in order of id."""
    stock = Stock()
    level = SCARCITIES.index(scarcity)
    weights = {kind: kind.weights[level] / sum(kind.units) for kind in HOME_TYPES}
    width = len(str(size.homes))
    for place in land.municipalities:
        local = _local(place, size, dice)
        stock.corporaties.extend(local.corporaties)
        stock.complexes.extend(one for some in local.complexes.values() for one in some)
        left = place.homes
        while left:
            kind = dice.weighted(weights)
            units = min(left, dice.between(*kind.units), max(1, place.homes // 6))
            home = _home(f"{len(stock.homes) + 1:0{width}}", kind, units, local, dice)
            rent = _rent(kind, RENTS[level], dice)
            stock.homes.append(home.model_copy(update={"rent_eur": rent}))
            left -= units
    stock.corporaties.sort(key=lambda corporatie: corporatie.id)
    stock.complexes.sort(key=lambda one: one.id)
    return stock


def _local(place: Municipality, size: Size, dice: Dice) -> _Local:
    """Make the corporaties and complexes of a municipality."""
    corporaties = [
        Corporatie(id=CorporatieId(f"{place.prefix}C{i + 1}"), name=f"Woonstichting {i + 1}")
        for i in range(min(5, 1 + place.homes // UNITS_PER_CORPORATIE))
    ]
    count = min(3, 1 + place.homes // UNITS_PER_COMPLEX)
    names = {HomeKind.DOORSTROOM: "Doorstroomlocatie", HomeKind.FLEXWONING: "Flexwoningen"}
    complexes = {
        kind: [
            Complex(
                id=ComplexId(f"{place.prefix}{name[:4].lower()}{i + 1}"),
                name=f"{name} {i + 1}",
                wijk=dice.weighted(place.small_weights),
            )
            for i in range(count)
        ]
        for kind, name in names.items()
    }
    return _Local(place, size.peildatum, corporaties, complexes)


def _home(number: str, kind: HomeType, units: int, local: _Local, dice: Dice) -> Home:
    """Draw one row of homes, without its rent; some wijken get far more than others."""
    choices = local.complexes.get(kind.kind)
    complex_ = dice.pick(choices) if choices else None
    shared = kind.sharing is not Sharing.NONE
    step_free = STEP_FREE_SENIOR if kind.target is TargetGroup.OVER_55 else STEP_FREE
    small = kind.persons[1] <= SMALL
    weights = local.place.small_weights if small else local.place.weights
    starts = local.on + timedelta(days=dice.between(*dice.weighted(FREE_FROM)))
    return Home(
        id=HomeId(f"W{number}"),
        corporatie=dice.pick(local.corporaties).id,
        wijk=complex_.wijk if complex_ else dice.weighted(weights),
        complex=complex_.id if complex_ else None,
        kind=kind.kind,
        bedrooms=kind.bedrooms,
        area_m2=_area(kind, dice),
        min_persons=kind.persons[0],
        max_persons=kind.persons[1],
        units=units,
        sharing=kind.sharing,
        step_free=kind.adapted or dice.chance(step_free),
        wheelchair=kind.adapted,
        safe_place=dice.chance(SAFE_PLACE_SHARED if shared else SAFE_PLACE),
        support=kind.support,
        target_group=kind.target,
        available_from=starts,
        available_until=_until(kind, starts, dice),
        bag_id=f"9001010{int(number):09}",
    )


def _area(kind: HomeType, dice: Dice) -> Decimal | None:
    """Draw the floor area, in halves of a square metre; few are not known."""
    if dice.chance(NOT_TESTED):
        return None
    return Decimal(dice.between(2 * kind.area[0], 2 * kind.area[1])) / 2


def _rent(kind: HomeType, level: Decimal, dice: Dice) -> Decimal | None:
    """Draw the rent, to the cent; few are not known."""
    if dice.chance(NOT_TESTED):
        return None
    cents = Decimal(dice.between(100 * kind.rent[0], 100 * kind.rent[1]))
    return (cents * level / 100).quantize(Decimal("0.01"))


def _until(kind: HomeType, starts: date, dice: Dice) -> date | None:
    """Draw the end of temporary use; for few it comes soon."""
    if not dice.chance(kind.temporary):
        return None
    return starts + timedelta(days=dice.between(150, 1100))
