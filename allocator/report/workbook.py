"""A matching plan as a workbook, ``plan.xlsx``: the tables, and a sheet that explains them."""

from __future__ import annotations

from allocator.domain.instance import Instance
from allocator.plan import MatchingPlan
from allocator.report.sheets import Sheet, workbook_of
from allocator.report.workbook_tables import workbook_tables
from allocator.texts import texts


def to_workbook(instance: Instance, plan: MatchingPlan, *, language: str = "nl") -> bytes:
    """Return a plan as the bytes of an .xlsx file."""
    t = texts(language)
    found = workbook_tables(instance, plan, t)
    sheets = [Sheet(name, name, table) for name, table in found.items()]
    title = t("workbook.title", name=plan.name)
    return workbook_of(title, plan.peildatum, sheets, plan.tiers, t)
