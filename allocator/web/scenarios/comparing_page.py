"""Asking for a comparison, and how far it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocator.errors import StoreFailed, Told
from allocator.messages.errors import error_lines
from allocator.rounds import asking
from allocator.rounds.scenarios import keeping
from allocator.rounds.scenarios.asking import ask_comparison, asked_comparison
from allocator.store.models import Asked
from allocator.store.models.asked import DONE, FAILED, UNFINISHED
from allocator.web import tasks
from allocator.web.acting import actor, see_other, take, words
from allocator.web.scenarios.forms import CompareForm
from allocator.web.team.solves import sentence


def ask(request: HttpRequest) -> HttpResponse:
    """Show the form to compare scenarios, or have a worker do so and show how far it is."""
    t, who = words(request), actor(request)
    sent = request.POST if request.method == "POST" else None
    form = CompareForm(sent, words=t, scenarios=keeping.kept(who).scenarios)
    if form.is_valid():
        try:
            made = ask_comparison(who, form.question(), tasks.hand_on)
        except StoreFailed:
            raise
        except Told as error:
            form.add_error(None, error_lines(error, t))
        else:
            return see_other("comparing", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "web/scenarios/compare.html", {"form": form}, status=status)


def show(request: HttpRequest, solve: UUID) -> HttpResponse:
    """Show how far a comparison is; at its end go to it."""
    row = asked_comparison(solve)
    if row.state == DONE:
        return see_other("comparison", row.answer["comparison"])
    return render(request, "web/scenarios/comparing.html", _values(request, row))


def standing(request: HttpRequest, solve: UUID) -> HttpResponse:
    """Return the part of that page that renews itself; at the end the whole page comes anew."""
    row = asked_comparison(solve)
    if row.state not in UNFINISHED:
        address = reverse("comparing", args=[solve])
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return render(request, "web/scenarios/standing.html", _values(request, row))


@require_POST
def end(request: HttpRequest, solve: UUID) -> HttpResponse:
    """Let a comparison end with the runs that every scenario has."""
    asked_comparison(solve)
    return take(request, lambda: asking.end_soon(actor(request), solve), "comparing", solve)


def _values(request: HttpRequest, row: Asked) -> dict[str, Any]:
    begun, t = row.begun_at or row.asked_at, words(request)
    return {
        "row": row,
        "running": row.state in UNFINISHED,
        "seconds": int((timezone.now() - begun).total_seconds()),
        "done": int(row.value or 0),
        "total": int(row.bound or 0),
        "why": sentence(t, row.said or {}) if row.state == FAILED else "",
    }
