"""From a size and a seed to an instance: the whole road."""

from __future__ import annotations

from datetime import date

from allocator.domain.instance import Instance, Taakstelling
from allocator.generate import decisions, expected, homes, places, shelter, statushouders
from allocator.generate import limits as limiting
from allocator.generate.dice import Dice
from allocator.generate.home_types import SCARCITIES
from allocator.generate.homes import Stock
from allocator.generate.limits import LIMITS
from allocator.generate.shelter import SHELTERS
from allocator.generate.sizes import SIZES, Size

MUNICIPALITY = "9001"
"""A code that CBS does not give out: nothing here is a real place."""


def generate(
    size: str,
    seed: int,
    limits: str = "tight",
    shelter: str = "enough",
    scarcity: str = "mid",
) -> Instance:
    """Generate an instance: invented, and the same for the same size, seed and options.

    Parameters
    ----------
    size
        A key of ``SIZES``.
    seed
        Any whole number.
    limits
        ``loose`` or ``tight``: room in the wijken (see ``limits.py``).
    shelter
        ``enough`` or ``short``: places for ontheemden (see ``shelter.py``).
    scarcity
        ``low``, ``mid`` or ``high``: how badly the homes fit the households
        (see ``home_types.py``).

    Raises
    ------
    ValueError
        When one of them is none of these.
    """
    _known("size", size, tuple(SIZES))
    _known("limits", limits, LIMITS)
    _known("shelter", shelter, SHELTERS)
    _known("scarcity", scarcity, SCARCITIES)
    chosen = SIZES[size]
    instance, stock = _people_and_homes(chosen, seed, scarcity, shelter)
    m = expected.matching(instance)
    instance = _with_limits(instance, stock, m, limits, Dice(size, seed, "limits"))
    if chosen.is_city:
        instance = decisions.add(instance, m, Dice(size, seed, "decisions"))
    return instance


def _known(option: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise when the value of an option is none of the choices."""
    if value not in choices:
        raise ValueError(f"{option} is {value!r}, not one of {', '.join(choices)}")


def _people_and_homes(
    size: Size, seed: int, scarcity: str, shelters: str
) -> tuple[Instance, Stock]:
    """Generate everything but the limits of the matching round and the decisions."""
    land = places.draw(size, Dice(size.name, seed, "places"))
    waiting = statushouders.draw(size, land, Dice(size.name, seed, "statushouders"))
    stock = homes.draw(size, land, scarcity, Dice(size.name, seed, "homes"))
    sheltered = shelter.draw(size, land, shelters, seed)
    instance = Instance(
        name=f"{size.title} (verzonnen, seed {seed})",
        municipality=MUNICIPALITY,
        peildatum=size.peildatum,
        lottery_seed=Dice(size.name, seed, "lottery").between(1, 999_999),
        taakstelling=_taakstelling(size),
        wijken=tuple(sheltered.wijken),
        corporaties=tuple(stock.corporaties),
        complexes=tuple(stock.complexes),
        homes=tuple(stock.homes),
        households=tuple(sorted([*waiting, *sheltered.households], key=lambda h: h.id)),
        sites=tuple(sheltered.sites),
        rooms=tuple(sheltered.rooms),
        site_decisions=tuple(sheltered.decisions),
    )
    return instance, stock


def _taakstelling(size: Size) -> tuple[Taakstelling, ...]:
    """Set a task for both half-years that goes with the number that waits."""
    persons = size.households * 2 // 5
    return (
        Taakstelling(
            from_on=date(2025, 1, 1),
            until=date(2025, 6, 30),
            persons=persons,
            backlog_persons=persons // 2,
            realised_persons=persons * 3 // 7,
        ),
        Taakstelling(from_on=date(2025, 7, 1), until=date(2025, 12, 31), persons=persons + 11),
    )


def _with_limits(
    instance: Instance, stock: Stock, m: expected.Matching, limits: str, dice: Dice
) -> Instance:
    """Return the instance with limits on wijken, complexes and corporaties."""
    pairs = expected.placements(m)
    return instance.model_copy(
        update={
            "wijken": tuple(limiting.set_wijken(list(instance.wijken), pairs, limits, dice)),
            "complexes": tuple(limiting.set_complexes(stock.complexes, pairs, limits, dice)),
            "corporaties": tuple(limiting.set_corporaties(stock.corporaties, pairs, limits, dice)),
        }
    )
