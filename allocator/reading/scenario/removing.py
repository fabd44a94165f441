"""``[[remove.homes]]``: rows that the instance has, but the scenario has not.

A decision, a point or an earlier proposal about a home that goes is dropped, as when it was let.
The rooms of a site go with it.  What something else refers to cannot go.
"""

from __future__ import annotations

from collections.abc import Iterator

from allocator.reading.faults import shown
from allocator.reading.kinds import Id, ListOf
from allocator.reading.rows import Place, Rows
from allocator.reading.scenario.adding import by_table
from allocator.reading.scenario.choosing import choose, choosers
from allocator.reading.scenario.keys import CHANGEABLE
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.shifting_sites import rooms_of
from allocator.reading.source import Source


def remove(part: Part, source: Source) -> None:
    """Remove the rows under ``remove``, of each table when what lies in it is gone."""
    going: dict[str, dict[int, Part]] = {}
    for rows, one in by_table(part, source):
        written = one.keys(choosers(rows))
        if len(written) == len(one.values):
            for at in choose(one, rows, written):
                going.setdefault(rows.table.name, {})[at] = one
    for table in CHANGEABLE:
        if table.name in going:
            _remove(source, source.tables[table.name], going[table.name])


def _remove(source: Source, rows: Rows, going: dict[int, Part]) -> None:
    """Remove rows of one table, but those that something refers to."""
    gone = {at for at, part in going.items() if not _is_used(source, rows, going, at, part)}
    if rows.table.name == "sites":
        rooms = source.tables["rooms"]
        with_it = {i for at in gone for i in rooms_of(rooms, rows.values["id"][at])}
        rooms.keep([i not in with_it for i in range(len(rooms))])
    rows.keep([at not in gone for at in range(len(rows))])


def _is_used(source: Source, rows: Rows, going: dict[int, Part], at: int, part: Part) -> bool:
    """Tell whether something refers to a row; note where."""
    if not rows.table.key:
        return False
    id_ = rows.values[rows.table.key][at]
    found = list(_references(source, rows, set(going), id_))
    if not found:
        return False
    people = sum(other.table.name == "households" for other, _ in found)
    if rows.table.name == "sites" and people:
        part.note("", "reading.scenario_people_live", found=shown(id_), households=people)
    else:
        other, place = found[0]
        part.note(
            "", "reading.scenario_still_used", found=shown(id_),
            table=place.file or other.file, first=place.row, many=len(found),
        )  # fmt: skip
    return True


def _references(
    source: Source, rows: Rows, going: set[int], id_: object
) -> Iterator[tuple[Rows, Place]]:
    """Yield the rows that refer to an id, each with the place; not those that go with it."""
    name = rows.table.name
    for other in source.tables.values():
        if name == "sites" and other.table.name == "rooms":
            continue
        for column in other.table.columns:
            item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
            if not isinstance(item, Id) or item.table != name or column.may_be_gone:
                continue
            for at, value in enumerate(other.values[column.name]):
                inside = id_ in value if isinstance(value, tuple) else value == id_
                if inside and not (other is rows and at in going):
                    yield other, other.place(other.lines[at], column.name)
