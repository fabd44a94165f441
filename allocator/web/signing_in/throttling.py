"""Slowing down who guesses passwords, with django-axes.

Counted are the wrong passwords of a name from one address, of a name from anywhere, and from one
address for any name.  The first is for who guesses; the others, which are higher, for who does so
from many addresses or with many names: an office shares one address, and nobody should be able to
lock out somebody else by trying their name a few times.

What was typed as a name is kept by a keyed hash only: people type passwords there by mistake.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

# How many times the limit each of ``AXES_LOCKOUT_PARAMETERS`` may reach, in their order.
TIMES = (1, 10, 10)
NETWORK = 64  # bits: who has one address of version 6 has them all


class Attempts(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts as said above."""

    def get_failures(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> int:
        """Return how many of the attempts that are allowed were wrong."""
        found = self.get_user_attempts(request, credentials)
        return max(wrong(a) // times for a, times in zip(found, TIMES, strict=True))

    def reset_user_attempts(
        self, request: HttpRequest, credentials: Mapping[str, Any] | None = None
    ) -> int:
        """Forget the wrong passwords of who logged in after all, from this address only."""
        count, _ = self.filter_user_attempts(request, credentials)[0].delete()
        return int(count)


def wrong(attempts: QuerySet[AccessAttempt]) -> int:
    """Return how many passwords were wrong."""
    return sum(int(n) for n in attempts.values_list("failures_since_start", flat=True))


def name_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """Return the name that was tried, by a hash that nobody without our secret can make."""
    name = (credentials or {}).get("username")
    return None if name is None else salted_hmac("allocator.web.throttling", name).hexdigest()


def no_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> bool:
    """Whether nothing was guessed: single sign-on tries no password here."""
    return (credentials or {}).get("username") is None


def address_of(request: HttpRequest) -> str | None:
    """Return where a request comes from: what our proxy says, when there is one."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.OURS.behind_proxy:
        said = request.headers.get("X-Forwarded-For", said).split(",")[-1].strip()
    try:
        found = ip_address(said)
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        return str(ip_network((found, NETWORK), strict=False).network_address)
    return str(found)


def locked(
    request: HttpRequest, original: HttpResponse, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Return the page that says how long nobody may try."""
    return wait_page(request, _seconds_left(request, credentials))


def wait_page(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return a page that says after how many minutes to try again."""
    minutes = max(1, math.ceil(seconds / 60))
    answer = render(request, "web/signing_in/wait.html", {"minutes": minutes}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _seconds_left(request: HttpRequest, credentials: Mapping[str, Any] | None) -> int:
    """Return the seconds until the newest wrong password that counts is long enough ago."""
    found = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    limit = settings.AXES_FAILURE_LIMIT
    counted = [a for a, times in zip(found, TIMES, strict=True) if wrong(a) >= limit * times]
    moments = [a.latest("attempt_time").attempt_time for a in counted]
    left: timedelta = max(moments, default=timezone.now()) + get_cool_off(request) - timezone.now()
    return max(1, math.ceil(left.total_seconds()))
