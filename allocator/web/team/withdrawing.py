"""Taking a household or a home out of the rounds, and bringing it back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from allocator.rounds import offering
from allocator.rounds.deciding import Decided
from allocator.web.acting import actor, take, words

Out = Callable[[str], list[Decided]]


@require_POST
def household(request: HttpRequest, household: str) -> HttpResponse:
    """Take a household out, or bring it back."""
    who = actor(request)
    return _taken(
        request,
        lambda reason: offering.withdraw_household(who, household, reason),
        lambda: offering.bring_back(who, household=household),
        "household_dossier",
        household,
    )


@require_POST
def home(request: HttpRequest, home: str) -> HttpResponse:
    """Take a home out, or bring it back."""
    who = actor(request)
    return _taken(
        request,
        lambda reason: offering.withdraw_home(who, home, reason),
        lambda: offering.bring_back(who, home=home),
        "home_dossier",
        home,
    )


def _taken(
    request: HttpRequest, out: Out, back: Callable[[], None], then: str, ref: str
) -> HttpResponse:
    """Take the step that was asked for, and say what fell through by it."""
    t = words(request)

    def step() -> list[Decided]:
        if request.POST.get("step") == "back":
            back()
            return []
        return out(request.POST.get("reason", ""))

    def said(done: list[Decided]) -> list[str]:
        lines = [
            t("rounds.decided", household=one.household, home=one.home,
              state=t(f"rounds.state.{one.state}"))
            for one in done
        ]  # fmt: skip
        return lines or [t("rounds.done")]

    return take(request, step, then, ref, said=said)
