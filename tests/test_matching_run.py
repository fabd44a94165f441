"""A matching round on files: what is read back and checked before it gets its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator import checked_plan, matching_run
from allocator.check import Verdict, Violation
from allocator.errors import BadCall, BadInput, NoPlan, PlanRejected
from allocator.matching import Settings
from allocator.matching_run import Finished, refuse_model_file, run_matching
from models.budget import Budget
from tests.check.build import home, household, instance, lock
from tests.check.golden import golden
from tests.cli.build import FILES, contents, summary, written

TINY = Path(__file__).parent.parent / "instances" / "tiny"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(golden(), tmp_path / "in")


def test_finished(source, tmp_path):
    finished = run_matching(source, tmp_path / "plan", Settings())
    assert isinstance(finished, Finished)
    assert finished.folder == tmp_path / "plan"
    assert finished.summary == summary(tmp_path / "plan", seconds=True)
    assert [fault.message for fault in finished.warnings] == ["reading.gone"]
    assert sorted(contents(tmp_path / "plan")) == sorted(FILES)


def test_seconds_of_every_phase(source, tmp_path):
    finished = run_matching(source, tmp_path / "plan", Settings())
    seconds = dict(finished.summary["seconds"])
    total = seconds.pop("total")
    assert list(seconds) == ["read", "eligibility", "solve", "explain", "write"]
    assert all(0 < value < total for value in seconds.values())
    assert sum(seconds.values()) == pytest.approx(total, abs=0.02)
    assert set(finished.plan.seconds) == {*seconds, "total"}


def test_the_files_are_checked_as_they_stand_on_disk(source, tmp_path, monkeypatch):
    """A table that is written wrong is found, though the plan in memory is right."""
    right = matching_run.to_csv
    monkeypatch.setattr(matching_run, "to_csv", lambda table: right(table).replace(b"H1", b"H2"))
    with pytest.raises(PlanRejected) as rejected:
        run_matching(source, tmp_path / "plan", Settings())
    assert rejected.value.folder == str(tmp_path / "plan.rejected")
    assert not (tmp_path / "plan").exists()
    assert b"H1" not in (tmp_path / "plan.rejected" / "proposals.csv").read_bytes()


def test_the_check_sees_the_digest_of_what_was_read(source, tmp_path, monkeypatch):
    seen = []

    def check(instance, files, *, digest):
        seen.append((files.summary["input_digest"], digest))
        return Verdict((Violation("figure", "check.summary"),))

    monkeypatch.setattr(checked_plan, "check_plan", check)
    with pytest.raises(PlanRejected):
        run_matching(source, tmp_path / "plan", Settings())
    ((told, given),) = seen
    assert told == given


@pytest.mark.parametrize("target", ["plan", "plan/"])
def test_where_a_rejected_plan_stands(source, tmp_path, monkeypatch, target):
    monkeypatch.setattr(
        checked_plan, "check_plan", lambda *_, **__: Verdict((Violation("x", "check.x"),))
    )
    with pytest.raises(PlanRejected):
        run_matching(source, tmp_path / target, Settings())
    assert sorted(f.name for f in tmp_path.iterdir()) == ["in", "plan.rejected"]


def test_errors_leave_nothing(tmp_path):
    people = [household("H1", 30), household("H2", 30)]
    given = instance(people, [home("W1")], decisions=(lock("H1", "W1"), lock("H2", "W1")))
    source = written(given, tmp_path / "in")
    with pytest.raises(NoPlan):
        run_matching(source, tmp_path / "new" / "plan", Settings())
    (source / "homes.csv").unlink()
    with pytest.raises(BadInput):
        run_matching(source, tmp_path / "new" / "plan", Settings())
    assert [f.name for f in tmp_path.iterdir()] == ["in"]


def test_the_folder_is_looked_at_before_the_instance(tmp_path):
    (tmp_path / "plan").write_text("a file")
    with pytest.raises(BadCall):
        run_matching(tmp_path / "nothing", tmp_path / "plan", Settings())


@pytest.mark.parametrize("ending", [".lp", ".mps", ".LP", ".Mps"])
def test_a_model_file_that_can_be_written(tmp_path, ending):
    refuse_model_file(tmp_path / f"m{ending}")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("m.txt", "cli.model_ending"),
        ("m", "cli.model_ending"),
        ("lp", "cli.model_ending"),
        (".lp", "cli.model_ending"),
        ("m.lp.gz", "cli.model_ending"),
        ("folder.lp", "cli.model_is_folder"),
        ("file/m.lp", "cli.cannot_write"),
    ],
)
def test_a_model_file_that_cannot(tmp_path, name, message):
    (tmp_path / "folder.lp").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(BadCall) as refused:
        refuse_model_file(tmp_path / name)
    assert refused.value.message == message


def test_what_helps_stands_in_the_report(tmp_path):
    source, target = TINY, tmp_path / "plan"
    run_matching(source, target, Settings())
    assert "een woning meer die past" not in (target / "report.html").read_text()
    finished = run_matching(source, target, Settings(what_helps=True))
    assert finished.plan.unplaced
    assert "een woning meer die past" in (target / "report.html").read_text()


def test_what_there_is_no_time_for_is_left_out(tmp_path):
    target = tmp_path / "plan"
    run_matching(TINY, target, Settings(what_helps=True, budget=Budget(work=0)))
    assert "een woning meer die past" not in (target / "report.html").read_text()
