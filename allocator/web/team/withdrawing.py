"""Taking a household or a home out of the rounds, and bringing it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from allocator.rounds import offering
from allocator.rounds.deciding import Decided
from allocator.web.acting import actor, take, words


@require_POST
def household(request: HttpRequest, household: str) -> HttpResponse:
    """Take a household out, or bring it back."""
    who, reason = actor(request), request.POST.get("reason", "")
    if request.POST.get("step") == "back":
        return take(
            request,
            lambda: offering.bring_back(who, household=household),
            "household_dossier",
            household,
            said=lambda _: [words(request)("rounds.done")],
        )
    return take(
        request,
        lambda: offering.withdraw_household(who, household, reason),
        "household_dossier",
        household,
        said=lambda done: _said(request, done),
    )


@require_POST
def home(request: HttpRequest, home: str) -> HttpResponse:
    """Take a home out, or bring it back."""
    who, reason = actor(request), request.POST.get("reason", "")
    if request.POST.get("step") == "back":
        return take(
            request,
            lambda: offering.bring_back(who, home=home),
            "home_dossier",
            home,
            said=lambda _: [words(request)("rounds.done")],
        )
    return take(
        request,
        lambda: offering.withdraw_home(who, home, reason),
        "home_dossier",
        home,
        said=lambda done: _said(request, done),
    )


def _said(request: HttpRequest, done: list[Decided]) -> list[str]:
    """Return what fell through by a withdrawal."""
    t = words(request)
    lines = [
        t("rounds.decided", household=one.household, home=one.home,
          state=t(f"rounds.state.{one.state}"))
        for one in done
    ]  # fmt: skip
    return lines or [t("rounds.done")]
