"""One fault for an unbroken run of months in which the same thing is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.check.shelter.months import Months
from allocator.check.verdict import Violation


def first_of_runs(months: Months, faults: Iterable[Violation]) -> list[Violation]:
    """Return the faults without those that only repeat the month before.

    Parameters
    ----------
    faults
        For each rule, household and place in order of months; a fault without a month of the
        plan stays.
    """
    kept, seen = [], set[tuple[object, ...]]()
    for fault in faults:
        t = months.parse(fault.month)
        room = dict(fault.values).get("room")
        what = (fault.rule, fault.message, fault.household, fault.site, fault.wijk, room)
        if t is None or (*what, t - 1) not in seen:
            kept.append(fault)
        if t is not None:
            seen.add((*what, t))
    return kept
