"""Message ids that trade-offs and slips put together."""

from __future__ import annotations

from allocator.scenarios.frontier import tables as frontier_tables
from allocator.scenarios.frontier.trading import FIRST, OTHERS
from allocator.scenarios.slip import tables as slip_tables

SUBJECTS = ("report_frontier", "report_slip")
TIERS = (FIRST, *OTHERS)
STATUS = ("optimal", "feasible", "stopped", "no_plan", slip_tables.NOT_DONE)
# The columns of their workbooks, by the key of the sheet.
COLUMNS = {
    "frontier": frontier_tables.POINTS,
    "plans": frontier_tables.PLANS,
    "slips": slip_tables.SLIPS,
    "slip_tiers": slip_tables.TIERS,
    "broken": slip_tables.BROKEN,
}
MADE = {
    "report.tier.{found.tier}": [f"report.tier.{tier}" for tier in TIERS],
    "report.tier.{found.tier}.unit": [f"report.tier.{tier}.unit" for tier in TIERS],
    "report.tier.{one.tier}": [f"report.tier.{tier}" for tier in TIERS],
    "report.slip.short.{name}": [f"report.slip.short.{name}" for name in slip_tables.SHOWN],
    "report.slip.status.{status}": [f"report.slip.status.{status}" for status in STATUS],
}
