"""A workbook from outside, written anew with nothing but what we read of it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from allocator.reading.faults import Faults
from allocator.reading.untrusted.archive import content_of, files_of, noting
from allocator.reading.untrusted.sheets import Counted, NotXml, Walk

PARTS = (".xml", ".rels")
SHARED = "sharedstrings.xml"
LINKS = "xl/_rels/workbook.xml.rels"
BROKEN = "reading.not_a_workbook"


def put_workbook(content: BinaryIO, name: str, target: Path, faults: Faults) -> None:
    """Write a workbook anew when it is harmless; a fault is noted when it is not."""
    with noting(name, BROKEN, faults), zipfile.ZipFile(content) as archive:
        entries = [e for e in files_of(archive, name, faults) if is_part(e.filename)]
        names = [entry.filename.casefold() for entry in entries]
        if len(set(names)) < len(names) or LINKS not in names:
            raise NotXml
        counted = Counted()
        # Shared texts first: cells point to them.
        for entry in sorted(entries, key=lambda entry: not entry.filename.lower().endswith(SHARED)):
            Walk(counted).through(content_of(archive, entry))
        _refuse_other_parts(archive, next(e for e in entries if e.filename.casefold() == LINKS))
        _write(archive, entries, target)


def is_part(name: str) -> bool:
    """Tell whether a file in a workbook is one that is read."""
    return name.casefold().endswith(PARTS)


def _refuse_other_parts(archive: zipfile.ZipFile, links: zipfile.ZipInfo) -> None:
    """Refuse sheets that stand where nobody looked.

    Raises
    ------
    NotXml
        When a part of the workbook is not a file of XML.
    """

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and not is_part(attributes.get("Target", "")):
            raise NotXml

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    for part in content_of(archive, links):
        parser.Parse(part, False)
    parser.Parse(b"", True)


def _write(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], target: Path) -> None:
    """Write the parts of a workbook that are read to a new one."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for entry in entries:
            with made.open(zipfile.ZipInfo(entry.filename), "w") as part:
                for some in content_of(archive, entry):
                    part.write(some)
