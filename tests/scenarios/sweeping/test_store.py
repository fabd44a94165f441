"""The store of a sweep: what stands in it, what it refuses, and what it does again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pandas as pd
import pytest

from allocator.domain.future import Future, Inflow
from allocator.errors import BadCall
from allocator.scenarios.sweeping import disk, identity, store
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.scenarios.sweeping.store import SWEEP, Store
from allocator.scenarios.sweeping.sweep import sweep
from tests.scenarios.sweeping.doing import LOG, TINY, content, noted, quick, tasks

HERE = LocalExecutor(1)


@pytest.fixture
def log(tmp_path, monkeypatch):
    path = tmp_path / "log"
    monkeypatch.setenv(LOG, str(path))
    return path


def run(folder, asked, do=quick):
    return sweep(asked, HERE, Store(folder), do=do)


def test_there_is_a_file_for_each_replication_and_what_the_sweep_is(tmp_path):
    run(tmp_path / "s", tasks(2, "NDW21 later", "../ Lent"))
    names = sorted(content(Store(tmp_path / "s")))
    assert [name.partition("-")[0] for name in names] == [
        *("lent", "lent", "ndw21", "ndw21", SWEEP),
    ]
    assert sorted(name.rsplit("/", 1)[1][:5] for name in names[:4]) == ["0000-"] * 2 + ["0001-"] * 2
    told = json.loads((tmp_path / "s" / SWEEP).read_text("utf-8"))
    assert list(told["scenarios"]) == ["../ Lent", "NDW21 later"]
    assert told["scenarios"]["NDW21 later"]["seed"] == "7"
    assert len(told["scenarios"]["NDW21 later"]["instance"]) == 64
    assert sorted(told["versions"]) == ["plaatswijs", "solver"]


def test_the_tables_hold_what_came_of_every_task_in_order(tmp_path):
    asked = tasks(3, "b", "a")
    found = run(tmp_path / "s", asked)
    in_order = sorted(asked, key=lambda task: (task.scenario == "a", task.replication))
    results = [quick(replace(t, instance=found_instance(t))) for t in in_order]
    assert found.figures.columns.tolist() == [
        *("scenario", "replication", "measure", "group", "value"),
    ]
    assert [
        (s, n, m, g, None if pd.isna(v) else v)
        for s, n, m, g, v in found.figures.itertuples(index=False)
    ] == [
        (r.scenario, r.replication, f.measure, f.group, f.value) for r in results for f in r.figures
    ]
    assert [
        (s, n, h, p, None if pd.isna(w) else w, x)
        for s, n, h, p, w, x in found.outcomes.itertuples(index=False)
    ] == [
        (r.scenario, r.replication, o.household, o.persons, o.week, o.waited)
        for r in results
        for o in r.outcomes
    ]
    assert found.outcomes["week"].isna().sum() == 6
    assert found.households.back(found.outcomes["household"].iloc[0]) == "H1"


def found_instance(task):
    """Return the instance as it is sent: its first household is H00001."""
    first = task.instance.households[0].model_copy(update={"id": "H00001"})
    return task.instance.model_copy(update={"households": (first,)})


def test_tables_of_nothing_have_their_columns(tmp_path):
    with Store(tmp_path / "s").open(tasks(1)) as opened:
        assert opened.figures().columns.tolist()[-1] == "value"
        assert len(opened.outcomes()) == 0


def test_more_replications_and_another_scenario_can_be_added(tmp_path, log):
    run(tmp_path / "s", tasks(2, "a"))
    found = run(tmp_path / "s", tasks(3, "a", "b"))
    assert noted(log) == ["a/0", "a/1", "a/2", "b/0", "b/1", "b/2"]
    assert found.done_before == 2
    assert len(found.outcomes) == 12
    # And who asks less sees what was asked, while the rest stays.
    fewer = run(tmp_path / "s", tasks(1, "b"))
    assert set(fewer.figures["scenario"]) == {"b"}
    assert sorted(json.loads((tmp_path / "s" / SWEEP).read_text())["scenarios"]) == ["a", "b"]
    assert len(content(Store(tmp_path / "s"))) == 7


def shifted():
    return TINY.model_copy(update={"peildatum": TINY.peildatum + timedelta(days=1)})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seed": 8}, "a: seed"),
        ({"policy": "longest-waiting-first"}, "a: policy"),
        ({"instance": shifted()}, "a: instance"),
        ({"future": Future(weeks=3, inflow=Inflow(factor=Decimal("1.25")))}, "a: future"),
    ],
)
def test_a_store_of_another_sweep_is_refused_with_what_differs(tmp_path, change, told):
    run(tmp_path / "s", tasks(1, "a", "b"))
    before = content(Store(tmp_path / "s"))
    other = [replace(t, **change) if t.scenario == "a" else t for t in tasks(1, "a", "b")]
    with pytest.raises(BadCall) as caught:
        run(tmp_path / "s", other)
    assert (caught.value.message, caught.value.values["differences"]) == ("sweep.other_sweep", told)
    assert content(Store(tmp_path / "s")) == before


def test_a_store_of_another_version_is_refused(tmp_path, monkeypatch):
    run(tmp_path / "s", tasks(1, "a"))
    monkeypatch.setattr(identity, "__version__", "0.0.1")
    with pytest.raises(BadCall) as caught:
        run(tmp_path / "s", tasks(1, "a"))
    assert caught.value.values["differences"] == "plaatswijs"


@pytest.mark.parametrize("text", ["{}", "[1]", "no json", '{"scenarios": [], "versions": {}}'])
def test_a_folder_with_something_else_is_refused(tmp_path, text):
    (tmp_path / SWEEP).write_text(text, "utf-8")
    with pytest.raises(BadCall, match=r"sweep\.no_store"):
        run(tmp_path, tasks(1))


def test_a_folder_with_other_files_is_refused(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(BadCall, match=r"sweep\.no_store"):
        run(tmp_path, tasks(1))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_place_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadCall, match=r"cli\.cannot_write"):
        run(tmp_path / "file", tasks(1))


def test_two_sweeps_do_not_write_in_one_store(tmp_path):
    with Store(tmp_path).open(tasks(1)), pytest.raises(BadCall, match=r"sweep\.store_busy"):
        run(tmp_path, tasks(1))
    with Store(tmp_path).open(tasks(1)):
        pass


@pytest.mark.parametrize("harm", ["half", "one bit", "empty"])
def test_a_damaged_file_is_made_again(tmp_path, log, harm):
    run(tmp_path / "s", tasks(3))
    before = content(Store(tmp_path / "s"))
    name = sorted(before)[1]
    whole = before[name]
    bit = bytearray(whole)
    bit[len(whole) // 2] ^= 1
    written = {"half": whole[: len(whole) // 2], "one bit": bytes(bit), "empty": b""}[harm]
    (tmp_path / "s" / name).write_bytes(written)
    log.unlink()
    found = run(tmp_path / "s", tasks(3))
    assert (found.damaged, found.done_before) == (1, 2)
    assert noted(log) == ["as it is/1"]
    assert content(Store(tmp_path / "s")) == before


def test_what_was_being_written_when_it_was_killed_is_gone(tmp_path):
    run(tmp_path / "s", tasks(1))
    before = content(Store(tmp_path / "s"))
    scenario = tmp_path / "s" / sorted(before)[0].split("/")[0]
    (scenario / ".0001-0123456789abcdef.parquet.new").write_bytes(b"half")
    (tmp_path / "s" / f".{SWEEP}.new").write_bytes(b"half")
    run(tmp_path / "s", tasks(1))
    assert content(Store(tmp_path / "s")) == before


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(path, content):
        path.write_bytes(content[:5])
        raise OSError(28, "No space left on device")

    with Store(tmp_path).open(tasks(1)) as opened:
        before = content(Store(tmp_path))
        monkeypatch.setattr(disk, "write_file", full)
        with pytest.raises(OSError, match="No space left"):
            opened.put(quick(tasks(1)[0]))
    assert content(Store(tmp_path)) == before


def test_other_files_in_the_folder_of_a_scenario_are_let_be(tmp_path):
    run(tmp_path / "s", tasks(1))
    scenario = next(path for path in (tmp_path / "s").iterdir() if path.is_dir())
    (scenario / "notes.txt").touch()
    assert run(tmp_path / "s", tasks(1)).done_before == 1
    assert (scenario / "notes.txt").exists()


def test_two_answers_to_one_replication_are_refused(tmp_path):
    """Somebody put the files of another machine beside ours, and they are not the same."""
    run(tmp_path / "s", tasks(1))
    [name, _] = sorted(content(Store(tmp_path / "s")))
    other = b"other numbers"
    (tmp_path / "s" / name).with_name(f"0000-{store._digest(other)}.parquet").write_bytes(other)
    with pytest.raises(BadCall, match=r"sweep\.twice"):
        run(tmp_path / "s", tasks(1))


def test_a_scenario_is_one_thing(tmp_path):
    first, second = tasks(2)
    with pytest.raises(ValueError, match="is two things"):
        run(tmp_path, [first, replace(second, seed=9)])
