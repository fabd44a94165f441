"""``allocator template``: an empty workbook where nothing stands yet."""

from __future__ import annotations

import pytest

from allocator import templating
from allocator.reading import template


@pytest.mark.parametrize("language", ["nl", "en"])
def test_written(call, tmp_path, language):
    file = tmp_path / "deep" / "in.XLSX"
    called = call("template", file, "--lang", language)
    assert called.code == 0
    assert called.err == ""
    assert called.out.startswith({"nl": "Geschreven: ", "en": "Written: "}[language] + str(file))
    assert file.read_bytes() == template(language)
    assert [f.name for f in file.parent.iterdir()] == ["in.XLSX"]


def test_json(call, tmp_path):
    document = call("template", tmp_path / "in.xlsx", "--json").document
    assert document["file"] == str(tmp_path / "in.xlsx")
    assert document["tables"][:4] == ["instance", "taakstelling", "wijken", "corporaties"]
    assert len(document["tables"]) == 14


def test_checked_it_says_what_is_missing(call, tmp_path):
    assert call("template", tmp_path / "in.xlsx").code == 0
    called = call("check", tmp_path / "in.xlsx")
    assert called.code == 2
    assert [line.split(": ")[0] for line in called.err.splitlines() if ": " in line][-3:] == [
        *("instance:2:naam", "instance:3:gemeente", "instance:4:peildatum")
    ]


def test_nothing_of_yours_is_overwritten(call, tmp_path):
    (tmp_path / "in.xlsx").write_text("mine")
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "nowhere")
    for name in ("in.xlsx", "folder.xlsx", "link.xlsx"):
        called = call("template", tmp_path / name)
        assert called.code == 2
        assert called.err == f"{tmp_path / name} bestaat al; kies een andere naam.\n"
    assert (tmp_path / "in.xlsx").read_text() == "mine"


@pytest.mark.parametrize("name", ["in.xls", "in", "in.csv", ".xlsx", "file/in.xlsx"])
def test_a_place_that_cannot_be_used(call, tmp_path, name):
    (tmp_path / "file").touch()
    called = call("template", tmp_path / name, "--json")
    assert called.code == called.document["exit"] == 2
    assert sorted(f.name for f in tmp_path.iterdir()) == ["file"]


def test_a_disk_that_is_full(call, tmp_path, monkeypatch):
    def full(path, content):
        path.write_bytes(content[:100])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(templating, "write_file", full)
    called = call("template", tmp_path / "in.xlsx")
    assert called.code == 1
    assert "No space left on device" in called.err
    assert list(tmp_path.iterdir()) == []
