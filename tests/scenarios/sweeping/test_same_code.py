"""By what it is known that another process has the same program."""

from __future__ import annotations

import re
from types import SimpleNamespace

from allocator.scenarios.sweeping import same_code


def test_versions_are_those_of_all_that_numbers_depend_on():
    found = same_code.versions()
    assert {"python", "plaatswijs", "highspy", "numpy"} <= found.keys()
    assert re.fullmatch(r"\d+\.\d+\.\d+ \([0-9a-f]{8}\)", found["plaatswijs"])


def test_a_change_of_the_code_shows_and_other_files_do_not(tmp_path, monkeypatch):
    package = SimpleNamespace(__file__=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(same_code, "allocator", package)
    (tmp_path / "rules.py").write_text("LIMIT = 1")
    before = same_code._code()
    (tmp_path / "rules.pyc").write_text("compiled")
    assert same_code._code() == before
    (tmp_path / "rules.py").write_text("LIMIT = 2")
    assert same_code._code() != before


def test_what_differs_is_named():
    assert same_code.differences({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == (
        "b 2 / 3, c – / 4"
    )
