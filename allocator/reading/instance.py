"""Reading an instance: the whole road from files to the domain."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from allocator.domain.instance import Instance
from allocator.errors import Fault
from allocator.reading.build import build_instance
from allocator.reading.checks import check_all, drop_gone
from allocator.reading.faults import Faults
from allocator.reading.source import read_source


@dataclass(frozen=True)
class Reading:
    """An instance and what is odd about it."""

    instance: Instance
    warnings: tuple[Fault, ...] = ()


def read_instance(path: str | PathLike[str]) -> Reading:
    """Read a folder of CSV files with instance.toml, or an .xlsx workbook.

    Raises
    ------
    BadInput
        When anything is wrong: all faults of all files together, and the warnings.
    """
    faults = Faults()
    source = read_source(Path(path), faults)
    check_all(source, faults)
    faults.stop_if_any()
    drop_gone(source)
    return Reading(build_instance(source), faults.sorted())
