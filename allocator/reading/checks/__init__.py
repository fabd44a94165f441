"""What must hold across cells, rows and tables: each check notes what is wrong.

A check looks only at cells that could be read, so one mistake gives one fault.
"""

from __future__ import annotations

from allocator.reading.checks import (
    areas,
    decisions,
    homes,
    households,
    order,
    persons,
    references,
    sites,
)
from allocator.reading.checks.decisions import drop_gone
from allocator.reading.faults import Faults
from allocator.reading.source import Source

__all__ = ["check_all", "drop_gone"]

CHECKS = (
    references.check,
    order.check,
    areas.check,
    homes.check,
    households.check,
    persons.check,
    sites.check,
    decisions.check,
)


def check_all(source: Source, faults: Faults) -> None:
    """Note everything that is wrong between cells that are each sound."""
    for check in CHECKS:
        check(source, faults)
