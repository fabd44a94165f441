"""Logging in with a password, and logging out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from allocator.web import demo
from allocator.web.acting import account as logged_in
from allocator.web.acting import see_other, words
from allocator.web.models import Account
from allocator.web.signing_in import devices, guard, halfway, noting
from allocator.web.signing_in.forms import LogInForm

AGAIN = "opnieuw"  # in the address: somebody has to begin anew


@require_http_methods(["GET", "POST", "HEAD"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a password; a second factor follows."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" and not settings.OURS.local_login:
        raise PermissionDenied
    form = LogInForm(request.POST if request.method == "POST" else None, words=words(request))
    if form.is_valid():
        answer = _tried(request, form)
        if answer is not None:
            return answer
    return render(
        request,
        "web/signing_in/log_in.html",
        {
            "form": form if settings.OURS.local_login else None,
            "next": after(request),
            "again": AGAIN in request.GET,
            "sso": settings.OURS.sso is not None,
            "accounts": demo.ACCOUNTS if settings.OURS.demo else (),
            "password": demo.PASSWORD if settings.OURS.demo else "",
        },
    )


def _tried(request: HttpRequest, form: LogInForm) -> HttpResponse | None:
    """Return where a name and a password lead to; ``None`` when they are wrong."""
    found = authenticate(request, **form.cleaned_data)
    if isinstance(found, Account):
        return _on(request, found)
    name = form.cleaned_data["username"]
    noting.wrong_password(request, Account.objects.filter(username=name).first())
    form.add_error(None, words(request)("pages.sign.wrong"))
    return None


def _on(request: HttpRequest, account: Account) -> HttpResponse:
    """Go on to the second factor; in a demonstration there is none."""
    then = after(request)
    if account.demo:
        noting.log_in(request, account, how="demo", backend=guard.LOCAL)
        return see_other(then or "home")
    made = halfway.begin(request, account, then)
    if devices.app_of(account) is not None:
        return see_other("log_in_code")
    made.device = devices.fresh_app(account).pk
    halfway.keep(request, made)
    return see_other("log_in_set")


def after(request: HttpRequest) -> str:
    """Return where to go when logged in: an address of our own that was asked for, else none."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours else ""


def from_the_start() -> HttpResponse:
    """Return the way to the beginning, for who took too long or never began."""
    return redirect(f"{reverse('log_in')}?{AGAIN}=1")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out."""
    if request.user.is_authenticated:
        with noting.noted(logged_in(request), "log_out"):
            logout(request)
    else:
        request.session.flush()
    return see_other("log_in")
