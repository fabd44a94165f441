"""The relocation plan that was announced last, over time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds.planning.timeline import timeline
from allocator.web.acting import actor, words
from allocator.web.planner.bands import bands, month_rows
from allocator.web.planner.flow_chart import flow_chart


def show(request: HttpRequest) -> HttpResponse:
    """Show the sites month by month, and who goes from where to where."""
    found = timeline(actor(request))
    if found is None:
        return render(request, "web/planner/no_timeline.html")
    shown = {
        "found": found,
        "bands": bands(found),
        "table": month_rows(found),
        "flow_chart": flow_chart(found.flows, words(request).language),
    }
    return render(request, "web/planner/timeline.html", shown)
