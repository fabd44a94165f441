"""``allocator generate``: an instance that is read again, the same for the same seed."""

from __future__ import annotations

import pytest

from allocator import generating
from allocator.reading import digest, read_instance
from tests.cli.build import contents

VILLAGE = ("--size", "village", "--seed")


def test_a_folder(call, tmp_path):
    called = call("generate", tmp_path / "deep" / "new", *VILLAGE, 1)
    assert called.code == 0
    assert called.out.startswith(f"Geschreven: {tmp_path / 'deep' / 'new'}. Huishoudens van ")
    assert "statushouders: 20, van ontheemden: " in called.out
    assert called.err == ""
    found = read_instance(tmp_path / "deep" / "new")
    assert found.warnings == ()
    assert len(found.instance.homes) == 6


def test_a_workbook_holds_the_same(call, tmp_path):
    assert call("generate", tmp_path / "new", *VILLAGE, 1).code == 0
    assert call("generate", tmp_path / "new.xlsx", *VILLAGE, 1).code == 0
    one, other = (digest(read_instance(tmp_path / n).instance) for n in ("new", "new.xlsx"))
    assert one == other
    assert sorted(f.name for f in tmp_path.iterdir()) == ["new", "new.xlsx"]


def test_the_same_seed_gives_the_same_bytes(call, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert call("generate", tmp_path / name, *VILLAGE, seed).code == 0
    a, b, c = (contents(tmp_path / name) for name in "abc")
    assert a == b
    assert a != c
    for name in ("d.xlsx", "e.xlsx"):
        assert call("generate", tmp_path / name, *VILLAGE, 1).code == 0
    assert (tmp_path / "d.xlsx").read_bytes() == (tmp_path / "e.xlsx").read_bytes()


def test_options_are_passed_on(call, tmp_path, monkeypatch):
    seen = []
    right = generating.generate

    def generate(size, seed, **options):
        seen.append((size, seed, options))
        return right(size, seed, **options)

    monkeypatch.setattr(generating, "generate", generate)
    more = ("--limits", "loose", "--shelter", "short", "--scarcity", "high")
    assert call("generate", tmp_path / "a", *VILLAGE, 3).code == 0
    assert call("generate", tmp_path / "b", *VILLAGE, 3, *more).code == 0
    usual = {"limits": "tight", "shelter": "enough", "scarcity": "mid"}
    asked = {"limits": "loose", "shelter": "short", "scarcity": "high"}
    assert seen == [("village", 3, usual), ("village", 3, asked)]


def test_nothing_of_yours_is_overwritten(call, tmp_path):
    (tmp_path / "empty").mkdir()
    assert call("generate", tmp_path / "empty", *VILLAGE, 1).code == 0
    (tmp_path / "file").write_text("mine")
    before = contents(tmp_path / "empty")
    for target in ("empty", "file"):
        called = call("generate", tmp_path / target, *VILLAGE, 2)
        assert called.code == 2
        assert called.err == f"{tmp_path / target} bestaat al; kies een andere naam.\n"
    assert contents(tmp_path / "empty") == before


@pytest.mark.parametrize("target", ["file/new", ".", ".."])
def test_a_place_that_cannot_be_used(call, tmp_path, monkeypatch, target):
    monkeypatch.setattr(generating, "generate", None)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    place = tmp_path / target if "/" in target else target
    assert call("generate", place, *VILLAGE, 1).code == 2
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize("target", ["new", "new.xlsx"])
def test_a_disk_that_is_full(call, tmp_path, monkeypatch, target):
    def full(instance, place):
        raise OSError(28, "No space left on device", str(place))

    monkeypatch.setattr(generating, "write_folder", full)
    monkeypatch.setattr(generating, "write_workbook", full)
    called = call("generate", tmp_path / target, *VILLAGE, 1, "--json")
    assert called.code == called.document["exit"] == 1
    assert "No space left on device" in called.err
    assert list(tmp_path.iterdir()) == []
