"""What a draft proposes, whom it leaves out and why, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds import looking, reporting
from allocator.web.acting import actor, file_answer, words
from allocator.web.paging import paged

REASONS = ("no_home", "limit", "choice", "priority")
FILES = {
    "verslag.html": ("report", "text/html; charset=utf-8"),
    "plan.xlsx": (
        "workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def draft(request: HttpRequest, number: int, draft: int) -> HttpResponse:
    """Show a draft: how good it is, how far that is proven, and what it changes."""
    found = looking.draft(actor(request), number, draft)
    values = {"found": found, "number": number, "tiers": found.draft.summary["tiers"]}
    return render(request, "web/team/draft.html", values)


def left_out(request: HttpRequest, number: int) -> HttpResponse:
    """Show whom the newest draft leaves out, and why."""
    found = looking.draft(actor(request), number)
    asked = request.GET.get("reason", "")
    rows = [row for row in found.unplaced if asked in ("", row.reason)]
    rows.sort(key=lambda row: (-row.weeks, row.household))
    counts = [(r, sum(row.reason == r for row in found.unplaced)) for r in REASONS]
    values = {
        "found": found,
        "number": number,
        "page": paged(request, rows),
        "asked": asked,
        "counts": [(reason, n) for reason, n in counts if n],
    }
    return render(request, "web/team/left_out.html", values)


def file(request: HttpRequest, number: int, draft: int, file: str) -> HttpResponse:
    """Return the report or the workbook of a draft, to keep."""
    if file not in FILES:
        raise Http404
    form, kind = FILES[file]
    language = words(request).language
    body = reporting.report(actor(request), form, number, draft, language)  # type: ignore[arg-type]
    return file_answer(body, f"ronde-{number}-{draft}-{file}", kind)
