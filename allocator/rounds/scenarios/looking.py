"""Looking at a comparison: its figures, and its page and workbook."""

from __future__ import annotations

from uuid import UUID

from allocator.report.summary import to_json
from allocator.rounds.scenarios.keeping import LISTED, PLANNERS
from allocator.rounds.use import Actor, Refused, using
from allocator.store import models

FILES = {"report.html": "report", "scenarios.xlsx": "workbook"}
"""Each file of a comparison, and where it is kept."""


def comparison(actor: Actor, pk: UUID) -> models.Comparison:
    """Return a comparison with its summary.

    Raises
    ------
    Refused
        When there is none, or not any more.
    """
    with using(actor, "show_comparison", roles=PLANNERS):
        return _one(pk, "summary")


def comparison_file(actor: Actor, pk: UUID, file: str) -> bytes:
    """Return a file of a comparison.

    Raises
    ------
    Refused
        When there is no such comparison or file.
    """
    with using(actor, "comparison_file", roles=PLANNERS) as use:
        if file not in FILES:
            raise Refused("rounds.unknown_comparison")
        use.result = {"file": file}
        return bytes(getattr(_one(pk, FILES[file]), FILES[file]))


def files_of(row: models.Comparison) -> dict[str, bytes]:
    """Return all files of a comparison by name, to be written."""
    kept = {name: bytes(getattr(row, column)) for name, column in FILES.items()}
    return {"summary.json": to_json(row.summary), **kept}


def _one(pk: UUID, *columns: str) -> models.Comparison:
    row = models.Comparison.objects.only(*LISTED, *columns).filter(pk=pk).first()
    if row is None:
        raise Refused("rounds.unknown_comparison")
    return row
