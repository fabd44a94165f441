"""``--write-model``: the model of each tier beside the plan, or an error before the solve."""

from __future__ import annotations

import os

import pytest

from allocator import matching, matching_run

TIERS = ("relocations", "stability", "fit", "spread", "occupancy", "lottery")


@pytest.mark.parametrize("ending", [".lp", ".mps", ".LP"])
def test_a_file_for_each_tier(call, golden, tmp_path, ending):
    models = tmp_path / "models"
    models.mkdir()
    called = call(
        "match", golden, "--out", tmp_path / "plan", "--write-model", models / f"m{ending}"
    )
    assert called.code == 0
    names = [f"m{ending}", *(f"m-{i}-{name}{ending}" for i, name in enumerate(TIERS, start=2))]
    assert sorted(file.name for file in models.iterdir()) == sorted(names)
    for name in names:
        text = (models / name).read_text()
        assert text.rstrip().endswith("End" if ending.lower() == ".lp" else "ENDATA")


def test_a_model_can_be_solved_by_another_solver(call, golden, tmp_path):
    import highspy

    file = tmp_path / "m.lp"
    assert call("match", golden, "--out", tmp_path / "plan", "--write-model", file).code == 0
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.readModel(str(file))
    solver.run()
    assert abs(solver.getObjectiveValue()) == pytest.approx(162)


def test_beside_the_run_without_a_folder_in_its_name(call, golden, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("match", "golden", "--out", "plan", "--write-model", "m.mps").code == 0
    assert (tmp_path / "m.mps").is_file()
    assert [f.name for f in tmp_path.iterdir() if f.name.startswith(".")] == []


def test_in_a_new_folder(call, golden, tmp_path):
    file = tmp_path / "new" / "m.lp"
    assert call("match", golden, "--out", tmp_path / "plan", "--write-model", file).code == 0
    assert file.is_file()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("model.txt", "Het modelbestand {file} moet eindigen op .lp of .mps."),
        ("model", "Het modelbestand {file} moet eindigen op .lp of .mps."),
        ("folder.lp", "{file} is een map; kies voor het model een bestand."),
        ("a-file/m.lp", "{file} kan niet geschreven worden ({tmp}/a-file: Not a directory); "),
    ],
)
def test_an_error_before_the_solve(call, golden, tmp_path, monkeypatch, file, said):
    monkeypatch.setattr(matching_run, "match", None)
    (tmp_path / "folder.lp").mkdir()
    (tmp_path / "a-file").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    called = call("match", golden, "--out", tmp_path / "plan", "--write-model", tmp_path / file)
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(said.format(file=tmp_path / file, tmp=tmp_path))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_may_not_be_written_in(call, golden, tmp_path, monkeypatch):
    monkeypatch.setattr(matching_run, "match", None)
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path / "theirs")
    (tmp_path / "theirs").mkdir()
    for option in ("--write-model", "--out"):
        ours = ("--out", tmp_path / "plan") if option == "--write-model" else ()
        called = call("match", golden, *ours, option, tmp_path / "theirs" / "x.lp")
        assert called.code == 2
        assert f"{tmp_path}/theirs: Permission denied" in called.err
    assert sorted(f.name for f in tmp_path.iterdir()) == ["golden", "theirs"]


def test_a_model_that_fails_leaves_nothing(call, golden, tmp_path, monkeypatch):
    def fails(problem, aims, best, path):
        path.write_text("half")
        raise OSError(28, os.strerror(28), str(path))

    monkeypatch.setattr(matching, "write_models", fails)
    (tmp_path / "m.lp").write_text("an earlier model")
    called = call("match", golden, "--out", tmp_path / "plan", "--write-model", tmp_path / "m.lp")
    assert called.code == 1
    assert "No space left on device" in called.err
    assert (tmp_path / "m.lp").read_text() == "an earlier model"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["golden", "m.lp"]
