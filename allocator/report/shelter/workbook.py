"""A relocation plan as a workbook, ``plan.xlsx``: its tables, and a work list for each month."""

from __future__ import annotations

from allocator.domain.instance import Instance
from allocator.report.sheets import Sheet, workbook_of
from allocator.report.shelter.workbook_tables import month_tables, workbook_tables
from allocator.shelter_plan import RelocationPlan
from allocator.texts import texts

MONTH = "month"
"""What the messages of all sheets of a month are called."""


def to_workbook(instance: Instance, plan: RelocationPlan, *, language: str = "nl") -> bytes:
    """Return a plan as the bytes of an .xlsx file."""
    t = texts(language)
    found = workbook_tables(instance, plan, t)
    sheets = [Sheet(name, name, table) for name, table in found.items()]
    months = month_tables(instance, plan, t)
    sheets += [Sheet(month, MONTH, table) for month, table in months.items()]
    title = t("report.shelter.title", name=plan.name)
    return workbook_of(title, plan.peildatum, sheets, plan.tiers, t)
