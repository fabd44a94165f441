"""Files that came from outside: nothing is read of them before they are known to be harmless.

What arrives is one workbook, one zip of an instance, or its loose files.  :func:`put` looks at
names, sizes and what an archive would unpack to, and puts copies in a folder of ours, under names
of ours.  Of a workbook the parts that are read are written anew, so that what was looked at and
what is read cannot be two things.
"""

from __future__ import annotations

from allocator.reading.untrusted.arrived import Arrived, put
from allocator.reading.untrusted.limits import MOST_BYTES, MOST_FILES

__all__ = ["MOST_BYTES", "MOST_FILES", "Arrived", "put"]
