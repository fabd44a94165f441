"""Reading the log: what is looked for, page by page, and never a name of a household."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from allocator.rounds import figures, logbook
from allocator.rounds.logbook import PAGE, Question
from allocator.rounds.use import Refused
from allocator.store import log, models
from allocator.web.auditor.actions import ACTIONS, GROUNDS
from tests.rounds.dashboard.weeks import lived, seen_by
from tests.rounds.people import imported, team

ALLOCATOR = Path(logbook.__file__).parents[1]
ELS = seen_by("auditor")
# What notes an action, and among how many of its first arguments the action stands.
PUT_TOGETHER = {"f'draft_{form}'": ("draft_report", "draft_workbook")}
NOTE = {"using": 2, "noted": 2, "_noted": 2, "_decide": 3, "_step": 3, "_make": 4}


def read(**asked):
    return logbook.read(ELS, Question(**asked))


def test_the_newest_first_with_what_was_done(place):
    lived()
    found = read()
    newest = found.entries[0]
    assert (newest.action, newest.who, newest.role, newest.households) == (
        "sign",
        "anna",
        "team",
        1,
    )
    assert newest.n == found.total
    assert newest.at.utcoffset() is not None
    imports = read(action="import")
    assert [(one.action, one.households) for one in imports.entries] == [("import", 6)]
    assert {"import", "send", "revoke", "read_log"} <= set(found.actions) | {"read_log"}


def test_who_did_it_is_asked_for_by_a_number(place):
    lived()
    whos = dict((name, n) for n, name in read().whos)
    assert set(whos) == {"anna", "bram (wonen)"}
    found = read(who=whos["bram (wonen)"])
    # H1, H2, H4 and H6 accepted, H3 refused, H1 revoked
    assert (found.total, {one.action for one in found.entries}) == (
        6, {"accept", "refuse", "revoke"}
    )  # fmt: skip
    assert read(who=10_000).total == 0


def test_by_round_and_by_day(file):
    lived()
    assert {one.round for one in read(round=1).entries} == {1}
    assert read(round=2).total == 0
    today = date.today()
    assert read(first=today, last=today).total > 0
    assert read(last=date(2024, 12, 31)).total == 0


def test_a_day_begins_here_at_midnight(file):
    imported()
    # 23:30 UTC on 30 June is half past one here, on 1 July
    moment = log.stamp(datetime(2025, 6, 30, 23, 30, tzinfo=UTC))
    n, prev = log.head()
    row = models.LogEntry(
        n=n + 1, at=moment, who="x", role="team", action="show", ground="opvang", result="null",
        prev=prev,
    )  # fmt: skip
    row.hash = log.hash_of(row)
    row.save(force_insert=True)
    first, last = date(2025, 7, 1), date(2025, 6, 30)
    assert [one.n for one in read(first=first, last=first).entries] == [row.n]
    assert read(first=last, last=last).entries == ()
    assert (read(first=first, last=first).entries[0].at.hour) == 1


def test_a_hundred_on_a_page(place):
    imported()
    for _ in range(PAGE + 3):
        figures.figures(team())
    first = read(action="figures")
    assert (len(first.entries), first.total, first.pages) == (PAGE, PAGE + 3, 2)
    second = read(action="figures", page=2)
    assert len(second.entries) == 3
    assert second.entries[0].n == first.entries[-1].n - 1
    assert read(action="figures", page=99).page == 2  # the last one there is
    assert read(action="nothing").pages == 1


def test_one_entry_holds_pseudonyms_only(place):
    lived()
    found = logbook.entry(ELS, 1)
    assert found.entry.action == "import"
    names = {s.pk: s.ref for s in models.Subject.objects.all()}
    assert set(found.subjects) == set(names)
    assert not set(found.subjects) & set(names.values())
    assert (found.prev, found.hash) == ("0" * 64, models.LogEntry.objects.get(n=1).hash)
    with pytest.raises(Refused) as refused:
        logbook.entry(ELS, 10_000)
    assert refused.value.message == "rounds.unknown_entry"


def test_reading_is_a_use_too_and_the_chain_holds(place):
    imported()
    read()
    logbook.entry(ELS, 1)
    last = models.LogEntry.objects.order_by("-n").first()
    assert last is not None
    assert (last.action, last.who, last.result) == ("read_log", "kijker", '{"entry": 1}')
    assert log.verify().broken_at is None


def test_it_is_not_for_planners(file):
    imported()
    with pytest.raises(Refused):
        logbook.read(seen_by("planner"), Question())


def noted() -> set[str]:
    """Return every action that the code notes, as far as it is written where it is noted."""
    found = set()
    for file in ALLOCATOR.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called not in NOTE:
                continue
            for given in node.args[: NOTE[called]]:
                found |= texts(given)
    return found


def texts(given: ast.AST) -> set[str]:
    """Return the texts in an expression; of one that is put together all that it can be."""
    put = [one for one in ast.walk(given) if isinstance(one, ast.JoinedStr)]
    parts = {id(part) for one in put for part in one.values}
    whole = {
        one.value
        for one in ast.walk(given)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in parts
    }
    return whole | {name for one in put for name in PUT_TOGETHER[ast.unparse(one)]}


def test_every_action_has_words():
    assert {"using", "sign", "household_declines", "log_in", "unlock"} - noted() == {"using"}
    assert noted() - set(ACTIONS) == set()
    assert set(GROUNDS) >= {entry for entry in ("taakstelling", "opvang")}
