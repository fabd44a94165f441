"""One card, and the answer to it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from allocator.rounds import corporatie, deciding
from allocator.rounds.corporatie import WithOwner
from allocator.rounds.deciding import Decided, Pair
from allocator.rounds.reasons import CORPORATIE
from allocator.rounds.states import State
from allocator.web import notices
from allocator.web.acting import actor, take, words
from allocator.web.describing import home_facts, people_line
from allocator.web.forms import SaidForm, reason_choices

ANSWERS = {State.SENT: ("accept", "refuse"), State.ACCEPTED: ("revoke",)}


class NoForm(SaidForm):
    """Why a corporatie says no."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.ChoiceField()
    reason = forms.CharField(required=False, max_length=500, widget=forms.Textarea({"rows": 3}))

    def said(self) -> None:
        """Say what is asked."""
        self.choose("code", reason_choices(self.words, CORPORATIE))
        self.name("code", "pages.corporatie.code")
        self.name("reason", "pages.corporatie.reason", "pages.corporatie.reason_help")


def card(request: HttpRequest, household: str, home: str) -> HttpResponse:
    """Show a card, with the answers that it can have."""
    return _shown(request, _mine(request, household, home))


@require_POST
def answer(request: HttpRequest, household: str, home: str) -> HttpResponse:
    """Take the answer to a card."""
    found = _mine(request, household, home)
    asked = request.POST.get("answer", "")
    if asked == "accept" and request.POST.get("version", "").isdigit():
        pair = Pair(household, home, int(request.POST["version"]))
        return take(
            request, lambda: deciding.accept(actor(request), pair), "cards", said=_told(request)
        )
    form = NoForm(request.POST, words=words(request))
    if asked not in ("refuse", "revoke") or not form.is_valid():
        return _shown(request, found, form, status=422)
    values = form.cleaned_data
    pair = Pair(household, home, values["version"])
    step = deciding.refuse if asked == "refuse" else deciding.revoke
    return take(
        request,
        lambda: step(actor(request), pair, code=values["code"], reason=values["reason"]),
        "cards",
        said=_told(request),
    )


def _mine(request: HttpRequest, household: str, home: str) -> WithOwner:
    """Return a card that is with the corporatie; any other is not there."""
    for one in corporatie.with_owner(actor(request)):
        if (one.card.household, one.card.home.id) == (household, home):
            return one
    raise Http404


def _shown(
    request: HttpRequest, found: WithOwner, form: NoForm | None = None, status: int = 200
) -> HttpResponse:
    t = words(request)
    return render(
        request,
        "web/corporatie/card.html",
        {
            "one": found,
            "people": people_line(request, found.card),
            "facts": home_facts(request, found.card.home),
            "answers": ANSWERS.get(found.state, ()),
            "form": form or NoForm(initial={"version": found.version}, words=t),
        },
        status=status,
    )


def _told(request: HttpRequest) -> Callable[[Decided], list[str]]:
    """Return what says what an answer led to, and tells the team that there is one."""

    def told(done: Decided) -> list[str]:
        notices.answered(request)
        state = words(request)(f"rounds.state.{done.state}")
        return [words(request)("pages.corporatie.answered", home=done.home, state=state)]

    return told
