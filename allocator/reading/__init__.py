"""Files in and out: the only place that knows file formats and headings."""

from __future__ import annotations

from allocator.reading.announcement import announcement_of, read_announcement
from allocator.reading.digest import digest
from allocator.reading.faults import render_fault
from allocator.reading.instance import Reading, read_instance
from allocator.reading.placements import ByHand, read_by_hand
from allocator.reading.plan import PlanFiles, is_relocation, read_plan
from allocator.reading.plan_columns import PlanKind
from allocator.reading.prices import prices_of
from allocator.reading.template import template
from allocator.reading.write_folder import write_folder
from allocator.reading.write_workbook import write_workbook

__all__ = [
    "ByHand",
    "PlanFiles",
    "PlanKind",
    "Reading",
    "announcement_of",
    "digest",
    "is_relocation",
    "prices_of",
    "read_announcement",
    "read_by_hand",
    "read_instance",
    "read_plan",
    "render_fault",
    "template",
    "write_folder",
    "write_workbook",
]
