"""What arrived from outside, looked at and put in a folder of ours."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from allocator.reading.faults import Faults, shown
from allocator.reading.untrusted.archive import content_of, files_of, noting
from allocator.reading.untrusted.limits import (
    CHUNK,
    MEGABYTE,
    MOST_BYTES,
    MOST_CELLS,
    MOST_FILES,
    MOST_TOML,
)
from allocator.reading.untrusted.names import (
    SETTINGS,
    base_name,
    is_litter,
    is_unsafe,
    known_name,
    known_names,
)
from allocator.reading.untrusted.workbook import put_workbook

WORKBOOK, ZIP = ".xlsx", ".zip"
CONTAINERS = (WORKBOOK, ZIP)


@dataclass(frozen=True)
class Arrived:
    """A file as somebody sent it; ``size`` in bytes."""

    name: str
    content: BinaryIO
    size: int


def put(arrived: Sequence[Arrived], folder: Path) -> Path:
    """Put what arrived in a folder, and return the instance in it: a folder or a workbook.

    Parameters
    ----------
    folder
        An empty folder of ours.

    Raises
    ------
    BadInput
        With all that is wrong, when it may not be read.
    """
    faults = Faults()
    _look(arrived, faults)
    faults.stop_if_any()
    first = arrived[0]
    if _ending(first) == WORKBOOK:
        target = folder / f"instance{WORKBOOK}"
        put_workbook(first.content, shown(first.name), target, faults)
    else:
        target = folder / "instance"
        target.mkdir()
        meter = _Meter(target, faults)
        if _ending(first) == ZIP:
            _put_zip(first, meter, faults)
        else:
            for one in arrived:
                meter.put(known_name(base_name(one.name)) or "", _parts(one.content))
    faults.stop_if_any()
    return target


def _ending(arrived: Arrived) -> str:
    return Path(arrived.name).suffix.casefold()


def _look(arrived: Sequence[Arrived], faults: Faults) -> None:
    """Note what is wrong with the names and sizes."""
    if not arrived:
        faults.add("–", None, "", "reading.upload_none")
    if len(arrived) > MOST_FILES:
        faults.add("–", None, "", "reading.upload_too_many", most=MOST_FILES)
    if sum(one.size for one in arrived) > MOST_BYTES:
        faults.add("–", None, "", "reading.upload_too_large", most=MOST_BYTES // MEGABYTE)
    seen: dict[str, str] = {}
    for one in arrived:
        name = shown(base_name(one.name))
        if _ending(one) in CONTAINERS:
            if len(arrived) > 1:
                faults.add(name, None, "", "reading.upload_mixed")
            continue
        known = known_name(base_name(one.name))
        if known is None:
            faults.add(name, None, "", "reading.upload_unknown", names=known_names())
        elif known in seen:
            faults.add(name, None, "", "reading.table_twice", first=seen[known])
        else:
            seen[known] = name


def _put_zip(arrived: Arrived, meter: _Meter, faults: Faults) -> None:
    """Put the files of an instance that an archive holds; of others only say so."""
    name = shown(base_name(arrived.name))
    seen: dict[str, str] = {}
    with (
        noting(name, "reading.upload_not_a_zip", faults),
        zipfile.ZipFile(arrived.content) as archive,
    ):
        for entry in files_of(archive, name, faults):
            said = shown(entry.filename)
            known = known_name(base_name(entry.filename))
            if is_unsafe(entry.orig_filename):
                faults.add(name, None, "", "reading.upload_path", found=said)
            elif is_litter(entry.filename):
                continue
            elif entry.filename.casefold().endswith(CONTAINERS):
                faults.add(name, None, "", "reading.upload_nested", found=said)
            elif known is None:
                faults.add(said, None, "", "reading.unknown_file", warning=True)
            elif known in seen:
                faults.add(said, None, "", "reading.table_twice", first=seen[known])
            else:
                seen[known] = said
                meter.put(known, content_of(archive, entry))
        if not seen:
            faults.add(name, None, "", "reading.upload_unknown", names=known_names())


class _Meter:
    """Writes files to a folder, as long as what they would become is not too much."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self._folder, self._faults = folder, faults
        self._cells = 0

    def put(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file."""
        size = 0
        with (self._folder / name).open("xb") as made:
            for part in parts:
                size += len(part)
                self._cells += sum(map(part.count, (b",", b";", b"\n", b"\r")))
                if self._cells > MOST_CELLS or (name == SETTINGS and size > MOST_TOML):
                    self._faults.add(name, None, "", "reading.upload_cells", most=MOST_CELLS)
                    return
                made.write(part)


def _parts(content: BinaryIO) -> Iterator[bytes]:
    while part := content.read(CHUNK):
        yield part
