"""Decisions, points and earlier proposals; the households and homes they name.

What they name may have left the instance, for last week's home is let by now: such a
row is dropped with a warning, unless it is a lock.
"""

from __future__ import annotations

from allocator.domain.choices import DecisionKind, Group, SiteDecisionKind
from allocator.reading.faults import Faults, shown
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.source import Source

PAIR_TABLES = ("decisions", "points", "previous")
PAIR_COLUMNS = ("household", "home")


def check(source: Source, faults: Faults) -> None:
    """Note rows that name what is not there or of the other group, and second locks."""
    households = source.tables["households"]
    group_of = {id_: group for _, id_, group in households.given("id", "group")}
    for name in PAIR_TABLES:
        _check_gone(source, source.tables[name], faults)
        _check_group(source.tables[name], group_of, Group.ONTHEEMDE, faults)
    _check_group(source.tables["site_decisions"], group_of, Group.STATUSHOUDER, faults)
    _check_locks(source.tables["decisions"], "home", DecisionKind.LOCK, faults)
    _check_locks(source.tables["site_decisions"], "site", SiteDecisionKind.LOCK, faults)


def drop_gone(source: Source) -> None:
    """Drop the rows that name a household or a home that is no longer there."""
    for name in PAIR_TABLES:
        rows = source.tables[name]
        gone = [_gone(source, rows, column) for column in PAIR_COLUMNS]
        rows.keep([not any(either) for either in zip(*gone, strict=True)])


def _gone(source: Source, rows: Rows, column: str) -> list[bool]:
    """Tell per row whether what it names in a column is no longer there."""
    target = source.tables[f"{column}s"]
    known = {*target.ids(), UNREAD} if target.whole else None
    return [known is not None and value not in known for value in rows.values[column]]


def _check_gone(source: Source, rows: Rows, faults: Faults) -> None:
    """Note rows that name a household or home that is no longer there."""
    locks = rows.values.get("decision", [None] * len(rows))
    for column in PAIR_COLUMNS:
        gone = _gone(source, rows, column)
        for line, value, lock, is_gone in zip(
            rows.lines, rows.values[column], locks, gone, strict=True
        ):
            if is_gone:
                is_lock = lock == DecisionKind.LOCK
                message = "reading.lock_gone" if is_lock else "reading.gone"
                table = source.tables[f"{column}s"].file
                rows.note(
                    faults, line, column, message, warning=not is_lock,
                    found=shown(value), table=table,
                )  # fmt: skip


def _check_group(rows: Rows, group_of: dict[str, Group], wrong: Group, faults: Faults) -> None:
    """Note households of the group that has nothing to do with this table."""
    for line, household in rows.given("household"):
        if group_of.get(household) == wrong:
            message = f"reading.decision_on_{wrong}"
            rows.note(faults, line, "household", message, found=shown(household))


def _check_locks(rows: Rows, place: str, lock: str, faults: Faults) -> None:
    """At most one lock per household."""
    first: dict[str, tuple[str, int]] = {}
    for line, household, where, decision in rows.given("household", place, "decision"):
        if decision != lock:
            continue
        before, at = first.setdefault(household, (where, line))
        # The same lock twice is noted as a duplicate already.
        if at != line and before != where:
            rows.note(
                faults, line, "household", "reading.second_lock",
                found=shown(household), first=at, place=shown(before),
            )  # fmt: skip
