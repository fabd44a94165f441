"""A plan as it would be written and read back, and its check, with no file in between.

A file would hold what is sealed in the store.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from allocator.check import check_plan
from allocator.domain.instance import Instance
from allocator.errors import PlanRejected
from allocator.reading import PlanFiles, PlanKind, digest
from allocator.report.csv import to_csv
from allocator.report.tables import Table
from allocator.slipping import as_planned


def as_written(
    kind: PlanKind, tables: Mapping[str, Table], summary: Mapping[str, Any]
) -> PlanFiles:
    """Return the files of a plan as they would be read."""
    written = {name: to_csv(table).decode("utf-8") for name, table in tables.items()}
    rows = {name: list(csv.DictReader(io.StringIO(text))) for name, text in written.items()}
    return PlanFiles(kind, rows, json.loads(json.dumps(summary)))


def refuse_unsound(instance: Instance, files: PlanFiles) -> None:
    """Check the files of a plan.

    Raises
    ------
    PlanRejected
        When the independent checker finds a broken rule or a wrong figure.
    """
    planned = as_planned(instance, files.summary)
    verdict = check_plan(planned, files, digest=digest(instance))
    if not verdict.sound:
        raise PlanRejected(verdict.violations)
