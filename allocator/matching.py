"""The matching round: the whole road from an instance to a plan, in one function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from allocator import __version__
from allocator.clock import Clock
from allocator.domain.instance import Instance
from allocator.domain.prices import Prices
from allocator.explain.reasons import left_out
from allocator.explain.why import Why
from allocator.formulate import BoolArray, Case, IntArray, assignment, lay_out, tiers_of
from allocator.interpret import named, proposals, taakstelling, unplaced, wijk_loads
from allocator.plan import MatchingPlan, TierResult
from allocator.reading.digest import digest
from allocator.report.folder import new_folder
from allocator.rules.longest_waiting_first import longest_waiting_first
from allocator.texts import texts
from models.assignment import Assignment
from models.backends import BackendName, load, write_models
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.outcome import Outcome
from models.tiers import Tier


@dataclass(frozen=True)
class Settings:
    """How to solve, apart from what the city decided.

    ``seed`` replaces the lottery seed of the instance; ``model_file`` is where the model of
    each tier is written as well (``.lp`` or ``.mps``); ``what_helps`` asks for what would
    house each household that is left out.  At most ``threads`` parts are solved side by side,
    as many as there are processors when not given.  With ``prices`` the plan looks ahead.
    """

    backend: BackendName = "highs"
    seed: int | None = None
    language: str = "nl"
    model_file: Path | None = None
    what_helps: bool = False
    threads: int | None = None
    prices: Prices | None = None
    budget: Budget = field(default_factory=Budget)
    on_stage: Callable[[Tier], None] = lambda tier: None


def match(instance: Instance, settings: Settings) -> MatchingPlan:
    """Return the best plan of the matching round, with its proof and its reasons.

    Raises
    ------
    NoPlan
        When locks and limits contradict each other.
    """
    clock = Clock()
    seeded = with_seed(instance, settings.seed)
    case = lay_out(seeded, settings.prices)
    clock.lap("eligibility")
    optimised, reported = tiers_of(case)
    plain = plain_comparison(case)
    outcome = _solve(case, optimised, case.chosen(*plain), settings)
    clock.lap("solve")
    household = case.pairs.household[outcome.chosen].astype(np.int64)
    home = case.pairs.home[outcome.chosen].astype(np.int64)
    why = Why(case, texts(settings.language), household, home)
    rows = proposals(case, why, household, home)
    outside = unplaced(case, why, left_out(case, household, home))
    clock.lap("explain")
    return MatchingPlan(
        name=instance.name,
        peildatum=instance.peildatum,
        proposals=rows,
        unplaced=outside,
        wijken=wijk_loads(case, household, home),
        tiers=_results((*optimised, *reported), outcome),
        taakstelling=taakstelling(instance, sum(row.persons for row in rows)),
        plain=named(case, *plain),
        prices=settings.prices,
        over_term_placed=sum(row.weeks > instance.policy.term_weeks for row in rows),
        possible_pairs=len(case.possible),
        seconds=clock.seconds,
        solver=load(settings.backend).version,
        version=__version__,
        lottery_seed=seeded.lottery_seed,
        input_digest=digest(instance),
    )


def plain_comparison(case: Case) -> tuple[IntArray, IntArray]:
    """Return the pairs that longest-waiting-first places: households and homes by position."""
    return longest_waiting_first(
        case.possible,
        case.households,
        case.homes,
        case.context,
        limits=case.limits,
        locks=case.locks,
    )


def with_seed(instance: Instance, seed: int | None) -> Instance:
    """Return the instance with another lottery seed, or itself."""
    return instance if seed is None else instance.model_copy(update={"lottery_seed": seed})


def _solve(case: Case, aims: Sequence[Tier], start: BoolArray, settings: Settings) -> Outcome:
    """Optimise the tiers, beginning with the plan ``start``."""
    problem = assignment(case)
    outcome = solve_by_parts(
        problem,
        aims,
        start,
        settings.backend,
        settings.budget,
        settings.on_stage,
        settings.threads,
    )
    if settings.model_file is not None:
        _write_models(problem, aims, outcome, settings.model_file)
    return outcome


def _write_models(problem: Assignment, aims: Sequence[Tier], outcome: Outcome, path: Path) -> None:
    """Write the model of each tier to ``path`` and beside it; none of them half."""
    with new_folder(path) as made:
        for file in write_models(problem, aims, [s.best for s in outcome.stages], made / path.name):
            file.replace(path.with_name(file.name))


def _results(aims: Sequence[Tier], outcome: Outcome) -> tuple[TierResult, ...]:
    """Return the tiers with the exact values of the plan; those not optimised come last."""
    results = []
    for i, tier in enumerate(aims):
        value = tier.value(outcome.chosen)
        if i < len(outcome.stages):
            stage = outcome.stages[i]
            results.append(
                TierResult(tier.name, tier.sense, value, stage.best, stage.bound, stage.optimal)
            )
        else:
            results.append(TierResult(tier.name, tier.sense, value))
    return tuple(results)
