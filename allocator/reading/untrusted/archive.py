"""Archives from outside: whether they may be unpacked, and reading what is in them.

The sizes that an archive gives of itself may be lies: what is read is counted too.
"""

from __future__ import annotations

import errno
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from allocator.reading.faults import Faults, shown
from allocator.reading.untrusted.limits import (
    CHUNK,
    MEGABYTE,
    MOST_ENTRIES,
    MOST_RATIO,
    MOST_UNPACKED,
    SMALL,
)

# What Python says of an archive that is damaged, or packed in a way it does not know.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
ENCRYPTED = 0x1
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class TooLarge(Exception):
    """An archive that unpacks to more than it may."""


@contextmanager
def noting(name: str, message: str, faults: Faults) -> Iterator[None]:
    """Note what turns out to be wrong with an archive while it is opened and used.

    Parameters
    ----------
    message
        What to say when it is no archive that can be read.
    """
    try:
        yield
    except TooLarge:
        faults.add(name, None, "", "reading.upload_bomb", most=MOST_UNPACKED // MEGABYTE)
    except BROKEN:
        faults.add(name, None, "", message)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the beginning of the file
            raise
        faults.add(name, None, "", message)


def files_of(archive: zipfile.ZipFile, name: str, faults: Faults) -> list[zipfile.ZipInfo]:
    """Return the files of an archive when it may be unpacked; none after a fault.

    Raises
    ------
    TooLarge
        When it would unpack to too much, or is packed too tight to be a list of people.
    """
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        faults.add(name, None, "", "reading.upload_entries", most=MOST_ENTRIES)
        return []
    files = [entry for entry in entries if not entry.is_dir()]
    if sum(entry.file_size for entry in files) > MOST_UNPACKED:
        raise TooLarge
    for entry in files:
        if entry.file_size > max(SMALL, MOST_RATIO * entry.compress_size):
            raise TooLarge
        if entry.flag_bits & ENCRYPTED:
            faults.add(name, None, "", "reading.upload_encrypted", found=shown(entry.filename))
            return []
        if entry.compress_type not in PACKINGS:
            raise NotImplementedError
        if stat.S_ISLNK(entry.external_attr >> 16):
            faults.add(name, None, "", "reading.upload_link", found=shown(entry.filename))
            return []
    return files


def content_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Return what is in a file of an archive, a part at a time.

    Raises
    ------
    TooLarge
        When there is more in it than the archive says.
    """
    left = entry.file_size
    with archive.open(entry) as content:
        while part := content.read(CHUNK):
            left -= len(part)
            if left < 0:
                raise TooLarge
            yield part
