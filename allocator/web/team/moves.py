"""Moves of ontheemden: announced as a plan, answered by households, carried out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from allocator.errors import AllocatorError, StoreFailed
from allocator.rounds import asking, sheltering
from allocator.rounds.moves import MoveLine
from allocator.rounds.moves_states import MoveEvent, possible_for_move
from allocator.rounds.reasons import OBJECTIONS
from allocator.rounds.use import Refused
from allocator.web import tasks
from allocator.web.acting import actor, refused, see_other, take, words
from allocator.web.forms import DayInput, SaidForm, reason_choices

OBJECT_WITHIN = timedelta(days=21)


class AnnounceForm(SaidForm):
    """Until when households can object."""

    object_by = forms.DateField(widget=DayInput())

    def said(self) -> None:
        """Say what is asked."""
        self.name("object_by", "pages.moves.object_by", "pages.moves.object_by_help")


class ObjectForm(SaidForm):
    """Why a household objects to a move."""

    code = forms.ChoiceField()
    reason = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}))

    def said(self) -> None:
        """Say what is asked."""
        self.choose("code", reason_choices(self.words, OBJECTIONS))
        self.name("code", "pages.moves.code")
        self.name("reason", "pages.moves.reason")


class MovedForm(SaidForm):
    """On which day a household moved."""

    on = forms.DateField(widget=DayInput())

    def said(self) -> None:
        """Say what is asked."""
        self.name("on", "pages.moves.on")


def moves(request: HttpRequest) -> HttpResponse:
    """Show the moves that were announced, by month."""
    who, t = actor(request), words(request)
    try:
        found = sheltering.show(who)
    except Refused:  # nothing was announced yet
        found = None
    form = AnnounceForm(initial={"object_by": who.today + OBJECT_WITHIN}, words=t)
    return render(request, "web/team/moves.html", {"found": found, "form": form})


@require_POST
def announce(request: HttpRequest) -> HttpResponse:
    """Ask for a relocation plan to announce, and show how far it is."""
    form = AnnounceForm(request.POST, words=words(request))
    if not form.is_valid():
        page = {"found": None, "form": form}
        return render(request, "web/team/moves.html", page, status=422)
    question = {"object_by": form.cleaned_data["object_by"].isoformat()}
    try:
        made = asking.ask(actor(request), "announce", tasks.hand_on, question=question)
    except StoreFailed:
        raise
    except AllocatorError as error:
        return refused(request, error, "moves")
    return see_other("solve", made.pk)


def move(request: HttpRequest, household: str, month: str) -> HttpResponse:
    """Show a move and the answers that it can have."""
    return _shown(request, sheltering.one(actor(request), household, month))


def _shown(
    request: HttpRequest,
    line: MoveLine,
    object_form: ObjectForm | None = None,
    moved_form: MovedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    t, today = words(request), actor(request).today
    values = {
        "line": line,
        "events": possible_for_move(line.state),
        "object_form": object_form or ObjectForm(words=t),
        "moved_form": moved_form or MovedForm(initial={"on": today}, words=t),
    }
    return render(request, "web/team/move.html", values, status=status)


@require_POST
def step(request: HttpRequest, household: str, month: str) -> HttpResponse:
    """Note what a household says to a move, or that it moved."""
    who, t = actor(request), words(request)
    asked, seen = request.POST.get("step", ""), request.POST.get("version", "")
    at: Any = {"month": month, "version": int(seen) if seen.isdigit() else None}
    if asked == MoveEvent.OBJECT:
        form = ObjectForm(request.POST, words=t)
        if not form.is_valid():
            return _shown(request, sheltering.one(who, household, month), form, status=422)
        said = form.cleaned_data
        return _taken(
            request,
            household,
            month,
            lambda: sheltering.object_to(who, household, said["reason"], said["code"], **at),
        )
    if asked == MoveEvent.MOVE:
        moved = MovedForm(request.POST, words=t)
        if not moved.is_valid():
            line = sheltering.one(who, household, month)
            return _shown(request, line, moved_form=moved, status=422)
        day = moved.cleaned_data["on"]
        return _taken(
            request, household, month, lambda: sheltering.moved(who, household, day, **at)
        )
    return _taken(request, household, month, lambda: sheltering.agree(who, household, **at))


def _taken(
    request: HttpRequest, household: str, month: str, found: Callable[[], MoveLine]
) -> HttpResponse:
    t = words(request)
    return take(
        request,
        found,
        "move",
        household,
        month,
        said=lambda line: [
            t("pages.moves.done", household=household, state=t(f"rounds.movestate.{line.state}"))
        ],
    )
