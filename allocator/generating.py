"""Writing a synthetic instance to a folder or workbook."""

from __future__ import annotations

from pathlib import Path

from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.generate import generate
from allocator.reading import write_folder, write_workbook
from allocator.report.folder import new_folder, put_in_place, refuse_nameless, refuse_unwritable

WORKBOOK = ".xlsx"


def generate_files(
    target: Path, *, size: str, seed: int, limits: str, shelter: str, scarcity: str
) -> Instance:
    """Generate an instance and write it to a new folder, or to a workbook (``.xlsx``).

    Raises
    ------
    BadCall
        When something stands at ``target`` already, or nothing can be written there.
    """
    refuse_nameless(target)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BadCall("cli.target_exists", path=target)
    refuse_unwritable(target)
    instance = generate(size, seed, limits=limits, shelter=shelter, scarcity=scarcity)
    with new_folder(target) as made:
        if target.suffix.lower() == WORKBOOK:
            write_workbook(instance, made / target.name)
            (made / target.name).rename(target)
        else:
            write_folder(instance, made)
            put_in_place(made, target)
    return instance
