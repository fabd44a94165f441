"""Writing an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

from allocator.errors import BadCall
from allocator.reading import template
from allocator.report.folder import new_folder, refuse_nameless, refuse_unwritable, write_file

WORKBOOK = ".xlsx"


def template_file(target: Path, language: str) -> None:
    """Write an empty workbook in a language; it is there whole, or not at all.

    Raises
    ------
    BadCall
        When something stands at ``target`` already, its name is not that of a workbook, or
        nothing can be written there.
    """
    refuse_nameless(target)
    if target.suffix.lower() != WORKBOOK:
        raise BadCall("cli.template_ending", path=target)
    if target.exists() or target.is_symlink():
        raise BadCall("cli.target_exists", path=target)
    refuse_unwritable(target)
    with new_folder(target) as made:
        write_file(made / target.name, template(language))
        (made / target.name).rename(target)
