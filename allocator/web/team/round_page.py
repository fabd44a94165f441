"""The round of the week."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def newest(request: HttpRequest) -> HttpResponse:
    """Show the newest round."""
    return render(request, "web/team/round.html", {})
