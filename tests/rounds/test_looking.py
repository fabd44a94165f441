"""Looking at drafts, and the commands that price and compare before anything is decided."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import cli
from allocator.errors import Refused
from allocator.matching import Settings
from allocator.report.page import to_html
from allocator.report.workbook import to_workbook
from allocator.rounds import deciding, drafting, looking, reporting
from allocator.rounds.deciding import Pair
from allocator.rounds.stored import instance_of
from tests.rounds.people import MONDAY, proposed, sent, team


def call(place, *words: str):
    """Call a command of the round, as a person of the team on that Monday."""
    words = ("round", *words, "--today", MONDAY.isoformat())
    return CliRunner().invoke(cli.commands, [*words, *place.arguments], catch_exceptions=False)


def test_a_draft_is_shown_as_it_was_made(place):
    drafted = proposed()
    found = looking.draft(team(), 1)
    assert found.proposals == drafted.plan.proposals
    assert found.unplaced == drafted.plan.unplaced
    assert found.changes == ()


def test_a_second_draft_says_what_it_changes_and_why(place):
    pair = sent()[0]
    deciding.refuse(team(), pair, code="already_let")
    second = drafting.resolve(team(), Settings())
    found = looking.draft(team(), 1, 2)
    seen = {(c.household, c.before, c.after, c.why, c.recalled) for c in found.changes}
    told = {(c.household, c.before, c.after, c.why, c.recalled) for c in second.changes}
    assert (pair.household, pair.home) in {(c.household, c.before) for c in found.changes}
    # What is told at once says more of what was sent and refused; nothing is told otherwise.
    assert {row[:3] for row in seen} == {row[:3] for row in told}
    why = {c.household: c.why for c in found.changes}
    assert why[pair.household] == "refused"


def test_there_is_no_draft_before_there_is_one(file):
    proposed()
    with pytest.raises(Refused):
        looking.draft(team(), 1, 7)
    with pytest.raises(Refused):
        looking.proposal(team(), "H1", "W9")


def test_the_report_is_the_one_that_the_plan_gave(place):
    drafted = proposed()
    kept, erased = instance_of(drafted.draft)
    assert erased == 0
    plan = reporting.plan_of(drafted.draft, kept)
    assert plan.proposals == drafted.plan.proposals
    assert plan.plain == drafted.plan.plain
    assert plan.tiers == drafted.plan.tiers
    html = reporting.report(team(), "report", 1, 1, "nl")
    assert html == to_html(drafted.instance, drafted.plan, language="nl")
    book = reporting.report(team(), "workbook", None, None, "nl")
    assert len(book) == len(to_workbook(drafted.instance, drafted.plan, language="nl"))


def test_the_report_goes_to_a_new_file_only(file, tmp_path):
    proposed()
    target = tmp_path / "verslag.html"
    assert call(file, "report", "--out", str(target)).exit_code == 0
    before = target.read_bytes()
    assert call(file, "report", "--out", str(target)).exit_code == 2
    assert target.read_bytes() == before
    assert call(file, "report", "--out", str(tmp_path / "verslag.pdf")).exit_code == 2


def test_the_command_prices_what_the_page_prices(file):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    words = ("price", "--household", row.household, "--home", row.home, "--refused")
    said = json.loads(call(file, *words, "--json").stdout)
    assert (said["household"], said["proven"]) == (row.household, True)
    assert "wacht" in call(file, *words).stdout
    pair = Pair(row.household, row.home)
    deciding.reject(team(), pair, code="other")
    second = drafting.resolve(team(), Settings())
    before = {r.household for r in drafted.plan.proposals}
    after = {r.household for r in second.plan.proposals}
    assert before - after == set(said["waits_longer"])


def test_the_command_lists_every_way(file):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    said = json.loads(call(file, "ways", "--household", row.household, "--json").stdout)
    assert [way["home"] for way in said["homes"]] == [h.id for h in drafted.instance.homes]
    lines = call(file, "ways", "--household", row.household).stdout.splitlines()
    assert len(lines) == len(drafted.instance.homes)
    assert call(file, "ways", "--household", "H999").exit_code == 2


def test_the_command_shows_a_draft(file):
    drafted = proposed()
    said = json.loads(call(file, "draft", "--json").stdout)
    assert [row["household"] for row in said["unplaced"]] == [
        row.household for row in drafted.plan.unplaced
    ]
    assert drafted.plan.proposals[0].why in call(file, "draft").stdout
