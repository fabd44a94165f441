"""Write ``instances/nijmegen``: real places, dates and totals; invented people, homes and limits.

Run ``python -m instances.make_nijmegen`` from the root of the project.  A test sees to it
that this gives the files that are there.  What is real and what is not stands in
``nijmegen/README.md``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from allocator.domain.instance import Instance, Taakstelling
from allocator.generate import decisions, expected
from allocator.generate.dice import Dice
from allocator.generate.sizes import SIZES
from allocator.generate.statushouders import draw_household
from allocator.reading import write_folder
from instances import nijmegen_places
from instances.nijmegen_homes import homes
from instances.nijmegen_shelter import shelter

PEILDATUM = date(2025, 1, 6)
HOUSEHOLDS, HOMES, ONTHEEMDEN = 250, 66, 785
SIZE = replace(
    SIZES["city-week"],
    name="nijmegen",
    title="Nijmegen",
    households=HOUSEHOLDS,
    homes=HOMES,
    ontheemden=ONTHEEMDEN,
    peildatum=PEILDATUM,
)


def make() -> Instance:
    """Make the instance."""
    place = nijmegen_places.municipality(HOUSEHOLDS, HOMES, ONTHEEMDEN)
    people = Dice("nijmegen", "statushouders")
    waiting = tuple(
        draw_household(f"H-{number:04}", place, SIZE, people) for number in range(1, HOUSEHOLDS + 1)
    )
    sheltered = shelter(place, SIZE, HOUSEHOLDS + 1, Dice("nijmegen", "shelter"))
    instance = Instance(
        name="Nijmegen, voorbeeld met verzonnen mensen",
        municipality="0268",
        peildatum=PEILDATUM,
        horizon_months=27,
        lottery_seed=20250106,
        taakstelling=_taakstelling(),
        wijken=nijmegen_places.wijken(),
        corporaties=nijmegen_places.corporaties(),
        complexes=nijmegen_places.complexes(),
        homes=homes(),
        households=waiting + sheltered.households,
        sites=sheltered.sites,
        rooms=sheltered.rooms,
    )
    return decisions.add(instance, expected.matching(instance), Dice("nijmegen", "decisions"))


def _taakstelling() -> tuple[Taakstelling, ...]:
    """Set the task of both half-years of 2025: invented, near that of 2024 (364 persons)."""
    return (
        Taakstelling(from_on=date(2025, 1, 1), until=date(2025, 6, 30), persons=186),
        Taakstelling(from_on=date(2025, 7, 1), until=date(2025, 12, 31), persons=190),
    )


def main() -> None:
    """Write the folder beside this file."""
    write_folder(make(), Path(__file__).parent / "nijmegen")


if __name__ == "__main__":
    main()
