"""The wijken on a tile map, and what the half-year comes to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds.planning.wijken import wijken
from allocator.web.acting import actor
from allocator.web.planner.tiles import NO_LIMIT, STEPS, tile_map

LEGEND = (NO_LIMIT, *map(str, range(len(STEPS) + 1)))


def show(request: HttpRequest) -> HttpResponse:
    """Show the draagkracht of each wijk, used and left."""
    found = wijken(actor(request))
    shown = {"found": found, "map": tile_map(found.rows), "legend": LEGEND}
    return render(request, "web/planner/wijken.html", shown)
