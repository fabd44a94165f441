"""The tables of ``plan.xlsx`` of a relocation plan: those of the CSV files, and more.

Two tell the summary.  One per month is a work list for those who arrange the moves: names and
words, where the other tables have ids and codes.
"""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain.instance import Instance
from allocator.report.shelter.figures.flows import month_flows
from allocator.report.shelter.figures.rooms import rooms_after
from allocator.report.shelter.figures.sites import site_names
from allocator.report.shelter.summary import summary
from allocator.report.shelter.tables import tables
from allocator.report.tables import Table
from allocator.report.workbook_tables import SUMMARY, setting_rows, tier_table
from allocator.shelter_plan import RelocationPlan
from allocator.texts import Texts

MONTH = ("household", "persons", "what", "from", "to", "rooms", "reason", "why")
OF_ALL_PLANS = ("name", "peildatum", "status", "solver", "version", "input_digest")
"""Keys of the summary that mean what they mean in a matching plan."""
# A table of its own; the seconds, which differ where the plan does not; and two in one.
NOT_IN_SUMMARY = ("tiers", "seconds", "room_changes")


def workbook_tables(instance: Instance, plan: RelocationPlan, t: Texts) -> dict[str, Table]:
    """Return the tables by name of sheet, but for those of the months."""
    return {
        "summary": Table(SUMMARY, [*_facts(plan, t), *setting_rows(instance, t)]),
        "tiers": tier_table(plan.tiers),
        **tables(plan),
    }


def month_tables(instance: Instance, plan: RelocationPlan, t: Texts) -> dict[str, Table]:
    """Return who goes somewhere in each month in which somebody does."""
    names, rooms = site_names(instance), rooms_after(plan)
    return {
        month.month: Table(
            MONTH,
            [
                (
                    move.household,
                    move.persons,
                    t(f"report.shelter.kind.{move.kind}"),
                    None if move.from_site is None else names[move.from_site],
                    None if move.to_site is None else names[move.to_site],
                    "|".join(rooms(move)),
                    None if move.kind == "entry" else t(f"report.shelter.move.{move.reason}"),
                    move.why,
                )
                for move in month.moves
            ],
        )
        for month in month_flows(plan)
    }


def _facts(plan: RelocationPlan, t: Texts) -> Iterator[tuple[object, ...]]:
    """Return the single values of the summary, each with what it means."""
    known = summary(plan, {}) | {
        "peildatum": plan.peildatum,
        "room_changes_value": plan.room_changes,
        "room_changes_bound": plan.room_changes_bound,
    }
    if plan.slips:
        known["slip"] = ", ".join(f"{site}={months:+d}" for site, months in plan.slips.items())
    for key, value in known.items():
        if key in OF_ALL_PLANS:
            yield key, value, t(f"workbook.summary.{key}")
        elif key not in NOT_IN_SUMMARY:
            yield key, value, t(f"workbook.relocation.{key}")
