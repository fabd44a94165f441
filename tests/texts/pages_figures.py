"""Message ids that the dashboard, the planner's and the auditor's pages put together."""

from __future__ import annotations

from allocator.domain.choices import HomeKind
from allocator.figures.groups import TRAITS
from allocator.rounds.dashboard.task import LADDER
from allocator.rounds.reasons import REASONS
from allocator.web.auditor.actions import ACTIONS, GROUNDS
from allocator.web.dashboard.charts import ANSWERS
from allocator.web.planner.bands import LEGEND as OF_BANDS
from allocator.web.planner.wijken_page import LEGEND as OF_TILES

AHEAD = [f"{what}_{kind}" for what in ("site", "rooms") for kind in ("opens", "closes")]
PREFIXES: dict[str, list[str]] = {
    "pages.board.ahead.kind.": AHEAD,
    "pages.board.by.": list(REASONS),
    "pages.board.ladder.step.": list(LADDER),
    "pages.board.use.": ["extended", "not_yet", "closed"],
    "pages.board.waits.by.": ["waiting", "placed"],
    "pages.kind.": list(HomeKind),
    "pages.timeline.step.": list(OF_BANDS),
    "pages.wijken.step.": list(OF_TILES),
    "report.group.": [trait.name for trait in TRAITS],
}
# By what is told of it on the command line.
COLUMNS = {
    "task": ("half_year", "persons", "backlog", "realised", "to_do", "behind"),
    "waits": ("households", "median", "percentile_90", "over", "share"),
    "homes": ("kind", "free", "later", "let", "days"),
    "shelter": ("site", "places", "persons", "share"),
}
MADE: dict[str, list[str]] = {
    "pages.board.answer.{name}": [f"pages.board.answer.{name}" for name in ANSWERS],
    "pages.board.by.{one.by}": [f"pages.board.by.{who}" for who in REASONS],
    "pages.board.waits.by.{table.who}": [
        f"pages.board.waits.by.{who}" for who in ("waiting", "placed")
    ],
    **{
        f"pages.board.{part}.{{name}}": [f"pages.board.{part}.{name}" for name in names]
        for part, names in COLUMNS.items()
    },
    "pages.fairness.{name}": [f"pages.fairness.{name}" for name in ("plain", "longer", "sooner")],
    "report.group.{table.trait}": [f"report.group.{trait.name}" for trait in TRAITS],
    "pages.kind.{row.kind}": [f"pages.kind.{kind}" for kind in HomeKind],
    "pages.log.action.{action}": [f"pages.log.action.{action}" for action in ACTIONS],
    "pages.log.ground.{ground}": [f"pages.log.ground.{ground}" for ground in GROUNDS],
    "pages.reason.{c}": [f"pages.reason.{code}" for codes in REASONS.values() for code in codes],
    "report.groups.{last}": ["report.groups.or", "report.groups.and"],
}
