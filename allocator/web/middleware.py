"""What happens around every page: its language, its headers, and what goes wrong in it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from allocator.errors import AllocatorError, Refused, StoreFailed
from allocator.messages.errors import error_lines
from allocator.texts import LANGUAGES
from allocator.web.acting import is_not_there, words

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def speaking(answer: Answer) -> Answer:
    """Speak the language that was chosen, Dutch when none was."""

    def spoken(request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        request.language = language  # type: ignore[attr-defined]
        with translation.override(language):
            found = answer(request)
        found.headers.setdefault("Content-Language", language)
        return found

    return spoken


def headers(answer: Answer) -> Answer:
    """Let nobody keep a page, and no page ask for more than it needs."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        found = answer(request)
        found.headers.setdefault("Cache-Control", "no-store")
        found.headers["Permissions-Policy"] = PERMISSIONS
        found.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return found

    return with_headers


class TellingErrors:
    """Tells people what our own errors say, in a page."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as always."""
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return a page that says what is wrong."""
        if not isinstance(error, AllocatorError):
            return None
        lines = error_lines(error, words(request))
        status = status_of(error)
        return render(request, "web/error.html", {"status": status, "lines": lines}, status=status)


def status_of(error: AllocatorError) -> int:
    """Return the status of HTTP of an error."""
    if isinstance(error, StoreFailed):
        return 503
    if isinstance(error, Refused):  # a step that may not be taken is a conflict
        return 404 if is_not_there(error) else 409
    return 422 if error.exit_code == 2 else 500
