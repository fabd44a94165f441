"""Rows and their history in words: each value, where it came from, what it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from allocator.rounds.origins import Made, Past
from allocator.rounds.seen import RowSeen
from allocator.texts import Texts
from allocator.web.facts.values import NOTHING, label, shown

EDITS = ("edit", "settings_edit")


@dataclass(frozen=True)
class Line:
    """A value in words; ``sealed`` when it is special, ``by_hand`` when somebody edited it."""

    label: str
    value: str
    origin: str
    sealed: bool
    by_hand: bool


@dataclass(frozen=True)
class PastLine:
    """A change of one field in words; ``of`` is the row."""

    day: str
    by: str
    of: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Facts:
    """A row: what is filled in or was changed, and the names of what never was."""

    row: RowSeen
    lines: tuple[Line, ...]
    empty: tuple[str, ...]


def facts_of(t: Texts, row: RowSeen, names: Mapping[str, str]) -> Facts:
    """Return the values of a row in words."""
    lines, empty = [], []
    for one in row.values:
        said = shown(t, row.table, one.field, one.value, names)
        made = one.origin.made
        by_hand = made is not None and made.action in EDITS
        name = label(t, row.table, one.field)
        if said == NOTHING and not by_hand:
            empty.append(name)
        else:
            where = origin(t, one.origin.source, made)
            lines.append(Line(name, said, where, one.sealed, by_hand))
    return Facts(row, tuple(lines), tuple(empty))


def origin(t: Texts, source: str, made: Made | None) -> str:
    """Return where a value came from: a file, or who changed it."""
    if made is None:
        return t("pages.origin.first", source=source)
    when = day_of(t, made.at)
    if made.source is not None:
        return t("pages.origin.file", source=made.source, day=when)
    if made.action in EDITS:
        return t("pages.origin.edit", who=made.who, day=when)
    if not source:
        return t("pages.origin.here", who=made.who, day=when)
    return t("pages.origin.step", who=made.who, day=when)


def by(t: Texts, made: Made | None) -> str:
    """Return who changed something: a person, or a file and who imported it."""
    if made is None:
        return "–"
    if made.source is None:
        return made.who
    return t("pages.origin.import_by", source=made.source, who=made.who)


def day_of(t: Texts, at: datetime) -> str:
    """Return the day of a moment, here."""
    return t.day(timezone.localtime(at).date())


def history(t: Texts, past: Iterable[Past], names: Mapping[str, str]) -> list[PastLine]:
    """Return changes, a line for each field."""
    return [
        PastLine(
            "–" if one.made is None else day_of(t, one.made.at),
            by(t, one.made),
            one.key,
            label(t, one.table, field),
            shown(t, one.table, field, before, names),
            shown(t, one.table, field, after, names),
        )
        for one in past
        for field, before, after in one.fields
        if field != "household"
    ]


def gone(t: Texts, row: RowSeen) -> str:
    """Return that a row is not in the files any more; empty when it is."""
    if row.gone is None:
        return ""
    return t("pages.dossier.gone", day=day_of(t, row.gone.at), by=by(t, row.gone))
