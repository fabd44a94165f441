"""Somebody's own account: another password, new recovery codes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from allocator.web.acting import account as logged_in
from allocator.web.acting import see_other, words
from allocator.web.models import Account
from allocator.web.signing_in import devices, noting
from allocator.web.signing_in.forms import CodeForm, PasswordForm
from allocator.web.signing_in.second_factor import refused

CODES = "new_codes"  # in the session, until they are shown


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show an account to whom it is of."""
    return _page(request, codes=request.session.pop(CODES, []))


def password(request: HttpRequest) -> HttpResponse:
    """Change the password, when the old one is right; other sessions of the account end."""
    who = _changeable(request)
    if request.method != "POST":
        return redirect("account")
    form = PasswordForm(request.POST, words=words(request), account=who)
    if form.is_valid():
        given = form.cleaned_data
        if authenticate(request, username=who.username, password=given["old"]) == who:
            with noting.noted(who, "password_change"):
                who.set_password(given["new"])
                who.save(update_fields=["password"])
            update_session_auth_hash(request, who)
            messages.success(request, words(request)("pages.sign.password.changed"))
            return see_other("account")
        noting.wrong_password(request, who)
        form.add_error("old", words(request)("pages.sign.password.wrong"))
    return _page(request, password_form=form)


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Give new recovery codes, when a code of the app is right."""
    who = _changeable(request)
    if request.method != "POST":
        return redirect("account")
    form = CodeForm(request.POST, words=words(request))
    status = 200
    if form.is_valid():
        checked = devices.check(who, form.cleaned_data["code"])
        if checked.device is not None:
            with noting.noted(who, "recovery_codes"):
                request.session[CODES] = devices.new_recovery_codes(who)
            return see_other("account")
        status = refused(form, who, checked)
    return _page(request, code_form=form, status=status)


def _changeable(request: HttpRequest) -> Account:
    """Return whose account it is; the organisation or a demonstration keeps its passwords."""
    who = logged_in(request)
    if who.demo or not who.local:
        raise PermissionDenied
    return who


def _page(
    request: HttpRequest,
    *,
    password_form: PasswordForm | None = None,
    code_form: CodeForm | None = None,
    codes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    who, t = logged_in(request), words(request)
    shown = {
        "who": who,
        "changeable": who.local and not who.demo,
        "password_form": password_form or PasswordForm(words=t, account=who),
        "code_form": code_form or CodeForm(words=t),
        "left": devices.codes_left(who),
        "codes": codes or [],
    }
    return render(request, "web/signing_in/account.html", shown, status=status)
