"""A matching round on files: read, match, check, and put the plan in place.

The plan is checked as written: the checker reads the new folder back before it gets its
name, so nothing that fails the check ever stands where a good plan should.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from allocator import parameters
from allocator.checked_plan import put_checked
from allocator.domain.instance import Instance
from allocator.errors import BadCall, Fault
from allocator.explain.help_text import public_sentence
from allocator.explain.helping import Helper
from allocator.explain.known import KnownPlan
from allocator.matching import Settings, match, with_seed
from allocator.plan import MatchingPlan
from allocator.reading import read_instance
from allocator.report.csv import to_csv
from allocator.report.folder import (
    refuse_unwritable,
    rejected_beside,
)
from allocator.report.page import to_html
from allocator.report.public import IMPERSONAL
from allocator.report.summary import summary
from allocator.report.tables import tables
from allocator.report.workbook import to_workbook
from allocator.texts import texts

MODEL_ENDINGS = (".lp", ".mps")

Solve = Callable[[Instance, Settings], MatchingPlan]


@dataclass(frozen=True)
class Finished:
    """A plan that was written: where, its summary, and what was odd about the instance."""

    plan: MatchingPlan
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]


def run_matching(
    source: Path, target: Path, settings: Settings, solve: Solve | None = None
) -> Finished:
    """Read an instance, find its best plan, check it and write it to the folder ``target``.

    Parameters
    ----------
    solve
        What finds the plan: :func:`~allocator.matching.match` when not given.

    Raises
    ------
    BadInput, BadCall
        When the instance is unsound, or the folder or the model file cannot be used.
    NoPlan
        When locks and limits contradict each other.
    PlanRejected
        When the plan fails its own check; its files then stand in ``target.rejected``.
    """
    began = time.perf_counter()
    rejected = rejected_beside(target)
    if settings.model_file is not None:
        refuse_model_file(settings.model_file)
    reading = read_instance(source)
    read = time.perf_counter() - began
    plan = (solve or match)(reading.instance, settings)
    written = time.perf_counter()
    helps = _helps(reading.instance, plan, settings) if settings.what_helps else {}
    files = plan_files(reading.instance, plan, settings.language, helps)

    def seconds() -> dict[str, float]:
        now = time.perf_counter()
        return {**plan.seconds, "read": read, "write": now - written, "total": now - began}

    facts = put_checked(
        reading.instance,
        files,
        lambda: summary(plan, seconds()),
        digest=plan.input_digest,
        target=target,
        rejected=rejected,
    )
    warnings = (*reading.warnings, *parameters.warnings_for(reading.instance))
    return Finished(replace(plan, seconds=seconds()), target, facts, warnings)


def plan_files(
    instance: Instance, plan: MatchingPlan, language: str, helps: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of a plan by name, all but the summary.

    Parameters
    ----------
    helps
        For households left out, what would house them.
    """
    files = {f"{name}.csv": to_csv(table) for name, table in tables(plan).items()}
    files["report.html"] = to_html(instance, plan, language=language, helps=helps)
    files["plan.xlsx"] = to_workbook(instance, plan, language=language)
    return files


def put_plan(instance: Instance, plan: MatchingPlan, target: Path, language: str) -> None:
    """Write a plan that was made already to the folder ``target``, when it passes its check.

    Raises
    ------
    BadCall
        When the folder cannot be used.
    PlanRejected
        When the plan fails its check.
    """
    put_checked(
        instance,
        plan_files(instance, plan, language, {}),
        lambda: summary(plan, plan.seconds),
        digest=plan.input_digest,
        target=target,
        rejected=rejected_beside(target),
    )


def _helps(instance: Instance, plan: MatchingPlan, settings: Settings) -> dict[str, str]:
    """Return what would house each household left out, in words for the page.

    Without those that the budget leaves no time for.
    """
    t = texts(settings.language)
    pairs = [(row.household, row.home) for row in plan.proposals]
    best = {tier.name: tier.best for tier in plan.tiers if tier.best is not None}
    known = KnownPlan.of(
        with_seed(instance, settings.seed), pairs, best, settings.budget, plan.prices
    )
    position = {name: i for i, name in enumerate(known.case.households.id.tolist())}
    helper = Helper(known)
    found = {}
    for row in plan.unplaced:
        change = helper.help(position[row.household], settings.budget, which_home=False)
        if change.complete and change.parts:
            found[row.household] = public_sentence(instance, change.parts, IMPERSONAL, t)
    return found


def refuse_model_file(path: Path) -> None:
    """Make sure that a model can be written to ``path``, before the solve.

    Raises
    ------
    BadCall
        When its ending is not one of ours, it is a folder, or its folder cannot be used.
    """
    if path.suffix.lower() not in MODEL_ENDINGS:
        raise BadCall("cli.model_ending", path=path)
    if path.is_dir():
        raise BadCall("cli.model_is_folder", path=path)
    refuse_unwritable(path)
