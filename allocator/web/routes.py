"""The addresses of the pages, each with the roles that may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import URLPattern, path

from allocator.web.models import ROLES

View = Callable[..., HttpResponseBase]

EVERYBODY = "everybody"  # also who is not logged in
METHODS = ("GET", "HEAD", "POST")  # a page that takes less says so itself


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
    opened: Any = _only_for(roles, _answering(view))
    if EVERYBODY in roles:
        opened = login_not_required(opened)
    opened.roles = roles
    made: URLPattern = path(route, opened, name=name)
    return made


def _only_for(roles: tuple[str, ...], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if EVERYBODY not in roles and getattr(request.user, "role", None) not in roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _answering(view: View) -> View:
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return view(request, *args, **kwargs)

    return asked
