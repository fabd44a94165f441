"""Between a request and a step: who acts, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from allocator.errors import AllocatorError, Refused, StoreFailed
from allocator.messages.errors import error_lines
from allocator.rounds.use import Actor
from allocator.texts import Texts, texts
from allocator.web.models import Account

# How messages begin about a thing that an address names and that is not there.
NOT_THERE = (
    *("unknown_", "no_round", "no_candidate", "none_yet", "no_draft"),
    *("no_move", "no_announcement"),
)


def today() -> date:
    """Return the day of a step; a demonstration has a day of its own."""
    return settings.OURS.today or date.today()


def account(request: HttpRequest) -> Account:
    """Return who is logged in."""
    found = request.user
    assert isinstance(found, Account)  # noqa: S101 - no page is open to others
    return found


def actor(request: HttpRequest) -> Actor:
    """Return who acts in a request, and as what."""
    who = account(request)
    return Actor(who.username, cast(Any, who.role), who.corporatie or None, today())


def words(request: HttpRequest) -> Texts:
    """Return the sentences in the language of a request."""
    return texts(getattr(request, "language", "nl"))


def take(
    request: HttpRequest,
    step: Callable[[], Any],
    then: str,
    *arguments: Any,
    said: Callable[[Any], Sequence[str]] = lambda done: (),
) -> HttpResponseRedirect:
    """Take a step, say what came of it, and go to the page called ``then``.

    A step that may not be taken changes nothing; why is said on that page too.
    """
    try:
        done = step()
    except StoreFailed:
        raise  # a page of its own says so
    except AllocatorError as error:
        return refused(request, error, then, *arguments)
    else:
        for line in said(done):
            messages.success(request, line)
    return see_other(then, *arguments)


def refused(
    request: HttpRequest, error: AllocatorError, then: str, *arguments: Any
) -> HttpResponseRedirect:
    """Say why a step was not taken, and go to the page called ``then``.

    What the address itself names and is not there is not found, as when it is looked at.
    """
    named = request.resolver_match is not None and request.resolver_match.kwargs
    if named and is_not_there(error):
        raise error
    for line in error_lines(error, words(request)):
        messages.error(request, line)
    return see_other(then, *arguments)


def is_not_there(error: AllocatorError) -> bool:
    """Whether an error says that what an address names is not there."""
    said = error.message.removeprefix("rounds.") if isinstance(error, Refused) else ""
    return said.startswith(NOT_THERE)


def see_other(then: str, *arguments: Any) -> HttpResponseRedirect:
    """Return the way to a page after a form, so that renewing it repeats nothing."""
    answer = redirect(then, *arguments)
    answer.status_code = 303
    return answer


def file_answer(body: bytes, name: str, kind: str) -> HttpResponse:
    """Return a file to keep."""
    return HttpResponse(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
