"""Which modules are mutated, and which are not, with the reason."""

from __future__ import annotations

RULES = (
    "access_rules",
    "alike",
    "bedrooms",
    "blocked_counts",
    "columns",
    "conflict",
    "context",
    "eligibility",
    "facts",
    "fit",
    "home_columns",
    "home_rules",
    "household_columns",
    "limits",
    "living_rules",
    "longest_waiting_first",
    "measures",
    "pair_rules",
    "pairs",
    "remaining",
    "rent",
    "space_rules",
)
MODELS = (
    "again",
    "assignment",
    "core",
    "cuts",
    "guided",
    "hull",
    "knapsack",
    "lexicographic",
    "merge",
    "outcome",
    "relaxation",
    "repair",
    "tiers",
)

LEFT_OUT = {
    "allocator.rules.__init__": "holds no code",
    "allocator.rules.arrays": "types, and the numbering of choices",
    "allocator.rules.rule": "the type of a rule",
    "allocator.rules.table": "takes and turns arrays",
    "models.__init__": "holds no code",
    "models.arrays": "types",
    "models.backends": "finds a backend by its name, and names files",
    "models.budget": "seconds and work: in no answer that is not cut off",
    "models.capacity": "adds capacity up; nothing in it to mutate",
    "models.cbc": "an adapter: all three are compared with each other and with brute force",
    "models.cpsat": "an adapter, as cbc",
    "models.highs": "an adapter, as cbc",
    "models.linear": "the type of a model, and putting rows below each other",
}
