"""Questions to a relocation plan that was written: why not there, and what would it cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from allocator.domain.choices import Group
from allocator.errors import BadCall, Fault
from allocator.explain.shelter import SiteAlternative, Standing, site_alternatives
from allocator.explaining import sound_plan
from allocator.formulate_shelter import Shelter, lay_out_shelter, places_in
from allocator.reading import announcement_of
from allocator.relocating import formulated, ranked
from allocator.slipping import as_planned
from models.budget import Budget
from models.highs import Backend
from models.relocation import Aim


@dataclass(frozen=True)
class OpenedShelter:
    """A relocation plan and its instance, laid out to be asked questions.

    ``aims`` are the tiers that were optimised, in order.  ``why`` are the sentences
    on the moves and shortages of each household, in order of month.
    """

    shelter: Shelter
    standing: Standing
    aims: tuple[Aim, ...]
    warnings: tuple[Fault, ...]
    why: Mapping[str, tuple[str, ...]]


def open_shelter(source: Path, folder: Path) -> OpenedShelter:
    """Read an instance and a relocation plan of it.

    Raises
    ------
    BadInput
        When one of them cannot be read.
    BadCall
        When the folder holds no relocation plan, that of another instance, or one that does not
        pass its check.
    """
    instance, warnings, files = sound_plan(source, folder, "relocation")
    shelter = lay_out_shelter(as_planned(instance, files.summary))
    backend = Backend()
    problem = formulated(shelter, backend)
    rows = [
        (row["household"], row["site"], row["from_month"], row["to_month"])
        for row in files.tables["stays"]
    ]
    why: dict[str, list[tuple[str, str]]] = {}
    for table, month in (("moves", "month"), ("shortages", "from_month")):
        for row in files.tables[table]:
            why.setdefault(row["household"], []).append((row[month], row["why"]))
    return OpenedShelter(
        shelter=shelter,
        standing=Standing(shelter, problem, places_in(shelter, rows), backend),
        aims=ranked(shelter, announcement_of(files))[0],
        warnings=warnings,
        why={household: tuple(text for _, text in sorted(own)) for household, own in why.items()},
    )


def explain_shelter(
    opened: OpenedShelter,
    household: str | None,
    site: str | None,
    budget: Budget,
    on_pair: Callable[[int, int], None] = lambda done, total: None,
) -> list[SiteAlternative]:
    """Return what every site would mean for a household, or every household for a site.

    Raises
    ------
    BadCall
        When the household or the site is not in the plan.
    """
    households = range(len(opened.shelter.residents))
    sites = range(len(opened.shelter.sites))
    of = households if household is None else [position_of_resident(opened, household)]
    to = sites if site is None else [position_of_site(opened, site)]
    pairs = [(h, s) for h in of for s in to]
    return site_alternatives(opened.standing, opened.aims, pairs, budget, on_pair)


def position_of_resident(opened: OpenedShelter, household: str) -> int:
    """Return the position of a household by id.

    Raises
    ------
    BadCall
        When it is not in the relocation plan.
    """
    names = [r.id for r in opened.shelter.residents]
    if household in names:
        return names.index(household)
    groups = {str(h.id): h.group for h in opened.shelter.instance.households}
    group = groups.get(household)
    if group is Group.ONTHEEMDE:
        raise BadCall("explain.never_present", id=household)
    raise BadCall("explain.statushouder" if group else "explain.no_household", id=household)


def position_of_site(opened: OpenedShelter, site: str) -> int:
    """Return the position of a site by id.

    Raises
    ------
    BadCall
        When there is no such site.
    """
    names = [str(one.id) for one in opened.shelter.sites]
    if site not in names:
        raise BadCall("explain.no_site", id=site)
    return names.index(site)
