"""What to say about a relocation plan."""

from __future__ import annotations

from allocator.messages.columns import tier_table
from allocator.relocating_run import Relocated
from allocator.texts import Texts


def relocation_lines(finished: Relocated, t: Texts) -> list[str]:
    """Return the outcome of a relocation plan."""
    plan = finished.plan
    changes = t("cli.relocate.room_changes", value=t.number(plan.room_changes))
    key = "cli.match.proven" if plan.status == "optimal" else "cli.match.not_proven"
    return [
        t.count(
            "cli.relocate.sheltered",
            plan.unsheltered_households,
            households=t.count("households", plan.households),
            persons=t.count("persons", plan.persons),
        ),
        t.count(
            "cli.relocate.moved",
            plan.moved_households,
            persons=t.count("persons", plan.moved_persons),
        ),
        changes,
        "",
        *tier_table(plan.tiers, t),
        "",
        t(key, seconds=t.number(round(plan.seconds["solve"], 1))),
        t("cli.match.written", folder=finished.folder),
    ]
