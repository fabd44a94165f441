"""Comparing scenarios: what comes of it is what the command on files gives, and is kept."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from allocator.errors import Refused, SweepStopped
from allocator.figures.groups import TRAITS
from allocator.rounds import asking, deciding, purging
from allocator.rounds.deciding import Pair
from allocator.rounds.scenarios import comparing, keeping, looking
from allocator.rounds.scenarios.asking import ask_comparison, asked_comparison
from allocator.rounds.scenarios.question import NOW, Question
from allocator.rounds.scenarios.remembered import remembered
from allocator.scenarios.comparison.run import Ask, run_comparison
from allocator.scenarios.sweeping.here import sweep_here
from allocator.store import log, models
from tests.rounds.people import TINY, imported, proposed, sent, team
from tests.rounds.scenarios.planner import LESS, MORE, kept, planner
from tests.rounds.test_purging import TODAY, after

ASKED = Question((NOW, "Meer woningen", "Geen W2"), replications=2, weeks=3, seed=7)


def test_a_comparison_is_that_of_the_files(place, tmp_path):
    kept()
    row = comparing.compare(planner(), ASKED)
    files = []
    for name, text in (("a", b'name = "Zonder verandering"'), ("b", MORE), ("c", LESS)):
        files.append(tmp_path / f"{name}.toml")
        files[-1].write_bytes(b"" + text + b"\n[future]\nweeks = 3")
    ask = Ask(2, 7, "matching", sweep_here)
    there = run_comparison(TINY, files, tmp_path / "out", ask).summary
    for one, other in zip(row.summary["scenarios"], there["scenarios"], strict=True):
        assert one["figures"] == other["figures"]
        assert one["differences"] == other["differences"]
        assert one["instance_digest"] == other["instance_digest"]
    assert row.summary["scenarios"][2]["differences"]["housed_persons"]["mean"] < 0


def test_it_is_kept_with_how_it_was_made(place):
    kept()
    pk = comparing.compare(planner(), ASKED).pk
    row = looking.comparison(planner(), pk)
    assert (row.names, row.replications, row.weeks, row.seed, row.who) == (
        ["Zonder verandering", "Meer woningen", "Geen W2"], 2, 3, 7, "dirk",
    )  # fmt: skip
    page = looking.comparison_file(planner(), pk, "report.html").decode()
    assert "Meer woningen" in page
    assert looking.comparison_file(planner(), pk, "scenarios.xlsx")[:2] == b"PK"
    found = remembered(row)
    assert found.found.scenarios == tuple(row.names)
    shown = found.found.difference("Meer woningen", "housed_persons")
    assert shown.mean == row.summary["scenarios"][1]["differences"]["housed_persons"]["mean"]
    assert [r.pk for r in keeping.kept(team()).comparisons] == [pk]


def test_reading_people_is_in_the_log_and_the_outcome_names_nobody(place):
    kept()
    row = comparing.compare(planner(), ASKED)
    made, read = models.LogEntry.objects.order_by("-n")[:2]
    assert (read.action, len(read.subjects.split())) == ("read", 6)
    assert (made.action, made.subjects, made.role) == ("compare_scenarios", "", "planner")
    said = str(row.summary) + bytes(row.report).decode()
    for household in models.Household.objects.values_list("ref", flat=True):
        assert f">{household}<" not in said
        assert f"'{household}'" not in said
    assert log.verify().broken_at is None


def test_of_six_households_no_group_is_told(file):
    """Every group of tiny has fewer than five: what is left of each trait is everybody."""
    kept()
    row = comparing.compare(planner(), ASKED)
    page = bytes(row.report).decode()
    for trait in TRAITS:
        assert f'id="table-{trait.name}-' not in page
    book = load_workbook(io.BytesIO(bytes(row.workbook)), read_only=True)
    told = [
        str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line
    ]
    assert any("housed_persons" in cell for cell in told)
    assert not [cell for cell in told if cell.partition("=")[0] in {t.name for t in TRAITS}]


def test_nothing_is_written_to_a_file(file, monkeypatch):
    """But by the database itself."""
    kept()
    comparing.compare(planner(), Question((NOW,), replications=1, weeks=1))  # all is imported
    written = []

    def noted(path, mode="r", *rest, **more):
        written.extend([path] if set("wax+") & set(mode) else [])
        return opened(path, mode, *rest, **more)

    opened = io.open
    for name in ("builtins.open", "io.open"):
        monkeypatch.setattr(name, noted)
    comparing.compare(planner(), ASKED)
    assert written == []
    (file.keys.parent / "x").write_text("x")
    assert len(written) == 1


def test_what_is_not_there_or_fits_no_more_is_refused(file):
    kept()
    with pytest.raises(Refused) as caught:
        comparing.compare(planner(), Question(("Geen W2", "Weg")))
    assert (caught.value.message, caught.value.values) == (
        "rounds.unknown_scenario", {"name": "Weg"},
    )  # fmt: skip
    models.Scenario.objects.filter(name="Geen W2").update(text='[[remove.homes]]\nid = "W77"')
    with pytest.raises(Refused) as caught:
        comparing.compare(planner(), ASKED)
    assert caught.value.message == "rounds.scenario_unsound"
    assert not models.Comparison.objects.exists()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((), "scenario_few"),
        (tuple("abcdefghijklm"), "scenario_few"),
        (("a", "b", "a"), "scenario_once"),
    ],
)
def test_a_question_has_each_once_and_not_too_many(names, message):
    with pytest.raises(Refused) as caught:
        Question(names)
    assert caught.value.message == f"rounds.{message}"
    assert Question(tuple("abcdefghijkl")).names


def test_a_question_is_written_and_read_back():
    assert Question.of({"today": "x", **ASKED.document()}) == ASKED


def test_it_ends_with_the_runs_that_every_scenario_has(file):
    kept()
    told = []
    row = comparing.compare(
        planner(), ASKED, lambda *n: told.append(n), stopped=lambda: told[-1][0] == 4
    )
    assert (row.replications, told[-1]) == (1, (4, 6))
    one = comparing.compare(planner(), Question(ASKED.names, replications=1, weeks=3, seed=7))
    assert row.summary["scenarios"] == one.summary["scenarios"]
    with pytest.raises(SweepStopped):
        comparing.compare(planner(), ASKED, stopped=lambda: True)


def test_a_worker_makes_it_and_says_how_far_it_is(place):
    kept()
    desk: list[UUID] = []
    row = ask_comparison(planner(), ASKED, desk.append)
    assert desk == [row.pk]
    assert [one.pk for one in keeping.kept(planner()).under_way] == [row.pk]
    asking.answer(row.pk)
    done = asked_comparison(row.pk)
    assert done.state == "done"
    made = looking.comparison(planner(), UUID(done.answer["comparison"]))
    assert (made.who, made.names[0]) == ("dirk", "Zonder verandering")
    assert keeping.kept(planner()).under_way == []


def test_an_end_before_the_first_run_keeps_nothing(file):
    kept()
    row = ask_comparison(planner(), ASKED, lambda pk: None)
    asking.end_soon(planner(), row.pk)
    asking.answer(row.pk)
    done = asked_comparison(row.pk)
    assert (done.state, done.said) == ("failed", {"message": "sweep.stopped_early", "values": {}})
    assert not models.Comparison.objects.exists()


def test_what_others_ask_goes_first(file):
    """A draft that is asked for while a comparison waits is made before its first run."""
    proposed()
    keeping.add(planner(), MORE, "meer.toml")
    asked = Question((NOW, "Meer woningen"), replications=1, weeks=2)
    long = ask_comparison(planner(), asked, lambda pk: None)
    draft = asking.ask(team(), "propose", lambda pk: None)
    asking.answer(long.pk)
    assert asking.asked(draft.pk).state == "done"
    assert asked_comparison(long.pk).state == "done"
    actions = [e.action for e in models.LogEntry.objects.order_by("n")]
    assert actions.index("propose", actions.index("ask")) < actions.index("compare_scenarios")


def test_a_fault_of_another_does_not_end_a_comparison(file, monkeypatch):
    proposed()
    keeping.add(planner(), MORE, "meer.toml")
    asked = Question((NOW, "Meer woningen"), replications=1, weeks=2)
    long = ask_comparison(planner(), asked, lambda pk: None)
    draft = asking.ask(team(), "propose", lambda pk: None)
    monkeypatch.setattr(asking.drafting, "propose", lambda *_, **__: 1 / 0)
    asking.answer(long.pk)
    assert asking.asked(draft.pk).state == "failed"
    assert asked_comparison(long.pk).state == "done"


def test_a_planner_sees_and_ends_comparisons_and_no_other_solves(file):
    pairs = sent()
    draft = asking.ask(team(), "resolve", lambda pk: None)
    for step in (
        lambda: asking.end_soon(planner(), draft.pk),
        lambda: asked_comparison(draft.pk),
        lambda: asking.seen(planner(), draft.pk),
        lambda: asking.ask(planner(), "propose", lambda pk: None),
        lambda: deciding.reject(planner(), pairs[0], code="other"),
    ):
        with pytest.raises(Refused) as caught:
            step()
        assert caught.value.message in ("rounds.unknown_solve", "rounds.not_for_role")
    assert not asking.asked(draft.pk).stop
    assert isinstance(pairs[0], Pair)


def test_what_is_asked_for_must_be_there(file):
    imported()
    with pytest.raises(Refused) as caught:
        ask_comparison(planner(), Question(("Weg",)), lambda pk: None)
    assert caught.value.message == "rounds.unknown_scenario"
    assert not models.Asked.objects.exists()


def test_a_comparison_is_kept_for_a_year(place):
    kept()
    comparing.compare(planner(), Question((NOW,), replications=1, weeks=1))
    assert purging.purge(after(365)).counts["comparisons"] == 0
    assert purging.purge(after(366), dry_run=True).counts["comparisons"] == 1
    made = timezone.localdate(models.Comparison.objects.get().made_at)
    assert made >= TODAY.replace(day=1)
    purging.purge(after(366))
    assert not models.Comparison.objects.exists()
    assert models.Scenario.objects.count() == 2
