"""Looking up where the provider of single sign-on is: what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from allocator.errors import BadCall
from allocator.web.environment import sso
from allocator.web.environment.reading import safe
from allocator.web.environment.sso import SingleSignOn

DESCRIPTION = "/.well-known/openid-configuration"
SECONDS = 10
# What a description says, by the variable that would name it.
SAYS = {
    sso.AUTHORIZATION_URL: "authorization_endpoint",
    sso.TOKEN_URL: "token_endpoint",
    sso.JWKS_URL: "jwks_uri",
    sso.USERINFO_URL: "userinfo_endpoint",
}


def discover(given: SingleSignOn, env: dict[str, str]) -> list[BadCall]:
    """Put the addresses of the provider in ``env``; return what is wrong with what it says.

    What was named stays as it was, and when all is named nothing is fetched.
    """
    if given.found:
        return []
    said = _fetched(given.issuer)
    if said is None:
        return [BadCall("serve.sso_not_found", issuer=given.issuer)]
    if said.get("issuer") != given.issuer:
        return [BadCall("serve.sso_other_issuer", issuer=given.issuer, found=said.get("issuer"))]
    faults = []
    for variable, name in SAYS.items():
        address = str(said.get(name) or "")
        if address and not safe(address):
            faults.append(BadCall("serve.not_https", name=name, found=address))
        elif address:
            env[variable] = env.get(variable) or address
        elif variable != sso.USERINFO_URL:
            faults.append(BadCall("serve.sso_says_nothing", issuer=given.issuer, name=name))
    return faults


def _fetched(issuer: str) -> Mapping[str, Any] | None:
    """Return what a provider says of itself; ``None`` when it does not answer."""
    import requests

    try:
        answer = requests.get(
            issuer.rstrip("/") + DESCRIPTION, timeout=SECONDS, allow_redirects=False
        )
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, json.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None
