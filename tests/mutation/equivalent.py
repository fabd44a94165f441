"""Mutants that change nothing, each with the reason."""

from __future__ import annotations

FASTER = "only how many pairs are judged at one time, not what is judged of them"

RULES = {
    "allocator.rules.alike: f.name not in NOT_LOOKED_AT with In": (
        "every household becomes a group of its own: slower, with the same verdicts"
    ),
    "allocator.rules.blocked_counts._counts: 1 + 1 in max(1, cells // max(1, len(p)))": FASTER,
    "allocator.rules.blocked_counts._counts: 1 + 1 in max(1, len(p))": FASTER,
    "allocator.rules.eligibility: 500000 + 1 in CELLS = 500000": FASTER,
    "allocator.rules.eligibility._blocks: 1 + 1 in max(1, cells // max(1, homes.size))": FASTER,
    "allocator.rules.eligibility._blocks: 1 + 1 in max(1, homes.size)": FASTER,
    "allocator.rules.context.areas_within: without not within[start, above[area]]": (
        "ends the walk where areas lie in a circle, which the reading refuses"
    ),
}

EQUIVALENT: dict[str, str] = {**RULES}
