"""The second factor: a code of the app, or setting the app for the first time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from allocator.web.acting import see_other, words
from allocator.web.models import Account
from allocator.web.signing_in import devices, guard, halfway, noting
from allocator.web.signing_in.forms import CodeForm
from allocator.web.signing_in.halfway import Halfway
from allocator.web.signing_in.log_in import from_the_start

Step = Callable[[HttpRequest, Halfway, Account], HttpResponse]


def on_the_way(step: Step) -> Callable[[HttpRequest], HttpResponse]:
    """Hand a page who gave the right password; everybody else begins at the beginning."""

    @require_http_methods(["GET", "POST", "HEAD"])
    @wraps(step)
    def stepped(request: HttpRequest) -> HttpResponse:
        found = halfway.found(request)
        return from_the_start() if found is None else step(request, *found)

    return stepped


@on_the_way
def code(request: HttpRequest, made: Halfway, account: Account) -> HttpResponse:
    """Ask for a code, of the app or for recovery."""
    if devices.app_of(account) is None:
        return from_the_start()  # it was taken away meanwhile
    form = CodeForm(request.POST if request.method == "POST" else None, words=words(request))
    status = 200
    if form.is_valid():
        checked = devices.check(account, form.cleaned_data["code"])
        if checked.device is not None:
            how = "recovery_code" if checked.recovery else "code"
            noting.log_in(request, account, how=how, backend=guard.LOCAL, device=checked.device)
            return see_other(made.next or "home")
        status = refused(form, account, checked)
    return render(request, "web/signing_in/code.html", {"form": form}, status=status)


@on_the_way
def set_app(request: HttpRequest, made: Halfway, account: Account) -> HttpResponse:
    """Have somebody set the app, and give a first code of it."""
    app = devices.unset_app(account, made.device)
    if app is None:
        return see_other("log_in_codes") if made.codes else from_the_start()
    form = CodeForm(request.POST if request.method == "POST" else None, words=words(request))
    status = 200
    if form.is_valid():
        checked = devices.verified(account, app, devices.bare(form.cleaned_data["code"]))
        if checked.device is not None:
            with noting.noted(account, "second_factor_set"):
                checked.device.confirmed = True
                checked.device.save()
                made.codes = devices.new_recovery_codes(account)
            halfway.keep(request, made, anew=True)
            return see_other("log_in_codes")
        status = refused(form, account, checked)
    shown = {
        "form": form,
        "picture": mark_safe(devices.picture_of(app)),  # noqa: S308 - drawn here, of a secret
        "secret": devices.secret_of(app),
    }
    return render(request, "web/signing_in/set_app.html", shown, status=status)


@on_the_way
def codes(request: HttpRequest, made: Halfway, account: Account) -> HttpResponse:
    """Show the recovery codes once, and log in who kept them."""
    app = devices.app_of(account)
    if app is None or app.pk != made.device or not made.codes:
        return from_the_start()
    if request.method == "POST":
        noting.log_in(request, account, how="code", backend=guard.LOCAL, device=app)
        return see_other(made.next or "home")
    return render(request, "web/signing_in/recovery_codes.html", {"codes": made.codes})


def refused(form: CodeForm, account: Account, checked: devices.Checked) -> int:
    """Say that a code was not right, and note it; return the status of the page."""
    form.refuse(checked.wait)
    if checked.wait:
        return 429
    noting.failed(account, "code")
    return 200
