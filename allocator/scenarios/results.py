"""A folder with what was found of scenarios; whole, or not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from allocator.report.folder import (
    new_folder,
    put_in_place,
    refuse_foreign,
    refuse_nameless,
    refuse_unwritable,
    write_file,
)


def refuse_target(target: Path, names: Collection[str]) -> None:
    """Make sure, before long work, that results can be put at ``target``.

    Parameters
    ----------
    names
        Of the files that results have: a folder with others is no earlier result.

    Raises
    ------
    BadCall
        When it cannot be used.
    """
    refuse_nameless(target)
    refuse_foreign(target, names)
    refuse_unwritable(target)


def put_results(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files by name to the folder ``target``; all of them, or none.

    A name may begin with that of a folder in it: ``plan/stays.csv``.

    Raises
    ------
    BadCall
        When no folder can be made there.
    """
    with new_folder(target) as made:
        for name, content in files.items():
            (made / name).parent.mkdir(exist_ok=True)
            write_file(made / name, content)
        put_in_place(made, target)
