"""Housing and shelter allocation: knows people and places, and calls ``models``.

The road, in one direction: read → validate → domain → rules → formulate → solve →
interpret → check → explain → report.  See ``docs/architecture.md``.
"""

__version__ = "0.1.0"
