"""A relocation plan on files: read, plan, check, and put the plan in place.

The plan is checked as written (:mod:`allocator.checked_plan`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from allocator import parameters
from allocator.checked_plan import put_checked
from allocator.errors import Fault
from allocator.reading import read_announcement, read_instance
from allocator.relocating import RelocationSettings, relocate
from allocator.report.csv import to_csv
from allocator.report.folder import rejected_beside
from allocator.report.shelter.page import to_html
from allocator.report.shelter.summary import summary
from allocator.report.shelter.tables import tables
from allocator.report.shelter.workbook import to_workbook
from allocator.shelter_plan import RelocationPlan
from allocator.slipping import slipped


@dataclass(frozen=True)
class Relocated:
    """A plan that was written: where, its summary, and what was odd about the instance."""

    plan: RelocationPlan
    folder: Path
    summary: Mapping[str, object]
    warnings: tuple[Fault, ...]


def run_relocation(
    source: Path, target: Path, settings: RelocationSettings, frozen: Path | None = None
) -> Relocated:
    """Read an instance, find its best relocation plan, check it and write it to ``target``.

    ``frozen`` is the folder of an earlier plan that was announced.

    Raises
    ------
    BadInput, BadCall
        When the instance or the earlier plan is unsound, or a folder cannot be used.
    LocksContradict
        When locks leave no plan.
    Stopped
        When the budget ends before there is one.
    PlanRejected
        When the plan fails its own check; its files then stand in ``target.rejected``.
    """
    began = time.perf_counter()
    rejected = rejected_beside(target)
    reading = read_instance(source)
    read = time.perf_counter() - began
    if frozen is not None:
        known = [str(household.id) for household in reading.instance.households]
        settings = replace(settings, announcement=read_announcement(frozen, known))
    plan = relocate(reading.instance, settings)
    written = time.perf_counter()
    instance = slipped(reading.instance, plan.slips)
    files = {f"{name}.csv": to_csv(table) for name, table in tables(plan).items()}
    files["report.html"] = to_html(instance, plan, language=settings.language)
    files["plan.xlsx"] = to_workbook(instance, plan, language=settings.language)

    def seconds() -> dict[str, float]:
        now = time.perf_counter()
        return {**plan.seconds, "read": read, "write": now - written, "total": now - began}

    facts = put_checked(
        instance,
        files,
        lambda: summary(plan, seconds()),
        digest=plan.input_digest,
        target=target,
        rejected=rejected,
    )
    warnings = (*reading.warnings, *parameters.warnings_for(reading.instance))
    return Relocated(replace(plan, seconds=seconds()), target, facts, warnings)
