"""What docs/scenarios.md says of the file is what the program reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allocator.parameters.expectations import Value, expectations
from allocator.reading.scenario.future_keys import (
    INFLOW_TYPES,
    OF_ALL,
    SECTIONS,
    TYPES,
    VACANCY_TYPES,
)
from allocator.reading.scenario.keys import (
    CHANGEABLE,
    CONVERT_KEYS,
    INSTANCE_KEYS,
    SHIFT_KEYS,
    TOP,
    Named,
)
from tests.reading.laid import found
from tests.reading.small import Files
from tests.test_docs import rows, section

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/scenarios.md").read_text("utf-8")


def told(heading: str) -> list[list[str]]:
    return rows(section(PAGE, heading).split("\n### ")[0])


def dutch(name: str, also: str) -> str:
    """Return the Dutch name as the page shows it: nothing when it is the same."""
    return "" if name == also else also


def test_every_key_of_the_file_is_told() -> None:
    lines = {re.sub(r"[`\[\]]|\.TABLE", "", row[0]): row[1] for row in told("Tables and keys")}
    assert lines == {one.name: dutch(one.name, one.dutch) for one in TOP}
    (settings,) = (row[2] for row in told("Tables and keys") if row[0] == "`[instance]`")
    assert re.findall("`(.*?)`", settings) == [one.name for one in INSTANCE_KEYS]
    (tables,) = re.findall(r"`TABLE` is one of ([^.]*)\.", PAGE)
    assert set(re.findall("`(.*?)`", tables)) == {table.name for table in CHANGEABLE}


@pytest.mark.parametrize(
    ("heading", "keys"), [("Shifting", SHIFT_KEYS), ("Converting", CONVERT_KEYS)]
)
def test_every_key_of_a_table_is_told(heading: str, keys: tuple[Named, ...]) -> None:
    lines = [(row[0].strip("`"), row[1]) for row in told(heading)]
    assert lines == [(one.name, one.dutch) for one in keys]


def shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def test_every_number_is_told_with_its_default_and_source() -> None:
    names = {one.name: one.dutch for one in OF_ALL}
    for part in SECTIONS:
        names |= {f"{part.name}.{one.name}": one.dutch for one in part.keys}
        names |= {f"{part.name}.{TYPES.name}": TYPES.dutch} if part.types else {}
    lines = {row[0].strip("`"): (row[1], *row[3:]) for row in told("What is expected")}
    numbers = {key: line for key, line in lines.items() if key in names}
    assert numbers == {
        key: (dutch(key.split(".")[-1], names[key]), shown(one.value), one.source["en"])
        for key, one in expectations().items()
    }
    words = re.sub(r"\s+", " ", section(PAGE, "What is expected"))
    for part in SECTIONS:
        if part.name != part.dutch:
            assert re.search(rf"\b{part.name} (is )?{part.dutch}\b", words), part.name


def test_every_column_of_a_type_is_told() -> None:
    lines = [row for row in told("What is expected") if len(row) == 4]
    columns = (*INFLOW_TYPES.columns, *VACANCY_TYPES.columns)
    assert [(row[0], row[1]) for row in lines] == [
        (f"`{column.name}`", column.dutch) for column in columns
    ]
    assert [row[3] == "mandatory" for row in lines] == [column.mandatory for column in columns]


def test_every_ready_scenario_is_told() -> None:
    files = {path.name for path in (ROOT / "instances/nijmegen/scenarios").iterdir()}
    assert {row[0].strip("`") for row in told("The scenarios of Nijmegen")} == files


def test_what_it_shows_can_be_read(files: Files) -> None:
    examples = re.findall(r"```toml\n(.*?)```", section(PAGE, "The file"), re.DOTALL)
    assert [found(files, text) for text in examples] == [()] * 2
