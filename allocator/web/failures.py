"""Pages for what goes wrong outside our own steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.web.acting import words


def failed(request: HttpRequest, status: int) -> HttpResponse:
    """Return a page that says what is wrong, and no more than that."""
    lines = [words(request)(f"pages.failed.{status}")]
    return render(request, "web/error.html", {"status": status, "lines": lines}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of a request that cannot be understood."""
    return failed(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of what is for others."""
    return failed(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page of what is not there."""
    return failed(request, 404)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page of a form that did not come from our own pages, or came too late."""
    lines = [words(request)("pages.failed.csrf")]
    return render(request, "web/error.html", {"status": 403, "lines": lines}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page of a fault of ours."""
    return failed(request, 500)
