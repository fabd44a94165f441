"""A scenario laid over the cells of an instance, before anything is checked across them.

In this order, whatever the order in the file: settings, taakstelling, add, change, shift, convert,
remove; of each kind in the order of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allocator.reading.rows import UNREAD
from allocator.reading.scenario import keys
from allocator.reading.scenario.adding import add
from allocator.reading.scenario.changing import change
from allocator.reading.scenario.converting import convert
from allocator.reading.scenario.future import read_future
from allocator.reading.scenario.occupied import keep_open
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.removing import remove
from allocator.reading.scenario.settings import replace_policy, replace_top
from allocator.reading.scenario.shifting import shift
from allocator.reading.scenario.task import change_task
from allocator.reading.source import Source

Step = tuple[keys.Key, Callable[[Part, Source], None], bool]
STEPS: tuple[Step, ...] = (
    (keys.ADD, add, False),
    (keys.CHANGE, change, False),
    (keys.SHIFT, shift, True),
    (keys.CONVERT, convert, True),
    (keys.REMOVE, remove, False),
)
"""What is done under each key, and whether it holds a list of tables, each done by itself."""


@dataclass(frozen=True)
class Laid:
    """The cells of the changed instance, and the fields of the scenario that are given."""

    source: Source
    fields: dict[str, Any]


def lay(part: Part, source: Source) -> Laid:
    """Return what a scenario makes of the cells of an instance, which it changes."""
    written = part.keys(keys.TOP)
    for key, replace in ((keys.INSTANCE, replace_top), (keys.POLICY, replace_policy)):
        if key.name in written and (table := part.table(written[key.name])):
            source = replace(table, source)
    if keys.TASK.name in written:
        change_task(part, written[keys.TASK.name], source.tables[keys.TASK.name])
    for key, step, is_list in STEPS:
        if key.name in written:
            for one in _parts(part, written[key.name], is_list):
                step(one, source)
    keep_open(source, part.faults)
    fields = {
        column.name: part.read(written[column.name], column)
        for column in (keys.NAME, keys.NOTE)
        if column.name in written
    }
    if keys.FUTURE.name in written and (table := part.table(written[keys.FUTURE.name])):
        fields[keys.FUTURE.name] = read_future(table, source)
    return Laid(source, {name: v for name, v in fields.items() if v is not UNREAD and v})


def _parts(part: Part, key: str, is_list: bool) -> list[Part]:
    if is_list:
        return part.tables(key)
    table = part.table(key)
    return [] if table is None else [table]
