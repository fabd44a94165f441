"""From sound columns of values to the types of the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from allocator.domain.base import Frozen
from allocator.domain.decision import Decision, Points, Previous, SiteDecision
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance, Taakstelling
from allocator.domain.policy import Policy
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk
from allocator.reading.canonical import canonical
from allocator.reading.rows import Rows
from allocator.reading.source import Source

MODELS: dict[str, type[Frozen]] = {
    "wijken": Wijk,
    "corporaties": Corporatie,
    "complexes": Complex,
    "homes": Home,
    "decisions": Decision,
    "points": Points,
    "previous": Previous,
    "sites": Site,
    "rooms": RoomGroup,
    "site_decisions": SiteDecision,
    "taakstelling": Taakstelling,
}


def build_instance(source: Source) -> Instance:
    """Return the instance, every table in order."""
    persons: dict[str, list[Person]] = defaultdict(list)
    for record in _records(source.tables["persons"]):
        person = Person.model_validate(record)
        persons[person.household].append(person)
    households = [
        Household.model_validate({**record, "persons": persons[record["id"]]})
        for record in _records(source.tables["households"])
    ]
    tables = {
        name: [model.model_validate(record) for record in _records(source.tables[name])]
        for name, model in MODELS.items()
    }
    policy = Policy.model_validate(source.settings.policy())
    return canonical(
        Instance.model_validate(
            {**source.settings.top(), "policy": policy, "households": households, **tables}
        )
    )


def _records(rows: Rows) -> Iterator[dict[str, Any]]:
    """Return each row as the fields of its domain type."""
    fields = [column.attribute for column in rows.table.columns]
    columns = [rows.values[column.name] for column in rows.table.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(fields, values, strict=True))
