"""Entries in the log about logging in: who did, how, and who failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.contrib.auth import login
from django.http import HttpRequest
from django_otp.models import Device

from allocator.rounds.use import KEEPING, SYSTEM, Actor, Role, Use, using
from allocator.web.models import ROLES, Account
from allocator.web.signing_in import halfway

UNKNOWN = "unknown"  # a name that is nobody's; what was typed is written nowhere


@contextmanager
def noted(account: Account, action: str) -> Iterator[Use]:
    """Do something of an account's own; nothing is done when it cannot be written in the log."""
    with using(_actor(account), action, ground=KEEPING, roles=ROLES, expiring=False) as use:
        yield use


def failed(account: Account | None, why: str, *, locked: bool = False) -> None:
    """Write that somebody could not log in; ``locked`` when it is for some time from now."""
    actor = Actor(SYSTEM, "system") if account is None else _actor(account)
    with using(actor, "log_in_failed", ground=KEEPING, roles=ROLES, expiring=False) as use:
        use.result = {"why": why, "locked": locked}


def wrong_password(request: HttpRequest, account: Account | None) -> None:
    """Write that a password was wrong; not when it was not even looked at.

    So who guesses on and on does not fill the log.
    """
    if getattr(request, "axes_failures_since_start", None) is not None:
        locked = bool(getattr(request, "axes_locked_out", False))
        failed(account, UNKNOWN if account is None else "password", locked=locked)


def log_in(
    request: HttpRequest, account: Account, *, how: str, backend: str, device: Device | None = None
) -> None:
    """Log somebody in, with a new key of the session; ``how`` the second factor was given."""
    halfway.end(request)
    with noted(account, "log_in") as use:
        use.result = {"how": how}
        if device is not None:
            account.otp_device = device  # type: ignore[attr-defined]
        login(request, account, backend=backend)
    request.session.clear_expired()


def _actor(account: Account) -> Actor:
    return Actor(account.username, cast(Role, account.role), account.corporatie or None)
