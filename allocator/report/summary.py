"""The summary of a matching plan: ``summary.json``; and what any summary has."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from allocator.plan import MatchingPlan, TierResult

SECONDS = ("read", "eligibility", "solve", "explain", "write", "total")
MILLISECOND = 3


def summary(plan: MatchingPlan, seconds: Mapping[str, float]) -> dict[str, object]:
    """Return the summary; ``seconds`` are those of the phases of the whole run."""
    weeks = plan.weeks_ahead
    ahead = {} if weeks is None else {"look_ahead_weeks": weeks}
    return {
        "name": plan.name,
        "peildatum": plan.peildatum.isoformat(),
        "status": plan.status,
        "tiers": tier_rows(plan.tiers),
        "placed_households": len(plan.proposals),
        "placed_persons": sum(row.persons for row in plan.proposals),
        "unplaced_households": len(plan.unplaced),
        "unplaced_persons": sum(row.persons for row in plan.unplaced),
        "over_term_placed": plan.over_term_placed,
        "provisional": sum(row.provisional for row in plan.proposals),
        "deviations": sum(bool(row.deviation) for row in plan.proposals),
        "taakstelling": [
            {
                "until": task.until.isoformat(),
                "to_do_before": task.to_do_before,
                "to_do_after": task.to_do_after,
            }
            for task in plan.taakstelling
        ],
        "possible_pairs": plan.possible_pairs,
        **ahead,
        "seconds": phases(seconds),
        "solver": plan.solver,
        "version": plan.version,
        "lottery_seed": plan.lottery_seed,
        "input_digest": plan.input_digest,
    }


def tier_rows(tiers: Sequence[TierResult]) -> list[dict[str, object]]:
    """Return each tier with all that is known of it, in order."""
    return [asdict(tier) for tier in tiers]


def phases(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return the seconds of every phase, 0 for one that was not timed."""
    return {phase: round(seconds.get(phase, 0.0), MILLISECOND) for phase in SECONDS}


def to_json(document: object) -> bytes:
    """Return a document as JSON that people can read."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
