"""What to say about a matching round."""

from __future__ import annotations

from allocator.matching_run import Finished
from allocator.messages.columns import tier_table
from allocator.plan import MatchingPlan
from allocator.texts import Texts


def matching_lines(finished: Finished, t: Texts) -> list[str]:
    """Return the outcome of a matching round."""
    plan = finished.plan
    total = sum(row.persons for row in plan.proposals)
    lines = [
        t.count(
            "cli.match.placed",
            len(plan.unplaced),
            households=t.count("households", len(plan.proposals)),
            persons=t.count("persons", total),
        ),
        "",
        *tier_table(plan.tiers, t),
    ]
    key = "cli.match.proven" if plan.status == "optimal" else "cli.match.not_proven"
    seconds = t.number(round(plan.seconds["solve"], 1))
    lines += ["", t(key, seconds=seconds), *not_ahead(plan, t)]
    return [*lines, t("cli.match.written", folder=finished.folder)]


def not_ahead(plan: MatchingPlan, t: Texts) -> list[str]:
    """Return that a plan does not look ahead, where that was asked for."""
    return [t("cli.match.not_ahead")] if plan.weeks_ahead == 0 else []
