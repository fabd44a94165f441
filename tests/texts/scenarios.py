"""Message ids that comparisons of scenarios, and what is worth, put together."""

from __future__ import annotations

from allocator.domain.choices import HomeKind, Sharing, Support, TargetGroup
from allocator.figures.groups import TRAITS
from allocator.scenarios.comparison import basis, groups, page, sheltered, tables
from allocator.scenarios.comparison.shown import BRIEF, HEADLINE, IN_LINE, SHELTER, Verdict
from allocator.scenarios.comparison.workbook import PREFIX
from allocator.scenarios.policies import POLICIES
from allocator.scenarios.worth import page as worth_page
from allocator.scenarios.worth import tables as worth_tables
from allocator.scenarios.worth.things import Thing

SUBJECTS = ("report_scenario", "report_worth")
# The columns of their workbooks, by the key of the sheet.
COLUMNS = {
    f"{PREFIX}figures": tables.FIGURES,
    f"{PREFIX}differences": tables.DIFFERENCES,
    f"{PREFIX}gains": tables.GAINS,
    f"{PREFIX}numbers": tables.NUMBERS,
    "worth": worth_tables.WORTH,
}
FIRST_THINGS = [thing for thing in Thing if thing is not Thing.LATER]
TOLD = (*HEADLINE, *SHELTER, sheltered.PROVEN)
MADE = {
    "report.scenario.measure.{measure}": [f"report.scenario.measure.{name}" for name in TOLD],
    "report.scenario.measure.{name}": [f"report.scenario.measure.{name}" for name in TOLD],
    "report.scenario.short.{measure}": [f"report.scenario.short.{name}" for name in IN_LINE],
    "report.scenario.short.{name}": [f"report.scenario.short.{name}" for name in IN_LINE],
    "report.scenario.fact.{measure}": [f"report.scenario.fact.{name}" for name in page.FACTS],
    "report.scenario.{found}.{measure}": [
        f"report.scenario.{found}.{name}"
        for found in (Verdict.MORE, Verdict.LESS)
        for name in BRIEF
    ],
    "report.scenario.verdict.{verdict}": [
        f"report.scenario.verdict.{verdict}" for verdict in Verdict
    ],
    "report.scenario.groups.{measure}": [f"report.scenario.groups.{name}" for name in groups.TOLD],
    "report.scenario.gains.{outcome}": [
        f"report.scenario.gains.{outcome}" for outcome in tables.OUTCOMES
    ],
    "report.scenario.how.{result.policy}": [f"report.scenario.how.{one}" for one in POLICIES],
    "report.scenario.not.{what}": [f"report.scenario.not.{what}" for what in basis.NOT],
    "report.group.{trait.name}": [f"report.group.{trait.name}" for trait in TRAITS],
    "report.worth.most.{thing}": [f"report.worth.most.{thing}" for thing in FIRST_THINGS],
    "report.worth.none.{thing}": [f"report.worth.none.{thing}" for thing in FIRST_THINGS],
    "report.worth.fact.{thing}": [f"report.worth.fact.{thing}" for thing in worth_page.FIRST],
    **{
        f"report.worth.{part}.{{thing}}": [f"report.worth.{part}.{thing}" for thing in Thing]
        for part in ("thing", "intro", "column", "caption")
    },
    "report.worth.not.{what}": [f"report.worth.not.{what}" for what in worth_page.NOT],
    "report.worth.verdict.{found}": [f"report.worth.verdict.{verdict}" for verdict in Verdict],
    "report.worth.{label}": [f"report.worth.{label}" for label in ("wheelchair", "safe_place")],
    "report.worth.support.{home.support}": [
        f"report.worth.support.{one}" for one in Support if one is not Support.NONE
    ],
    "report.worth.for.{home.target_group}": [
        f"report.worth.for.{one}" for one in TargetGroup if one is not TargetGroup.ANY
    ],
    "report.kind.{home.kind}": [f"report.kind.{kind}" for kind in HomeKind],
    "cards.sharing.{home.sharing}": [
        f"cards.sharing.{sharing}" for sharing in Sharing if sharing is not Sharing.NONE
    ],
}
