"""A scenario laid over the small instance, for tests."""

from __future__ import annotations

from pathlib import Path

from allocator.errors import BadInput, Fault
from allocator.reading.scenario import ScenarioReading, read_scenario
from tests.reading.small import Files, Place


def scenario(files: Files, text: str) -> Path:
    """Write a scenario beside the instance and return its path."""
    path = files.folder.parent / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read(files: Files, text: str) -> ScenarioReading:
    """Write an instance and a scenario, and read both."""
    return read_scenario(files.write(), scenario(files, text))


def found(files: Files, text: str) -> tuple[Fault, ...]:
    """Return all faults and warnings of an instance with a scenario."""
    try:
        faults = read(files, text).warnings
        assert all(fault.warning for fault in faults)
    except BadInput as error:
        faults = error.faults
        assert not all(fault.warning for fault in faults)
    return faults


def places(files: Files, text: str) -> list[Place]:
    """Return the places and messages of all faults."""
    return [
        (f.file, f.row, f.column, f.message.removeprefix("reading.")) for f in found(files, text)
    ]
