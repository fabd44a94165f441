"""``[taakstelling]``: a factor on the persons of all half-years, or other cells of some."""

from __future__ import annotations

from fractions import Fraction

from allocator.reading.columns import TAAKSTELLING
from allocator.reading.faults import shown
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.scenario.changing import put_cell
from allocator.reading.scenario.keys import FACTOR, FROM
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.relative import half_up


def change_task(part: Part, key: str, rows: Rows) -> None:
    """Change the taakstelling as the file says under a key."""
    if isinstance(part.values[key], dict):
        table = part.table(key)
        if table is not None:
            _multiply(table, rows)
        return
    for one in part.tables(key):
        _change_half_year(one, rows)


def _multiply(part: Part, rows: Rows) -> None:
    """Multiply the persons of all half-years, rounded half up."""
    factor = part.need(part.keys((FACTOR,)), FACTOR)
    if factor is UNREAD:
        return
    place = part.place(FACTOR.name)
    for at, persons in enumerate(rows.values["persons"]):
        if persons is not UNREAD:
            rows.put(at, "persons", half_up(persons * Fraction(factor)), place)
    if not len(rows):
        part.note(FACTOR.name, "reading.scenario_nothing", table=TAAKSTELLING.name)


def _change_half_year(part: Part, rows: Rows) -> None:
    """Change cells of the half-year that begins on a day."""
    written = part.keys(rows.table.columns)
    day = part.need(written, FROM)
    if day is UNREAD:
        return
    chosen = [at for at, first in enumerate(rows.values[FROM.name]) if first == day]
    if not chosen:
        part.note(
            written[FROM.name], "reading.unknown_reference", found=shown(day), table=rows.file
        )
    for name, key in written.items():
        if name != FROM.name:
            put_cell(part, key, rows, rows.table.column(name), chosen)
    if len(written) == 1 == len(part.values):
        part.note("", "reading.scenario_no_change")
