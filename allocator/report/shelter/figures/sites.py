"""How full each site is in each month, and how long it is used after its closing day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allocator.domain.instance import Instance
from allocator.shelter_plan import Occupancy, RelocationPlan


@dataclass(frozen=True)
class SiteFigure:
    """A site over the months of the plan.

    ``places`` has per month how full it is, or ``None`` when the site cannot be used.
    """

    id: str
    name: str
    wijk: str
    closes_on: date | None
    extend_until: date | None
    places: tuple[Occupancy | None, ...]

    @property
    def extended(self) -> tuple[Occupancy, ...]:
        """The months in which the site is extended."""
        return tuple(place for place in self.places if place is not None and place.extended)

    @property
    def used(self) -> tuple[Occupancy, ...]:
        """The months in which it is extended and somebody is there."""
        return tuple(place for place in self.extended if place.persons)

    @property
    def person_months(self) -> int:
        """Person-months in the site while it is extended."""
        return sum(place.persons for place in self.extended)

    @property
    def fullest(self) -> int:
        """The most persons in a month."""
        return max((place.persons for place in self.places if place is not None), default=0)

    @property
    def most_beds(self) -> int:
        """The most beds in a month."""
        return max((place.beds for place in self.places if place is not None), default=0)


def site_figures(instance: Instance, plan: RelocationPlan) -> tuple[SiteFigure, ...]:
    """Return the sites that can be used in some month, in order of id."""
    names, wijken = site_names(instance), {wijk.code: wijk.name for wijk in instance.wijken}
    places = {(row.site, row.month): row for row in plan.occupancy}
    figures = (
        SiteFigure(
            id=site.id,
            name=names[site.id],
            wijk=wijken[site.wijk],
            closes_on=site.closes_on,
            extend_until=site.extend_until,
            places=tuple(places.get((site.id, month)) for month in plan.months),
        )
        for site in instance.sites
    )
    return tuple(figure for figure in figures if any(figure.places))


def site_names(instance: Instance) -> dict[str, str]:
    """Return what people call each site; with its id where two have one name."""
    names = [site.name for site in instance.sites]
    return {
        str(site.id): f"{site.name} ({site.id})" if names.count(site.name) > 1 else site.name
        for site in instance.sites
    }
