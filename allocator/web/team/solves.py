"""How far a solve is, and what came of it: a draft, a price, or the ways to house a household."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocator.rounds import asking
from allocator.rounds.scenarios.keeping import COMPARE
from allocator.store.models import Asked
from allocator.store.models.asked import DONE, DRAFTS, FAILED, UNFINISHED
from allocator.web.acting import actor, see_other, take, words
from allocator.web.team.prices import FORMS, to_confirm


def solve(request: HttpRequest, solve: UUID) -> HttpResponse:
    """Show how far a solve is, or what came of it."""
    row = asking.seen(actor(request), solve)
    if row.state == DONE and row.kind in DRAFTS:
        return see_other("draft", row.round_id, row.answer["draft"])
    if row.state == DONE and row.kind == "announce":
        return see_other("moves")
    if row.kind == COMPARE:
        return see_other("comparing", row.pk)
    return render(request, "web/team/solve.html", _values(request, row))


def standing(request: HttpRequest, solve: UUID) -> HttpResponse:
    """Return the part of that page that renews itself; at the end the whole page comes anew."""
    row = asking.asked(solve)
    if row.state not in UNFINISHED:
        address = reverse("solve", args=[solve])
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return render(request, "web/team/standing.html", _values(request, row))


@require_POST
def end(request: HttpRequest, solve: UUID) -> HttpResponse:
    """Let a solve end with the best plan so far."""
    return take(request, lambda: asking.end_soon(actor(request), solve), "solve", solve)


def _values(request: HttpRequest, row: Asked) -> dict[str, Any]:
    begun = row.begun_at or row.asked_at
    until = row.ended_at or timezone.now()
    t = words(request)
    values: dict[str, Any] = {
        "row": row,
        "running": row.state in UNFINISHED,
        "failed": row.state == FAILED,
        "seconds": int((until - begun).total_seconds()),
        "gap": _gap(row),
    }
    if row.state == FAILED:
        said = row.said or {}
        values["lines"] = [sentence(t, said)]
    if row.state == DONE and row.kind == "price":
        question = row.question
        form = to_confirm(FORMS[question["what"]](initial=question, words=t))
        values |= {"price": row.answer, "form": form, "what": question["what"]}
        values["losses"] = [(tier, n, abs(n)) for tier, n in row.answer["worse"].items()]
        values["moved"] = [tuple(move) for move in row.answer["moves"]]
    if row.state == DONE and row.kind == "alternatives":
        values["ways"] = _ways(row.answer["homes"])
        values["household"] = row.answer["household"]
    return values


def sentence(t: Any, said: dict[str, Any]) -> str:
    """Return why a solve has no answer."""
    try:
        return str(t(said.get("message", "rounds.solve_failed"), **said.get("values", {})))
    except KeyError:  # a value that is not kept: it named a household
        return str(t("rounds.solve_failed"))


def _gap(row: Asked) -> float | None:
    """Return how far value and bound are apart, in percent of the value."""
    if row.value is None or row.bound is None:
        return None
    return round(100 * abs(row.bound - row.value) / max(1.0, abs(row.value)), 2)


def _ways(homes: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the ways by status; the cheapest possible one first, tier by tier."""

    def cost(way: dict[str, Any]) -> tuple[bool, list[float]]:
        loss = way["loss"]
        return loss is None, [float(v or 0) for v in (loss or {}).values()]

    for way in homes:
        loss = way["loss"] or {}
        way["worse"] = [(tier, value) for tier, value in loss.items() if value]
    return {
        "proposed": [way for way in homes if way["status"] == "proposed"],
        "possible": sorted((w for w in homes if w["status"] == "possible"), key=cost),
        "blocked": [way for way in homes if way["status"] == "blocked"],
    }
