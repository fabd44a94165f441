"""A difference and faults in words, a table at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.errors import Fault
from allocator.rounds.differences import RowChange
from allocator.rounds.origins import Made
from allocator.rounds.previewing import Preview
from allocator.store.facts import FACT_TABLES
from allocator.texts import Texts
from allocator.web.facts.seen import day_of
from allocator.web.facts.setting_words import setting_name, setting_value
from allocator.web.facts.values import NOTHING, heading, shown, table_name

KINDS = ("new", "changed", "back", "gone")
# So many rows of a table, and so many faults, are shown; of the others how many there are.
MOST_ROWS = 200
MOST_FAULTS = 1000


@dataclass(frozen=True)
class FieldLine:
    """A field that differs; ``by_hand`` is who had changed it here."""

    label: str
    before: str
    after: str
    sealed: bool
    by_hand: str


@dataclass(frozen=True)
class RowLine:
    """A row that differs."""

    key: str
    kind: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class TableLines:
    """A table that differs: how many rows of each kind, those rows, and how many more."""

    name: str
    counts: tuple[int, ...]
    rows: tuple[RowLine, ...]
    new: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class FaultLine:
    """A fault at its cell: ``said`` is what was found, what is expected and what to do."""

    file: str
    row: str
    column: str
    said: str


@dataclass(frozen=True)
class FaultLines:
    """Faults, and how many more there are than are shown."""

    lines: tuple[FaultLine, ...]
    more: int

    def __len__(self) -> int:
        return len(self.lines) + self.more


def fault_lines(t: Texts, faults: Iterable[Fault]) -> FaultLines:
    """Return faults in words."""
    found = list(faults)
    lines = tuple(
        FaultLine(
            fault.file,
            "" if fault.row is None else str(fault.row),
            fault.column,
            _sentence(t(fault.message, **dict(fault.values))),
        )
        for fault in found[:MOST_FAULTS]
    )
    return FaultLines(lines, len(found) - len(lines))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def difference_of(t: Texts, found: Preview) -> list[TableLines]:
    """Return what an import would change, table by table."""
    made = []
    for table in FACT_TABLES:
        rows = [row for row in found.difference.rows if row.table == table.name]
        if rows:
            counts = tuple(sum(row.kind == kind for row in rows) for kind in KINDS)
            known = [row for row in rows if row.kind != "new"][:MOST_ROWS]
            new = [row.key for row in rows if row.kind == "new"][:MOST_ROWS]
            lines = tuple(_row(t, row, found) for row in known)
            more = len(rows) - len(known) - len(new)
            made.append(TableLines(table_name(t, table.name), counts, lines, tuple(new), more))
    return made


def setting_lines(t: Texts, found: Preview) -> list[FieldLine]:
    """Return the settings that an import would change."""
    return [
        FieldLine(
            setting_name(t, key),
            setting_value(t, key, before),
            setting_value(t, key, after),
            False,
            _by_hand(t, made),
        )
        for key, before, after, made in found.settings
    ]


def _by_hand(t: Texts, made: Made | None) -> str:
    if made is None:
        return ""
    return t("pages.origin.edit", who=made.who, day=day_of(t, made.at))


def _row(t: Texts, row: RowChange, found: Preview) -> RowLine:
    return RowLine(row.key, row.kind, tuple(_field(t, row, *one, found) for one in row.fields))


def _field(
    t: Texts, row: RowChange, name: str, before: object, after: object, found: Preview
) -> FieldLine:
    by_hand = _by_hand(t, found.by_hand.get((row.table, row.key, name)))
    sealed = before is None and after is None
    return FieldLine(
        heading(t, row.table, name),
        NOTHING if sealed else shown(t, row.table, name, before, {}),
        NOTHING if sealed else shown(t, row.table, name, after, {}),
        sealed,
        by_hand,
    )
