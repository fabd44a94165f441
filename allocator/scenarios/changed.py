"""An instance as a scenario changes it, as an instance of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allocator.domain.instance import Instance
from allocator.errors import BadCall, Fault
from allocator.reading import digest, write_folder
from allocator.reading.scenario import read_scenario
from allocator.report.folder import new_folder, put_in_place, refuse_nameless, refuse_unwritable


@dataclass(frozen=True)
class Changed:
    """An instance that was written: by which scenario, where, and what was odd."""

    name: str
    instance: Instance
    folder: Path
    warnings: tuple[Fault, ...]

    @property
    def document(self) -> dict[str, object]:
        """What there is to tell of it."""
        return {
            "scenario": self.name,
            "folder": str(self.folder),
            "input_digest": digest(self.instance),
        }


def write_changed(source: Path, scenario: Path, target: Path) -> Changed:
    """Write the instance that a scenario makes of another to the new folder ``target``.

    What the scenario expects of coming weeks is no part of an instance.

    Raises
    ------
    BadInput
        When the instance or the scenario is unsound.
    BadCall
        When something stands at ``target``, or nothing can be written there.
    """
    refuse_nameless(target)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BadCall("cli.target_exists", path=target)
    refuse_unwritable(target)
    reading = read_scenario(source, scenario)
    with new_folder(target) as made:
        write_folder(reading.instance, made)
        put_in_place(made, target)
    return Changed(reading.scenario.name, reading.instance, target, reading.warnings)
