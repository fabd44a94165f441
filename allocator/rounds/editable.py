"""What people may edit by hand: which tables, and which columns of a row.

What names a row stays as it is, and a person stays in its household: a file says these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allocator.domain.base import Frozen
from allocator.errors import BadCall
from allocator.reading.columns import TABLES
from allocator.reading.headings import plain
from allocator.reading.schema import Column, Table
from allocator.reading.tables import columns_by_name
from allocator.rounds.since import Since
from allocator.rounds.use import Refused
from allocator.store import facts, models
from allocator.store.facts import FactTable

EDITABLE: dict[str, FactTable] = {
    table.name: table
    for table in (
        facts.HOUSEHOLDS, facts.PERSONS, facts.HOMES, facts.WIJKEN, facts.CORPORATIES,
        facts.COMPLEXES,
    )
}  # fmt: skip
SHEETS: dict[str, Table] = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class Row:
    """A row as it is now.

    ``thing`` has the figures that leases changed as they are now, ``places`` what it can belong
    to, by table.  ``seen`` changes whenever anything in the row does: who edits says what was
    seen.
    """

    table: FactTable
    fact: Any
    thing: Frozen
    places: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """What the row was when somebody looked at it."""
        counted = [str(getattr(self.thing, name)) for name in self.table.counted]
        return ".".join([str(self.fact.changed_n), *counted])

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that may be edited."""
        return columns_of(self.table)


def columns_of(table: FactTable) -> tuple[Column, ...]:
    """Return the columns of a table that may be edited."""
    fixed = {*table.key, table.about}
    return tuple(c for c in SHEETS[table.name].columns if c.attribute not in fixed)


def table_named(name: str) -> FactTable:
    """Return a table that may be edited.

    Raises
    ------
    BadCall
        When it may not.
    """
    if name not in EDITABLE:
        raise BadCall("rounds.not_editable", table=name, known=", ".join(EDITABLE))
    return EDITABLE[name]


def column_named(table: FactTable, name: str) -> Column:
    """Return a column that may be edited, by its name in either language.

    Raises
    ------
    BadCall
        When there is none.
    """
    found = columns_by_name(SHEETS[table.name]).get(plain(name))
    if found is None or found not in columns_of(table):
        known = ", ".join(column.name for column in columns_of(table))
        raise BadCall("rounds.no_such_field", field=name, table=table.name, known=known)
    return found


def row_named(table: FactTable, key: str) -> Row:
    """Return a row that is in the files now.

    Raises
    ------
    Refused
        When there is none, or not any more.
    """
    manager: Any = table.model._default_manager
    fact = manager.filter(key=key).first()
    if fact is None:
        raise Refused(UNKNOWN[table.name], **{NAMED.get(table.name, "key"): key})
    if fact.gone_n is not None:
        raise Refused("rounds.edit_gone", key=key)
    return Row(table, fact, as_of_now(table, fact))


UNKNOWN = {
    "households": "rounds.unknown_household",
    "homes": "rounds.unknown_home",
    **dict.fromkeys(("persons", "wijken", "corporaties", "complexes"), "rounds.unknown_row"),
}
NAMED = {"households": "household", "homes": "home"}


def as_of_now(table: FactTable, fact: Any) -> Frozen:
    """Return a row with the figures that leases changed as they are now."""
    if table is facts.HOUSEHOLDS:
        return facts.from_row(table, fact, persons=())
    if not table.counted:
        return facts.from_row(table, fact)
    signed = Since.now(newest_day())
    if table is facts.HOMES:
        return facts.from_row(table, fact, units=signed.units(fact))
    (named,) = table.key
    key = getattr(facts.from_row(table, fact), named)
    things: list[Frozen] = signed.things(table)
    return next(thing for thing in things if getattr(thing, named) == key)


def newest_day() -> date:
    """Return the peildatum of the newest import.

    Raises
    ------
    Refused
        When nothing was imported yet.
    """
    newest = models.Import.objects.order_by("-n").first()
    if newest is None:
        raise Refused("rounds.nothing_imported")
    day: date = newest.peildatum
    return day


# What a row can belong to, and the column that names it.
PLACES: dict[str, tuple[type[models.Fact], str]] = {
    "wijken": (models.Wijk, "code"),
    "corporaties": (models.Corporatie, "ref"),
    "complexes": (models.Complex, "ref"),
    "sites": (models.Site, "ref"),
}


def places() -> dict[str, dict[str, str]]:
    """Return by table the names of what a row can belong to, by id, in order of name."""
    found = {}
    for table, (model, column) in PLACES.items():
        manager: Any = model._default_manager
        rows = manager.filter(gone_n=None).values_list(column, "name")
        found[table] = dict(sorted(rows, key=lambda row: row[1].casefold()))
    return found


def place_names() -> dict[str, str]:
    """Return the names of what rows belong to, by id."""
    return {ref: name for names in places().values() for ref, name in names.items()}
