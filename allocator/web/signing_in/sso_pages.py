"""The way to the login of the organisation, and back."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from allocator.web.models import Account
from allocator.web.signing_in import guard, noting
from allocator.web.signing_in.sso import sso_settings
from allocator.web.signing_in.sso_accounts import NotIn

STATES = "oidc_states"  # of the library, in the session
NEXT = "oidc_login_next"
SECONDS = 600  # to log in there
# Anybody can have these happen, as often as they like; the log is for what people did.
NOT_NOTED = ("state", "provider")


class Request(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """Sends somebody to the provider; state, nonce and verifier stay in the session."""

    get_settings = staticmethod(sso_settings)


@require_safe
def go(request: HttpRequest) -> HttpResponseBase:
    """Go to the login of the organisation."""
    if settings.OURS.sso is None:
        raise Http404
    answer: HttpResponseBase = Request.as_view()(request)
    return answer


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Log in who comes back from it."""
    if settings.OURS.sso is None:
        raise Http404
    held = request.session.get(STATES, {}).pop(request.GET.get("state", ""), None)
    if held is not None:
        request.session.modified = True  # what came back once does not come back again
    if held is None or held["added_on"] < time.time() - SECONDS:
        return _refused(request, NotIn("state"))
    if not request.GET.get("code"):
        return _refused(request, NotIn("provider"))
    found = authenticate(request, nonce=held["nonce"], code_verifier=held["code_verifier"])
    if not isinstance(found, Account):
        return _refused(request, getattr(request, "sso_refused", NotIn("token")))
    then = request.session.pop(NEXT, None)
    noting.log_in(request, found, how="sso", backend=guard.SINGLE_SIGN_ON)
    return redirect(then or "home")


def _refused(request: HttpRequest, refused: NotIn) -> HttpResponse:
    """Say that somebody did not come in, and why as far as they can do something about it."""
    if refused.why not in NOT_NOTED:
        noting.failed(refused.account, refused.why)
    role = refused.why in ("no_role", "closed", "unknown_corporatie", "name_taken", "no_name")
    return render(request, "web/signing_in/sso_refused.html", {"role": role}, status=403)
