"""Steps with a whole round: open, draft, send, close, reopen."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from allocator.errors import AllocatorError, StoreFailed
from allocator.rounds import asking, opening, sending
from allocator.rounds.sending import Sent
from allocator.web import notices, tasks
from allocator.web.acting import actor, refused, see_other, take, words
from allocator.web.forms import SaidForm
from allocator.web.team.round_page import ReasonForm, SendForm, shown


class LimitForm(SaidForm):
    """Seconds that a solve may take, and weeks that it looks ahead; both may be empty."""

    ahead = forms.IntegerField(required=False, min_value=2, max_value=104)
    seconds = forms.FloatField(required=False, min_value=1, max_value=86400)


@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    t = words(request)
    return take(
        request,
        lambda: opening.open_new(actor(request)),
        "round",
        said=lambda made: [t("rounds.opened", round=made.number, day=t.day(made.peildatum))],
    )


@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a draft, and show how far it is."""
    kind: asking.Kind = "resolve" if request.POST.get("kind") == "resolve" else "propose"
    form = LimitForm(request.POST, words=words(request))
    given = form.cleaned_data if form.is_valid() else {}
    ahead = given.get("ahead")
    try:
        made = asking.ask(
            actor(request),
            kind,
            tasks.hand_on,
            number=number,
            seconds=given.get("seconds"),
            question={"ahead": ahead} if ahead else None,
        )
    except StoreFailed:
        raise
    except AllocatorError as error:
        return refused(request, error, "round_numbered", number)
    return see_other("solve", made.pk)


@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Send what is proposed, and tell the corporaties that it waits."""
    form = SendForm(request.POST, words=words(request))
    if not form.is_valid():
        return shown(request, number, form, status=422)
    day = form.cleaned_data["answer_by"]

    def said(done: Sent) -> list[str]:
        t = words(request)
        counts = {owner: len(cards) for owner, cards in done.cards.items()}
        notices.sent(request, counts, t.day(done.answer_by))
        return [
            t.count("rounds.sent", n, owner=owner, day=t.day(done.answer_by))
            for owner, n in sorted(counts.items())
        ]

    return take(
        request,
        lambda: sending.send(actor(request), day, number),
        "round_numbered",
        number,
        said=said,
    )


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a round."""
    t = words(request)
    return take(
        request,
        lambda: opening.close(actor(request), number),
        "round_numbered",
        number,
        said=lambda done: [t.count("rounds.closed_now", len(done[1]), round=number)],
    )


@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a closed round again."""
    t = words(request)
    form = ReasonForm(request.POST, words=t)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return take(
        request,
        lambda: opening.reopen(actor(request), number, reason),
        "round_numbered",
        number,
        said=lambda made: [t("rounds.opened", round=made.number, day=t.day(made.peildatum))],
    )


def go(request: HttpRequest) -> HttpResponse:
    """Go to the round whose number was chosen."""
    number = request.GET.get("number", "")
    if not number.isdigit():
        return redirect("round")
    return redirect("round_numbered", int(number))
