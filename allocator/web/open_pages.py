"""What is open to everybody, and where each role begins."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from allocator.texts import LANGUAGES
from allocator.web.acting import account
from allocator.web.context import MENU
from allocator.web.models import ROLES
from allocator.web.routes import EVERYBODY, page

YEAR = 365 * 24 * 60 * 60


def home(request: HttpRequest) -> HttpResponse:
    """Go to where somebody's work begins."""
    return redirect(MENU[account(request).role][0])


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and go back to the page that was open."""
    asked = request.POST.get("language", "")
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = redirect(back)
    if asked in LANGUAGES:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, asked, max_age=YEAR, httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax",
        )  # fmt: skip
    return answer


def theme(request: HttpRequest) -> HttpResponse:
    """Return the style sheet of the municipality."""
    file = settings.OURS.theme_css
    if file is None or not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="text/css; charset=utf-8")


PAGES = [
    page("", home, "home", roles=ROLES),
    page("taal/", language, "language", roles=(EVERYBODY,)),
    page("thema.css", theme, "theme", roles=(EVERYBODY,)),
]
