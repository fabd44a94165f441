"""How large what comes from outside may be, packed and unpacked."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
MOST_FILES = 20
MOST_BYTES = 25 * MEGABYTE
# Unpacked, of all files in an archive together; and how many files that may be.
MOST_UNPACKED = 100 * MEGABYTE
MOST_ENTRIES = 500
# A workbook packs ten to one, a list of people in CSV less.  Small files may be packed tighter.
MOST_RATIO = 100
SMALL = MEGABYTE
# Cells of all tables together, empty ones up to the last that is filled too: 2,000 households
# with their homes have a tenth of it.
MOST_CELLS = 1_000_000
# Excel itself does not keep longer texts in a cell.
LONGEST_CELL = 32_767
MOST_TEXT = 100 * MEGABYTE  # of all cells, a text that is shared counted in each
MOST_ELEMENTS = 4_000_000  # of XML, in all parts of a workbook together
MOST_TOML = MEGABYTE
LONGEST_ATTRIBUTE = 2_048
DEEPEST = 64
CHUNK = 256 * 1024
