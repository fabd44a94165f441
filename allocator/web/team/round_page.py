"""The round of the week: what waits for whom, and what can be done now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds import looking
from allocator.rounds.looking import ENDED, WAITS_FOR, Part
from allocator.rounds.states import State
from allocator.web.acting import actor, words
from allocator.web.forms import DayInput, SaidForm

ANSWER_WITHIN = timedelta(days=7)
SOON = timedelta(days=2)
MOST = 25  # of each state; the rest is a page away
PAGE = 50


class SendForm(SaidForm):
    """Until when corporaties can answer."""

    answer_by = forms.DateField(widget=DayInput())

    def said(self) -> None:
        """Say what is asked."""
        self.name("answer_by", "pages.round.answer_by", "pages.round.answer_by_help")


class ReasonForm(SaidForm):
    """Why something is done that needs a reason."""

    reason = forms.CharField(max_length=500)

    def said(self) -> None:
        """Say what is asked."""
        self.name("reason", "pages.round.reason")


@dataclass(frozen=True)
class Shown:
    """The candidates in one state; ``soon`` is the day up to which an answer is nearly due."""

    part: Part
    waits_for: str
    soon: date


def newest(request: HttpRequest) -> HttpResponse:
    """Show the newest round."""
    return shown(request)


def numbered(request: HttpRequest, number: int) -> HttpResponse:
    """Show a round."""
    return shown(request, number)


def shown(
    request: HttpRequest,
    number: int | None = None,
    send_form: SendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a round; ``send_form`` is one with faults in it."""
    who, t = actor(request), words(request)
    found = looking.glance(who, number, most=MOST)
    if found is None:
        return render(request, "web/team/no_round.html", {"imported": looking.imported(who)})
    going = [_shown(found.parts[state], who.today) for state in WAITS_FOR]
    ended = [_shown(found.parts[state], who.today) for state in ENDED]
    first = SendForm(initial={"answer_by": who.today + ANSWER_WITHIN}, words=t)
    values = {
        "found": found,
        "round": found.round,
        "open": found.round.closed_n is None,
        "counts": going,
        "going": [one for one in going if one.part.total],
        "ended": [one for one in ended if one.part.total],
        "to_send": found.parts[State.PROPOSED].total,
        "second": any(one.part.total for one in (*going[1:], *ended)),
        "send_form": send_form or first,
        "reason_form": ReasonForm(words=t),
    }
    return render(request, "web/team/round.html", values, status=status)


def part(request: HttpRequest, number: int, state: str) -> HttpResponse:
    """Show all candidates of a round in one state, a page at a time."""
    if state not in (*WAITS_FOR, *ENDED):
        raise Http404
    who, asked = actor(request), request.GET.get("pagina", "1")
    first = (max(1, int(asked)) - 1) * PAGE if asked.isdigit() else 0
    found = looking.part(who, number, State(state), first, PAGE)
    page = Paginator(range(found.total), PAGE).get_page(asked)
    values = {"number": number, "one": _shown(found, who.today), "page": page}
    return render(request, "web/team/part.html", values)


def _shown(found: Part, today: date) -> Shown:
    return Shown(found, WAITS_FOR.get(found.state, ""), today + SOON)
