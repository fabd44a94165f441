"""Tables as bytes: one form, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from allocator.report.csv import guarded, to_csv
from allocator.report.tables import Table


def test_bytes():
    table = Table(("a", "b"), [(1, None), ("x,y", 'say "é"'), (0.25, "")])
    assert to_csv(table) == 'a,b\n1,\n"x,y","say ""é"""\n0.25,\n'.encode()


def test_no_rows():
    assert to_csv(Table(("a", "b"), [])) == b"a,b\n"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula(sign):
    text = f"{sign}cmd|' /C calc'!A0"
    assert guarded(text) == "'" + text
    (_, (cell,)) = csv.reader(io.StringIO(to_csv(Table(("a",), [(text,)])).decode(), newline=""))
    assert cell == "'" + text


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "a\r\nb", "\n", 'a"\r', "a,b"])
def test_a_cell_never_ends_a_row(text):
    written = to_csv(Table(("a", "b"), [(text, "z"), ("y", "z")])).decode()
    found = list(csv.reader(io.StringIO(written, newline="")))
    assert found == [["a", "b"], [text, "z"], ["y", "z"]]


@pytest.mark.parametrize("cell", ["a=b", "", "'=x", "Hatert", " =x", -3, 0, -0.5, None, True])
def test_what_is_left_alone(cell):
    assert guarded(cell) is cell
