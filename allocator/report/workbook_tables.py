"""The tables of ``plan.xlsx``: those of the CSV files, and three that tell the summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import date
from decimal import Decimal

from allocator.domain.instance import Instance
from allocator.figures.settings import changed_settings
from allocator.plan import MatchingPlan, TierResult
from allocator.report.summary import summary
from allocator.report.tables import Table, tables
from allocator.texts import Texts

TIERS = ("name", "sense", "value", "best", "bound", "optimal")
TAAKSTELLING = ("until", "to_do_before", "to_do_after")
SUMMARY = ("key", "value", "meaning")
# Tables of their own; and the seconds, which differ where the plan does not.
NOT_IN_SUMMARY = ("tiers", "taakstelling", "seconds")


def workbook_tables(instance: Instance, plan: MatchingPlan, t: Texts) -> dict[str, Table]:
    """Return the tables by name of sheet."""
    return {
        **tables(plan),
        "tiers": tier_table(plan.tiers),
        "taakstelling": Table(TAAKSTELLING, [astuple(task) for task in plan.taakstelling]),
        "summary": Table(SUMMARY, [*_facts(plan, t), *setting_rows(instance, t)]),
    }


def _facts(plan: MatchingPlan, t: Texts) -> Iterator[tuple[object, ...]]:
    """Return the single values of the summary, each with what it means."""
    for key, value in (summary(plan, {}) | {"peildatum": plan.peildatum}).items():
        if key not in NOT_IN_SUMMARY:
            yield key, value, t(f"workbook.summary.{key}")


def tier_table(tiers: Sequence[TierResult]) -> Table:
    """Return all that is known of each tier, in order."""
    return Table(TIERS, [tuple(map(_plain, astuple(tier))) for tier in tiers])


def setting_rows(instance: Instance, t: Texts) -> Iterator[tuple[object, ...]]:
    """Return the settings that differ from the default."""
    for setting in changed_settings(instance.policy):
        default = "–" if setting.default is None else _plain(setting.default)
        meaning = t("workbook.summary.setting", default=default)
        yield f"policy.{setting.key}", _plain(setting.value), meaning


def _plain(value: object) -> object:
    """Return a value as a cell can hold it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple):
        return "|".join(map(str, value))
    return value if value is None or isinstance(value, int | float | date) else str(value)
