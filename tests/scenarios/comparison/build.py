"""Frames and scenario files for the tests of comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).parents[3]
TINY = ROOT / "instances" / "tiny"
Figures = Mapping[tuple[str, str, str], Sequence[float | None]]


def figures(given: Figures) -> pd.DataFrame:
    """Return figures: by scenario, measure and group the value of each replication.

    Ellipsis in place of a value: the replication does not have the figure.
    """
    rows = [
        (scenario, number, measure, group, value)
        for (scenario, measure, group), values in given.items()
        for number, value in enumerate(values)
        if value is not ...
    ]
    columns = ["scenario", "replication", "measure", "group", "value"]
    return pd.DataFrame(rows, columns=columns).astype({"value": "float64"})


def outcomes(*rows: tuple[str, int, str, int, int]) -> pd.DataFrame:
    """Return outcomes: scenario, replication, household, persons and weeks waited."""
    columns = ["scenario", "replication", "household", "persons", "waited"]
    return pd.DataFrame(rows, columns=columns)


def scenario(folder: Path, name: str, text: str = "", weeks: int = 6) -> Path:
    """Write a scenario with a name and return its file."""
    path = folder / f"{name}.toml"
    path.write_text(f'name = "{name}"\n{text}\n[future]\nweeks = {weeks}\n', "utf-8")
    return path
