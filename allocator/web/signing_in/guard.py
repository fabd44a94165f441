"""Who gave a password only is nobody yet, however they came by their session."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.http import HttpRequest, HttpResponseBase

from allocator.web.models import Account

LOCAL = "allocator.web.signing_in.backends.LocalBackend"
SINGLE_SIGN_ON = "allocator.web.signing_in.sso.SingleSignOnBackend"


def second_factor(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Log out who has no second factor, before any page is made."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated and not whole(request):
            logout(request)
        return answer(request)

    return guarded


def whole(request: HttpRequest) -> bool:
    """Whether somebody is logged in with all that it takes.

    The organisation sees to the second factor of those whom it logs in; the accounts of a
    demonstration have none.
    """
    who = request.user
    if not isinstance(who, Account):
        return False
    if request.session.get(BACKEND_SESSION_KEY) == SINGLE_SIGN_ON:
        return not who.local
    if who.demo:
        return bool(settings.OURS.demo)
    return bool(getattr(who, "is_verified", bool)())
