"""Facts between the domain and the tables: one list of tables, one way to and fro."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from allocator.domain import decision as decided
from allocator.domain import home as homes
from allocator.domain import household as people
from allocator.domain.base import Frozen
from allocator.domain.instance import Instance, Taakstelling
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk
from allocator.store import models
from allocator.store.fields import SealedField
from allocator.store.models import Subject

# Columns of Django that cannot be called as the field of the domain.
COLUMN_OF = {"id": "ref"}


@dataclass(frozen=True)
class FactTable:
    """A table: its name in data.md, its rows here and there, and what makes a row the same.

    ``key`` holds the fields that name a row, ``about`` the one that names the household it is
    about; ``counted`` the figures that placements add to.  ``counts_anew`` are the fields that,
    when they change, make all these figures count anew.
    """

    name: str
    model: type[models.Fact]
    domain: type[Frozen]
    key: tuple[str, ...]
    about: str | None = None
    counted: tuple[str, ...] = ()
    counts_anew: tuple[str, ...] = ()

    def fields(self) -> list[str]:
        """Return the fields of a row, but for the persons of a household."""
        return [
            name for name in self.domain.model_fields if name != "persons" or self.about is None
        ]

    def sealed(self) -> frozenset[str]:
        """Return the fields that are sealed."""
        columns = self.model._meta.get_fields()
        return frozenset(f.name for f in columns if isinstance(f, SealedField))


TAAKSTELLING = FactTable(
    "taakstelling", models.Taakstelling, Taakstelling, ("from_on", "until"),
    counted=("realised_persons",),
)  # fmt: skip
WIJKEN = FactTable("wijken", models.Wijk, Wijk, ("code",), counted=("placed_persons",))
CORPORATIES = FactTable(
    "corporaties", models.Corporatie, homes.Corporatie, ("id",), counted=("max_placements",)
)
COMPLEXES = FactTable(
    "complexes", models.Complex, homes.Complex, ("id",),
    counted=("placed_persons", "placed_supported"),
)  # fmt: skip
HOMES = FactTable(
    "homes", models.Home, homes.Home, ("id",),
    counted=("units",), counts_anew=("units", "available_from"),
)  # fmt: skip
HOUSEHOLDS = FactTable("households", models.Household, people.Household, ("id",), about="id")
PERSONS = FactTable("persons", models.Person, people.Person, ("id",), about="household")
DECISIONS = FactTable(
    "decisions", models.Decision, decided.Decision, ("household", "home", "decision"),
    about="household",
)  # fmt: skip
POINTS = FactTable(
    "points", models.Points, decided.Points, ("household", "home"), about="household"
)
PREVIOUS = FactTable(
    "previous", models.Previous, decided.Previous, ("household",), about="household"
)
SITES = FactTable("sites", models.Site, Site, ("id",))
ROOMS = FactTable(
    "rooms", models.RoomGroup, RoomGroup,
    ("site", "beds", "wheelchair", "opens_on", "closes_on"),
)  # fmt: skip
SITE_DECISIONS = FactTable(
    "site_decisions", models.SiteDecision, decided.SiteDecision,
    ("household", "site", "decision"), about="household",
)  # fmt: skip

FACT_TABLES = (
    TAAKSTELLING, WIJKEN, CORPORATIES, COMPLEXES, HOMES, HOUSEHOLDS, PERSONS, DECISIONS, POINTS,
    PREVIOUS, SITES, ROOMS, SITE_DECISIONS,
)  # fmt: skip


def things_of(instance: Instance, table: FactTable) -> dict[str, Frozen]:
    """Return the rows of a table in an instance, by key."""
    if table is PERSONS:
        rows: Iterable[Frozen] = [p for h in instance.households for p in h.persons]
    else:
        rows = getattr(instance, table.name)
    return keyed(table, rows)


def keyed(table: FactTable, rows: Iterable[Frozen]) -> dict[str, Frozen]:
    """Return rows by key; of several alike in all key fields each has a number."""
    found: dict[str, Frozen] = {}
    for row in rows:
        key = "|".join("" if (v := getattr(row, f)) is None else str(v) for f in table.key)
        times, name = 1, key
        while name in found:
            times += 1
            name = f"{key}#{times}"
        found[name] = row
    return found


def to_values(table: FactTable, thing: Frozen) -> dict[str, Any]:
    """Return a row's values by field, in types of JSON."""
    wanted = set(table.fields())
    return thing.model_dump(mode="json", include=wanted)


def to_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column."""
    return {COLUMN_OF.get(name, name): value for name, value in values.items()}


def from_row(table: FactTable, row: models.Fact, **more: object) -> Frozen:
    """Return a row of the database as a thing of the domain."""
    values = {name: getattr(row, COLUMN_OF.get(name, name)) for name in table.fields()}
    return table.domain.model_validate({**values, **more})


def present(table: FactTable) -> dict[str, models.Fact]:
    """Return the rows of a table that have not disappeared, by key."""
    manager: Any = table.model._default_manager
    return {row.key: row for row in manager.filter(gone_n=None)}


def all_rows(table: FactTable) -> dict[str, models.Fact]:
    """Return all rows of a table by key, those that disappeared too."""
    manager: Any = table.model._default_manager
    return {row.key: row for row in manager.all()}


def subject_finder(
    table: FactTable, subjects: Mapping[str, Subject]
) -> Callable[[Frozen], Subject | None]:
    """Return what gives the subject of a row, ``None`` where it is about no household."""
    about = table.about
    if about is None:
        return lambda thing: None
    return lambda thing: subjects[getattr(thing, about)]
