from __future__ import annotations

import pytest

from benchmarks.readme import END, START, put


def test_replaces_what_stands_between_the_markers(tmp_path):
    file = tmp_path / "README.md"
    file.write_text(f"# Title\n\n{START}\n{END}\n\n## After\n", encoding="utf-8")
    put("| old |", file)
    put("| néw |", file)
    assert file.read_text(encoding="utf-8") == (
        f"# Title\n\n{START}\n\n| néw |\n\n{END}\n\n## After\n"
    )


@pytest.mark.parametrize("text", ["", START, END, f"{END}{START}", f"{START}{END}{END}"])
def test_markers_must_be_there_once(tmp_path, text):
    file = tmp_path / "README.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="markers"):
        put("| new |", file)
    assert file.read_text(encoding="utf-8") == text
