"""How people fared, and whether people still decide."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds.fairness import fairness
from allocator.web.acting import actor


def show(request: HttpRequest) -> HttpResponse:
    """Show the newest draft of a round: the one named, or the newest."""
    asked = request.GET.get("ronde", "")
    if asked and not asked.isdecimal():
        raise Http404
    found = fairness(actor(request), int(asked) if asked else None)
    return render(request, "web/auditor/fairness.html", {"found": found})
