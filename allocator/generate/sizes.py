"""The sizes an instance can be generated in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PEILDATUM = date(2025, 4, 7)


@dataclass(frozen=True)
class Size:
    """How much of everything there is.

    ``homes`` counts units over all rows; ``ontheemden`` counts persons.  ``sub_regions``
    are areas with several municipalities in them; ``region_linked`` is the share of the
    statushouder households that is linked to such an area and not to a municipality.
    """

    name: str
    title: str
    households: int
    homes: int
    ontheemden: int
    sites: int
    municipalities: int = 1
    sub_regions: int = 0
    region_linked: float = 0.0
    homes_per_wijk: float = 4.0
    peildatum: date = PEILDATUM

    @property
    def is_city(self) -> bool:
        """Say whether it is one municipality, whose areas are its own wijken."""
        return self.municipalities == 1


SIZES = {
    size.name: size
    for size in (
        Size("village", "Dorp", 20, 6, 60, 3, homes_per_wijk=2),
        Size("small-city", "Kleine stad", 100, 20, 160, 4),
        Size("city-week", "Stad, een week", 450, 90, 785, 10),
        Size("city-backlog", "Stad, de achterstand", 1_500, 600, 785, 10, homes_per_wijk=16),
        Size("region", "Regio", 5_000, 1_500, 5_000, 60, 18, 3, 0.02, homes_per_wijk=8),
        Size("national", "Land", 30_000, 12_000, 90_000, 1_200, 342, homes_per_wijk=6),
    )
}
