"""The lines of the keys in a TOML file."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.reading.toml_lines import key_lines

TEXT = '''\
# first
a = 1
"b c".d = """
x = 2
""\\"""" # not a key: y = 3
e = [ # a list
  1, [2, "],]"],
  {f = 3, g = {h = 'a}b', "i" = []}},
]

  [ t . "u" ]
v = """"quoted""""
w = "a # b" # c
[[t.x]]
y = 1
[[ t.x ]]
y = 2
[t.x.z]
q = 2025-01-01 00:00:00
k = \'\'\'
[no.table]
\'\'\'
r = true'''


def test_lines() -> None:
    tomllib.loads(TEXT)
    lines = key_lines(TEXT)
    assert lines[("a",)] == 2
    assert lines[("b c",)] == lines[("b c", "d")] == 3
    assert lines[("e",)] == 6
    assert lines[("e", 1)] == 7
    assert lines[("e", 2, "f")] == lines[("e", 2, "g", "h")] == lines[("e", 2, "g", "i")] == 8
    assert lines[("t", "u")] == 11
    assert (lines[("t", "u", "v")], lines[("t", "u", "w")]) == (12, 13)
    assert (lines[("t", "x", 0)], lines[("t", "x", 0, "y")]) == (14, 15)
    assert (lines[("t", "x", 1)], lines[("t", "x", 1, "y")]) == (16, 17)
    assert lines[("t", "x", 1, "z", "q")] == 19
    assert (lines[("t", "x", 1, "z", "k")], lines[("t", "x", 1, "z", "r")]) == (20, 23)
    assert not any("no" in path for path in lines)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Return the paths of all keys in a document."""
    if isinstance(value, dict):
        inner = [((*path, key), item) for key, item in value.items()]
    elif isinstance(value, list):
        inner = [((*path, at), item) for at, item in enumerate(value)]
    else:
        inner = []
    return {p for p, _ in inner}.union(*(_paths(item, p) for p, item in inner))


PIECES = st.sampled_from(
    ["a = 1\n", "b.c = 'x'\n", "d = [1, [2], {e = 3}]\n", "[t]\n", "[[u]]\n", "[u.v]\n", "\n",
     "# c\n", 'f = """\na = 2\n"""\n', "g = {h = [], i = {j = '}'}}\n", "[t.w]\n"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_every_key_of_a_valid_document_has_its_line(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    assert set(lines) == _paths(document)
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in text.splitlines()[line - 1]
