"""A relocation plan on files: read, plan, check, and put the plan in place.

The plan is checked as written, as a matching round is (:mod:`allocator.matching_run`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from allocator import parameters
from allocator.check import check_plan
from allocator.errors import Fault, PlanRejected
from allocator.reading import read_instance, read_plan
from allocator.relocating import RelocationSettings, relocate
from allocator.report.csv import to_csv
from allocator.report.folder import new_folder, put_in_place, rejected_beside, write_file
from allocator.report.shelter.page import to_html
from allocator.report.shelter.summary import summary
from allocator.report.shelter.tables import tables
from allocator.report.shelter.workbook import to_workbook
from allocator.report.summary import to_json
from allocator.shelter_plan import RelocationPlan
from allocator.slipping import slipped


@dataclass(frozen=True)
class Relocated:
    """A plan that was written: where, its summary, and what was odd about the instance."""

    plan: RelocationPlan
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]


def run_relocation(source: Path, target: Path, settings: RelocationSettings) -> Relocated:
    """Read an instance, find its best relocation plan, check it and write it to ``target``.

    Raises
    ------
    BadInput, BadCall
        When the instance is unsound, or the folder cannot be used.
    NoPlan
        When locks and limits contradict each other.
    PlanRejected
        When the plan fails its own check; its files then stand in ``target.rejected``.
    """
    began = time.perf_counter()
    rejected = rejected_beside(target)
    reading = read_instance(source)
    read = time.perf_counter() - began
    plan = relocate(reading.instance, settings)
    written = time.perf_counter()
    instance = slipped(reading.instance, plan.slips)
    page = to_html(instance, plan, language=settings.language)
    workbook = to_workbook(instance, plan, language=settings.language)
    with new_folder(target) as made:
        for name, table in tables(plan).items():
            write_file(made / f"{name}.csv", to_csv(table))
        write_file(made / "report.html", page)
        write_file(made / "plan.xlsx", workbook)
        now = time.perf_counter()
        seconds = {**plan.seconds, "read": read, "write": now - written, "total": now - began}
        facts = summary(plan, seconds)
        write_file(made / "summary.json", to_json(facts))
        verdict = check_plan(instance, read_plan(made), digest=plan.input_digest)
        if not verdict.sound:
            put_in_place(made, rejected)
            raise PlanRejected(verdict.violations, str(rejected))
        put_in_place(made, target)
    warnings = (*reading.warnings, *parameters.warnings_for(reading.instance))
    return Relocated(replace(plan, seconds=seconds), target, facts, warnings)
