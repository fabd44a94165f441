"""The dashboard as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds.dashboard.board import dashboard
from allocator.web.acting import actor, words
from allocator.web.dashboard.charts import charts


def show(request: HttpRequest) -> HttpResponse:
    """Show the figures of today."""
    board = dashboard(actor(request))
    drawn = charts(board, words(request).language)
    return render(request, "web/dashboard/dashboard.html", {"board": board, "charts": drawn})
