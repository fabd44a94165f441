"""Writing a synthetic instance where nothing stands yet."""

from __future__ import annotations

import pytest

from allocator import generating
from allocator.errors import BadCall
from allocator.generate import generate
from allocator.generating import generate_files
from allocator.reading import digest, read_instance

VILLAGE = {
    "size": "village",
    "seed": 1,
    "limits": "tight",
    "shelter": "enough",
    "scarcity": "mid",
}


@pytest.mark.parametrize("name", ["new", "new.xlsx", "new.XLSX", "new.folder"])
def test_what_was_made_is_what_stands_there(tmp_path, name):
    made = generate_files(tmp_path / name, **VILLAGE)
    assert made == generate("village", 1)
    assert (tmp_path / name).is_file() == name.lower().endswith(".xlsx")
    assert [f.name for f in tmp_path.iterdir()] == [name]
    assert digest(read_instance(tmp_path / name).instance) == digest(made)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("file", "cli.target_exists"),
        ("full", "cli.target_exists"),
        ("file/new", "cli.cannot_write"),
        ("..", "cli.out_no_name"),
    ],
)
def test_what_cannot_be_used(tmp_path, monkeypatch, name, message):
    monkeypatch.setattr(generating, "generate", None)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()
    with pytest.raises(BadCall) as refused:
        generate_files(tmp_path / name, **VILLAGE)
    assert refused.value.message == message
    assert sorted(f.name for f in tmp_path.rglob("*")) == ["file", "full", "mine"]
