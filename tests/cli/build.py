"""What the tests of the command share: instances on disk, and what a call came to."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import cli
from allocator.domain.instance import Instance
from allocator.reading import write_folder

CSV_FILES = ("proposals.csv", "unplaced.csv", "wijken.csv")
FILES = (*CSV_FILES, "summary.json", "report.html", "plan.xlsx")


@dataclass(frozen=True)
class Called:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output; fails when there is anything else."""
        return json.loads(self.out)


Call = Callable[..., Called]


def written(instance: Instance, folder: Path) -> Path:
    """Write an instance to a folder."""
    write_folder(instance, folder)
    return folder


def ended(*arguments: object) -> None:
    """Call the command for what several tests begin with; it must end well."""
    with pytest.raises(SystemExit) as end:
        cli.main([str(argument) for argument in arguments])
    assert end.value.code == 0, arguments


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def tables(folder: Path) -> dict[str, bytes]:
    """Return the CSV files of a plan."""
    return {name: (folder / name).read_bytes() for name in CSV_FILES}


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def summary(folder: Path, *, seconds: bool = False) -> dict[str, Any]:
    """Return the summary of a plan, without its seconds."""
    found = json.loads((folder / "summary.json").read_text("utf-8"))
    if not seconds:
        del found["seconds"]
    return found
