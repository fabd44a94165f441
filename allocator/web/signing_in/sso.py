"""Single sign-on: what the provider says of somebody, and whether that can be believed.

The library runs the code flow; what it leaves open is looked at here: for whom a token is meant,
who made it, whether it is still good, and whether all that is said is about one person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from allocator.web.environment.sso import SingleSignOn
from allocator.web.models import Account
from allocator.web.signing_in import sso_accounts
from allocator.web.signing_in.sso_accounts import NotIn

SECONDS = 10  # to wait for the provider
LEEWAY = 30  # seconds that clocks may differ
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]


def sso_settings(name: str, *default: object) -> Any:
    """Return a setting of the library, as we have it."""
    ours: SingleSignOn | None = settings.OURS.sso
    known: dict[str, object] = {
        "OIDC_AUTHENTICATION_CALLBACK_URL": "log_in_sso_back",
        "OIDC_TIMEOUT": SECONDS,
        "OIDC_USE_PKCE": True,
    }
    if ours is not None:
        known |= {
            "OIDC_OP_AUTHORIZATION_ENDPOINT": ours.authorization_url,
            "OIDC_OP_TOKEN_ENDPOINT": ours.token_url,
            "OIDC_OP_USER_ENDPOINT": ours.userinfo_url,
            "OIDC_OP_JWKS_ENDPOINT": ours.jwks_url,
            "OIDC_RP_CLIENT_ID": ours.client_id,
            "OIDC_RP_CLIENT_SECRET": ours.client_secret,
            "OIDC_RP_SIGN_ALGO": ours.sign_algo,
            "OIDC_RP_SCOPES": ours.scopes,
        }
    return known.get(name, default[0] if default else "")


class SingleSignOnBackend(OIDCAuthenticationBackend):  # type: ignore[misc]
    """Finds the account of who comes back from the provider."""

    get_settings = staticmethod(sso_settings)

    def authenticate(
        self,
        request: HttpRequest | None,
        nonce: str | None = None,
        code_verifier: str | None = None,
        **_others: object,
    ) -> Account | None:
        """Return who it is; ``None`` for who does not come back from the provider.

        Raises
        ------
        PermissionDenied
            When what it says cannot be believed, or is not enough; ``sso_refused`` of the request
            says why.
        """
        if request is None or settings.OURS.sso is None or not nonce or not code_verifier:
            return None
        try:
            found: Account | None = super().authenticate(
                request, nonce=nonce, code_verifier=code_verifier
            )
        except NotIn as refused:
            request.sso_refused = refused  # type: ignore[attr-defined]
        except requests.RequestException:
            request.sso_refused = NotIn("provider")  # type: ignore[attr-defined]
        except (SuspiciousOperation, jwt.PyJWTError, LookupError, TypeError, ValueError):
            request.sso_refused = NotIn("token")  # type: ignore[attr-defined]
        else:
            return found
        raise PermissionDenied

    def get_token(self, payload: dict[str, str]) -> dict[str, Any]:
        """Return the tokens for a code; a client without a secret sends none."""
        given = {name: value for name, value in payload.items() if value}
        tokens: dict[str, Any] = super().get_token(given)
        return tokens

    def verify_token(self, token: str, **kwargs: str) -> dict[str, Any]:
        """Return what a token says, when it is the provider's, for us, of now and of this login."""
        ours = _provider()
        said: dict[str, Any] = jwt.decode(
            token,
            self.retrieve_matching_jwk(token),
            algorithms=[ours.sign_algo],
            audience=ours.client_id,
            issuer=ours.issuer,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
        if said["nonce"] != kwargs.get("nonce"):
            raise SuspiciousOperation("nonce")
        if said.get("azp", ours.client_id) != ours.client_id:
            raise SuspiciousOperation("azp")
        return said

    def get_or_create_user(
        self, access_token: str, id_token: str, payload: Mapping[str, Any]
    ) -> Account:
        """Return the account of who it is, with what was said of them."""
        ours = _provider()
        more = self.get_userinfo(access_token, id_token, payload) if ours.userinfo_url else {}
        if more and more.get("sub") != payload["sub"]:
            raise SuspiciousOperation("sub")
        return sso_accounts.account_of({**more, **payload}, ours)

    def get_user(self, user_id: int) -> Account | None:
        """Return an account that logged in this way, while it is open and the provider ours."""
        ours: SingleSignOn | None = settings.OURS.sso
        if ours is None:
            return None
        return Account.objects.filter(pk=user_id, is_active=True, issuer=ours.issuer).first()


def _provider() -> SingleSignOn:
    """Return the provider, where there is one."""
    ours: SingleSignOn | None = settings.OURS.sso
    if ours is None:
        raise LookupError("no single sign-on")
    return ours
