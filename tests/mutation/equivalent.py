"""Mutants that change nothing, each with the reason."""

from __future__ import annotations

FASTER = "only how many pairs are judged at one time, not what is judged of them"
UNUSED = "one more entry at the end of the starts, which nobody looks up"
TRIED = "only which pairs are tried: one that is placed or does not fit is refused in any case"
WHOLE = "no bound of a column is just one half"
EXACT = "two floats that differ by rounding at least; either way is sound at equality"

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
MODELS = {
    "models.again.Known.least_losses: tight.at[:loss.size] > 0.5 with GtE": WHOLE,
    "models.again.Known._relax: without relax": "patterns are generated anew for every tier",
    "models.again.Known._split: without not chosen[pair]": (
        "a household that has the pair already changes places with itself"
    ),
    "models.assignment.chosen_pairs: values[:problem.pairs] > 0.5 with GtE": (
        "no solution of an integer model has a value of just one half"
    ),
    "models.core: 1500 + 1 in SMALL_CORE = 1500": "only when a core is solved whole at once",
    "models.core.CoreSolver.narrow: without tier.better(known, worst)": (
        "the relaxation without cutting planes counts as well, and rules out less"
    ),
    "models.core._solve_core: without value == result.bound": (
        "what is over is asked once more, and there is nothing better"
    ),
    "models.core._solve_core: costs <= enough with Lt": EXACT,
    "models.core._solve_core: enough > NEAR * abs(tight.bound) with GtE": EXACT,
    "models.core._first_within: costs <= enough with Lt": EXACT,
    "models.core._first_within: np.count_nonzero(costs <= theta) < MOST * most with LtE": (
        "only when a core is solved whole at once"
    ),
    "models.core._solve_core: without budget.exhausted": (
        "a solver that has nothing left comes back at once, with nothing"
    ),
    "models.grouping.Pairs.within: upper < 0.5 with LtE": WHOLE,
    "models.grouping.Pairs.within: lower > 0.5 with GtE": WHOLE,
    "models.grouping.Groups.plan: 1 + 1 in self._problem.households + 1": UNUSED,
    "models.grouping.Groups.plan: values[self._cells:self.own] > 0.5 with GtE": WHOLE,
    "models.grouping.Groups.within: upper[cells:] < 0.5 with LtE": WHOLE,
    "models.grouping.Groups.within: lower[cells:] > 0.5 with GtE": WHOLE,
    "models.grouping.Groups.within: upper[self.column] < 0.5 with LtE": WHOLE,
    "models.grouping.Groups.within: lower[:cells] > self._size - 0.5 with GtE": WHOLE,
    "models.grouping.columns_of: 1 + 1 in problem.households + 1": UNUSED,
    "models.knapsack.Knapsack.best_pattern: price[cells] > 0 with GtE": (
        "a price of 0 makes no pattern better"
    ),
    "models.knapsack.Knapsack.best_pattern: self.size[cells] <= capacity alone": (
        "prices are 0 or more, and a price of 0 makes no pattern better"
    ),
    "models.knapsack._Table._try: candidate > best[use:] with GtE": (
        "another pattern of the same worth"
    ),
    "models.knapsack._Table.add_limit: choice > 0 with GtE": (
        "a step that chose nothing is kept, and chooses nothing"
    ),
    "models.merge._leaders: 1 + 1 in size + 1": UNUSED,
    "models.merge._parts: 1 + 1 in problem.units.size + 1": UNUSED,
    "models.relaxation: 6 + 1 in PATIENCE = 6": "only when to give up; every bound is true",
    "models.relaxation: 8000 + 1 in (8000, 0.003)": "only when to give up; every bound is true",
    "models.relaxation: 5 + 1 in STEPS_PER_ROW = 5": "only when to give up; every bound is true",
    "models.relaxation._best_round: "
    "duals.prices[i] @ pattern > convex[i] + PRICE_TOLERANCE with GtE": EXACT,
    "models.relaxation._best_round: "
    "without duals.prices[i] @ pattern > convex[i] + PRICE_TOLERANCE": (
        "patterns that are not worth adding are added as well: more rounds, the same bound"
    ),
    "models.relaxation._best_round: without pool.add(i, pattern)": (
        "a pattern that is known stands in the relaxation twice, and is found anew later"
    ),
    "models.relaxation._best_round: sign * now.bound < sign * best.bound with LtE": (
        "two rounds with the same bound: either will do"
    ),
    "models.relaxation._moved.taken: sign * rows[r] <= 0 with Lt": "a dual of 0 is worth nothing",
    "models.tight.Tight.columns_within: "
    "price > gap / np.maximum(1.0, upper - lower) with GtE": EXACT,
    "models.repair.fill: gain > 0 alone": TRIED,
    "models.repair.fill: free[problem.place] > 0 with GtE": TRIED,
    "models.repair.fill: (gain > 0) & ~placed[problem.household] alone": TRIED,
    "models.repair.fill: without placed[household]": TRIED,
    "models.repair.fill: without free[place] == 0": TRIED,
}

EQUIVALENT: dict[str, str] = {**RULES, **MODELS}
