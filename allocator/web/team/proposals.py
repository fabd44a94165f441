"""One proposal: why it was made, what became of it, and the steps that can follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from allocator.rounds import deciding, looking, offering
from allocator.rounds.deciding import Decided, Pair
from allocator.rounds.looking import ProposalSeen
from allocator.rounds.reasons import CORPORATIE, HOUSEHOLD, TEAM
from allocator.rounds.states import Event, State
from allocator.rounds.use import Actor
from allocator.web.acting import actor, see_other, take, words
from allocator.web.forms import Choices, SaidForm, reason_choices

# Events that people take here with one button, and those that need a reason of a list.
PLAIN = (Event.ACCEPT, Event.OFFER, Event.AGREE, Event.SIGN)
WITH_CODE = {
    Event.REFUSE: CORPORATIE,
    Event.REVOKE: CORPORATIE,
    Event.REJECT: TEAM,
    Event.DECLINE: HOUSEHOLD,
}
LOCKABLE = (State.PROPOSED, State.SENT)


class CodeForm(SaidForm):
    """Why somebody says no; ``codes`` are the reasons to choose from."""

    code = forms.ChoiceField()
    reason = forms.CharField(required=False, max_length=500, widget=forms.Textarea({"rows": 2}))
    reasonable = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, auto_id=f"{event}_%s", **kwargs)

    def said(self) -> None:
        """Say what is asked."""
        self.choose("code", reason_choices(self.words, WITH_CODE[self.event]))
        self.name("code", "pages.proposal.code")
        self.name("reason", "pages.proposal.reason")
        if self.event not in (Event.REFUSE, Event.DECLINE):
            del self.fields["reasonable"]
            return
        judged = (("", "unjudged"), ("yes", "reasonable"), ("no", "unreasonable"))
        said: Choices = [(value, self.words(f"pages.proposal.{name}")) for value, name in judged]
        self.choose("reasonable", said)
        self.name("reasonable", "pages.proposal.reasonable_asked")

    @property
    def judged(self) -> bool | None:
        """Whether the refusal is a reasonable one; ``None`` when nobody said."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("reasonable", ""))


class UndoForm(SaidForm):
    """Why a signed lease does not go through."""

    reason = forms.CharField(max_length=500)

    def said(self) -> None:
        """Say what is asked."""
        self.name("reason", "pages.proposal.reason")


def proposal(request: HttpRequest, household: str, home: str) -> HttpResponse:
    """Show a proposal."""
    return _shown(request, looking.proposal(actor(request), household, home))


def _shown(
    request: HttpRequest, found: ProposalSeen, wrong: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    t = words(request)
    asked = [
        wrong if wrong is not None and wrong.event == event else CodeForm(event=event, words=t)
        for event in found.events
        if event in WITH_CODE
    ]
    values = {
        "found": found,
        "line": found.line,
        "plain": [event for event in found.events if event in PLAIN],
        "forms": asked,
        "lockable": found.line.state in LOCKABLE,
        "undo": UndoForm(words=t) if found.line.state == State.PLACED else None,
    }
    return render(request, "web/team/proposal.html", values, status=status)


@require_POST
def step(request: HttpRequest, household: str, home: str) -> HttpResponse:
    """Take a step with a proposal, as it was seen."""
    asked = request.POST.get("step", "")
    seen = request.POST.get("version", "")
    pair = Pair(household, home, int(seen) if seen.isdigit() else None)
    who = actor(request)
    if asked in WITH_CODE:
        form = CodeForm(request.POST, event=Event(asked), words=words(request))
        if not form.is_valid():
            found = looking.proposal(who, household, home)
            return _shown(request, found, form, status=422)
        return _taken(request, pair, _coded(who, pair, form))
    if asked == "undo":
        return _taken(
            request,
            pair,
            lambda: offering.undo_signing(who, household, request.POST.get("reason", "")),
        )
    found_step = _plain(who, pair).get(asked)
    if found_step is None:
        return see_other("proposal", household, home)
    return _taken(request, pair, found_step)


def _plain(who: Actor, pair: Pair) -> dict[str, Callable[[], Decided]]:
    """Return the steps that need no reason, by name."""
    return {
        "accept": lambda: deciding.accept(who, pair),
        "lock": lambda: deciding.lock(who, pair),
        "unlock": lambda: deciding.lock(who, pair, locked=False),
        "offer": lambda: offering.offer(who, pair.household),
        "agree": lambda: offering.agree(who, pair.household),
        "sign": lambda: offering.sign(who, pair.household),
    }


def _coded(who: Actor, pair: Pair, form: CodeForm) -> Callable[[], Decided]:
    """Return the step of a form that says why not."""
    code, reason = form.cleaned_data["code"], form.cleaned_data["reason"]
    judged = form.judged
    steps: dict[Event, Callable[[], Decided]] = {
        Event.REFUSE: lambda: deciding.refuse(
            who, pair, code=code, reason=reason, reasonable=judged
        ),
        Event.REVOKE: lambda: deciding.revoke(who, pair, code=code, reason=reason),
        Event.REJECT: lambda: deciding.reject(who, pair, code=code, reason=reason),
        Event.DECLINE: lambda: offering.decline(
            who, pair.household, code=code, reason=reason, reasonable=judged
        ),
    }
    return steps[form.event]


def _taken(request: HttpRequest, pair: Pair, found: Callable[[], Decided]) -> HttpResponse:
    t = words(request)
    return take(
        request,
        found,
        "proposal",
        pair.household,
        pair.home,
        said=lambda done: [
            t(
                "rounds.decided",
                household=done.household,
                home=done.home,
                state=t(f"rounds.state.{done.state}"),
            )
        ],
    )
