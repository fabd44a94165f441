"""A comparison of scenarios: its figures and differences, and its page and workbook to keep."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.report.document import Chart, Grid, Paragraph
from allocator.rounds.scenarios.looking import FILES, comparison, comparison_file
from allocator.rounds.scenarios.remembered import remembered
from allocator.scenarios.comparison.differing import differing
from allocator.scenarios.comparison.headline import headline
from allocator.store.models import Comparison
from allocator.texts import texts
from allocator.web.acting import actor, file_answer, words
from allocator.web.facts.imports import XLSX

KEPT = 16  # comparisons of which the charts stay drawn: what is kept does not change
KINDS = {"report.html": "text/html; charset=utf-8", "scenarios.xlsx": XLSX}
Block = Paragraph | Chart | Grid


def show(request: HttpRequest, comparison: UUID) -> HttpResponse:
    """Show a comparison."""
    row = _found(request, comparison)
    brief, differences = _blocks(row, words(request).language)
    values = {"row": row, "brief": brief, "differences": differences, "files": FILES}
    return render(request, "web/scenarios/comparison.html", values)


def file(request: HttpRequest, comparison: UUID, file: str) -> HttpResponse:
    """Return a file of a comparison to keep."""
    content = comparison_file(actor(request), comparison, file)
    return file_answer(content, file, KINDS[file])


def _found(request: HttpRequest, pk: UUID) -> Comparison:
    return comparison(actor(request), pk)


@lru_cache(maxsize=KEPT)
def _blocks(row: Comparison, language: str) -> tuple[Sequence[Block], Sequence[Block]]:
    """Return what it comes to in brief, and the differences; none of one scenario alone."""
    result, t = remembered(row), texts(language)
    return headline(result, t), differing(result, t) if result.others else ()
