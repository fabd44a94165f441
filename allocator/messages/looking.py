"""What to say about a draft that was kept, a price, and the ways to house a household."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from allocator.messages.columns import aligned
from allocator.rounds.looking import DraftSeen
from allocator.rounds.pricing import Priced
from allocator.texts import Texts


def draft_document(found: DraftSeen) -> dict[str, Any]:
    """Return a draft."""
    return {
        "round": found.draft.round_id,
        "draft": found.draft.number,
        "summary": found.draft.summary,
        "proposals": [asdict(row) for row in found.proposals],
        "unplaced": [asdict(row) for row in found.unplaced],
        "changes": [asdict(change) for change in found.changes],
    }


def draft_lines(found: DraftSeen, t: Texts) -> list[str]:
    """Return a draft: what changed by it, what it proposes, whom it leaves out."""
    lines = [t("rounds.drafted", round=found.draft.round_id, draft=found.draft.number)]
    lines += [
        t(f"rounds.change.{change.why}", household=change.household,
          before=change.before or "–", after=change.after or "–")
        for change in found.changes
    ]  # fmt: skip
    lines += [f"{row.household} → {row.home}: {row.why}" for row in found.proposals]
    lines += [f"{row.household} –: {row.why}" for row in found.unplaced]
    return lines


def price_lines(found: Priced, t: Texts) -> list[str]:
    """Return what a decision would do to the others."""
    price = found.price
    lines = []
    if not found.proven:
        lines.append(t("rounds.price.not_proven"))
    if price.waits_longer:
        n = len(price.waits_longer)
        lines.append(t.count("rounds.price.waits", n, who=", ".join(price.waits_longer)))
    else:
        lines.append(t("rounds.price.nobody"))
    if price.gains:
        lines.append(t.count("rounds.price.gains", len(price.gains), who=", ".join(price.gains)))
    lines += [f"{household}: {before} → {after}" for household, before, after in price.moves]
    worse = {tier: loss for tier, loss in price.worse.items() if loss}
    lines += [t("rounds.price.tier", tier=tier, loss=loss) for tier, loss in worse.items()]
    return lines


def ways_lines(found: dict[str, Any], t: Texts) -> list[str]:
    """Return every home for a household: what it costs, or which rules block it."""
    rows = []
    for way in found["homes"]:
        if way["status"] == "blocked":
            said = ", ".join(t(f"rule.{code}.name") for code in way["blocked_by"])
        elif way["loss"] is None:
            said = t("rounds.ways.no_plan")
        else:
            sign = "" if way["exact"] else "≥ "
            parts = [f"{tier} {sign}{loss}" for tier, loss in way["loss"].items() if loss]
            said = "; ".join(parts) or t("rounds.ways.free")
        status = way["status"]
        rows.append((way["home"], t(f"rounds.ways.{status}"), said))
    return aligned(rows, text_columns=3)
