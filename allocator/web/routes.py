"""The addresses of the pages, each with the roles that may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from allocator.web.models import ROLES

View = Callable[..., HttpResponseBase]

EVERYBODY = "everybody"  # also who is not logged in


def page(route: str, view: View, name: str, *, roles: tuple[str, ...]) -> URLPattern:
    """Return an address that only these roles can open.

    Parameters
    ----------
    roles
        Some of ``ROLES``, or ``(EVERYBODY,)`` for what is open without an account.

    Raises
    ------
    ValueError
        When no role is named, or one that does not exist.
    """
    if not roles or not set(roles) <= {*ROLES, EVERYBODY}:
        raise ValueError(f"{route}: {roles}")
    if EVERYBODY in roles:
        opened: Any = login_not_required(view)
    else:
        opened = _only_for(roles, view)
    opened.roles = roles
    made: URLPattern = path(route, opened, name=name)
    return made


def _only_for(roles: tuple[str, ...], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if getattr(request.user, "role", None) not in roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
