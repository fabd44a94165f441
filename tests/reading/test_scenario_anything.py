"""Whatever a scenario file holds, it is read or its faults are told."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.errors import BadInput, Fault
from allocator.reading import render_fault
from allocator.reading.scenario import read_scenarios
from allocator.reading.scenario.future_keys import OF_ALL, SECTIONS, TYPES
from allocator.reading.scenario.keys import CHANGEABLE, CONVERT_KEYS, SHIFT_KEYS, TOP, WHERE
from allocator.texts import texts
from tests.reading.small import FILES

COLUMNS = sorted({column.name for table in CHANGEABLE for column in table.columns})
PARTS = [key for part in SECTIONS for key in (part, *part.keys)]
KEYS = sorted(
    {key.name for key in (*TOP, *CHANGEABLE, *CONVERT_KEYS, *SHIFT_KEYS, *OF_ALL, *PARTS)}
    | {TYPES.name, WHERE.name, "factor", "from", "per_week", "x", *COLUMNS}
)
VALUES = st.one_of(
    st.integers(-5, 5),
    st.sampled_from([10**20, 0.5, True, date(2025, 5, 1), date(9999, 12, 31)]),
    st.sampled_from(["", "w1", "w2", "noord", "zuid", "bloem", "ndw21", "talis", "+20%", "-3"]),
    st.sampled_from(["nooit", "flexwoning", "2025-05-01", "1.050", "\u2028", "+", "ja"]),
)


def toml(value: object) -> str:
    """Return a value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def tables(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)


ANYTHING = st.recursive(VALUES, lambda v: tables(v) | st.lists(v | tables(v), max_size=2))
# What is likely to get somewhere: rows of a table of the instance.
ROWS = st.lists(
    st.dictionaries(st.sampled_from([*COLUMNS, "where"]), VALUES | tables(VALUES), max_size=5),
    min_size=1,
    max_size=3,
)
OF_TABLES = st.dictionaries(
    st.sampled_from([table.name for table in CHANGEABLE]), ROWS, min_size=1, max_size=2
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        **{key.name: ANYTHING for key in TOP},
        **{name: OF_TABLES | ANYTHING for name in ("add", "change", "remove")},
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=DOCUMENTS)
def test_anything(document: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        path = Path(folder) / "scenario.toml"
        lines = [f"{key} = {toml(value)}" for key, value in document.items()]
        path.write_text("\n".join(lines), encoding="utf-8")
        faults = told(folder, path)
    for language in ("nl", "en"):
        assert all(render_fault(fault, texts(language)) for fault in faults)


def told(folder: str, path: Path) -> tuple[Fault, ...]:
    """Return the faults, or the warnings of what could be read."""
    try:
        return read_scenarios(folder, [path])[0].warnings
    except BadInput as error:
        return error.faults
