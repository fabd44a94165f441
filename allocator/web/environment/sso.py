"""Single sign-on: the login of the organisation, by OpenID Connect.

The addresses of the provider come from its own description (``ISSUER`` and then
``/.well-known/openid-configuration``, fetched once, when the pages start), or are each named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from allocator.web.environment.reading import Environment

ISSUER = "ALLOCATOR_OIDC_ISSUER"
AUTHORIZATION_URL = "ALLOCATOR_OIDC_AUTHORIZATION_URL"
TOKEN_URL = "ALLOCATOR_OIDC_TOKEN_URL"  # noqa: S105 - the name of a variable
USERINFO_URL = "ALLOCATOR_OIDC_USERINFO_URL"
JWKS_URL = "ALLOCATOR_OIDC_JWKS_URL"
CLIENT_ID = "ALLOCATOR_OIDC_CLIENT_ID"
CLIENT_SECRET = "ALLOCATOR_OIDC_CLIENT_SECRET"  # noqa: S105
CLIENT_SECRET_FILE = "ALLOCATOR_OIDC_CLIENT_SECRET_FILE"  # noqa: S105
SIGN_ALGO = "ALLOCATOR_OIDC_SIGN_ALGO"
SCOPES = "ALLOCATOR_OIDC_SCOPES"
NAME_CLAIM = "ALLOCATOR_OIDC_NAME_CLAIM"
ROLES_CLAIM = "ALLOCATOR_OIDC_ROLES_CLAIM"
ROLES = "ALLOCATOR_OIDC_ROLES"

# Signed with a key of the provider's own; never with the secret that we both know, never unsigned.
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
CORPORATIE = "corporatie"
MEANINGS = ("team", CORPORATIE, "planner", "auditor")  # the roles of accounts; no tables yet here


class Meaning(NamedTuple):
    """What a group of the organisation means here."""

    group: str
    role: str
    corporatie: str = ""


@dataclass(frozen=True)
class SingleSignOn:
    """The provider, and what it says of people.

    ``name_claim`` names a person for good: it is never given to somebody else.  ``roles_claim``
    holds the groups of a person, and ``roles`` says what they mean; the first that fits counts.
    ``userinfo_url`` is empty when the provider says all in its token.
    """

    issuer: str
    authorization_url: str
    token_url: str
    jwks_url: str
    client_id: str
    userinfo_url: str = ""
    client_secret: str = field(default="", repr=False)
    sign_algo: str = "RS256"
    scopes: str = "openid profile email"
    name_claim: str = "sub"
    roles_claim: str = "groups"
    roles: tuple[Meaning, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the addresses of the provider are known."""
        return all((self.authorization_url, self.token_url, self.jwks_url))


def single_sign_on_of(env: Environment) -> SingleSignOn | None:
    """Return what the environment says of single sign-on, ``None`` when it is off."""
    named = {name: env.address(name) for name in (AUTHORIZATION_URL, TOKEN_URL, JWKS_URL)}
    issuer, client, userinfo = env.address(ISSUER), env.text(CLIENT_ID), env.address(USERINFO_URL)
    if not (issuer or client or userinfo or any(named.values())):
        return None
    if not issuer:
        env.fault("serve.sso_missing", name=ISSUER)
    if not client:
        env.fault("serve.sso_missing", name=CLIENT_ID)
    for name, address in named.items():
        if not address and any(named.values()):
            env.fault("serve.sso_missing", name=name)
    algorithm = env.text(SIGN_ALGO, "RS256")
    if algorithm not in ALGORITHMS:
        env.fault("serve.sso_algorithm", name=SIGN_ALGO, found=algorithm, known=list(ALGORITHMS))
    scopes = env.text(SCOPES, SingleSignOn.scopes)
    if "openid" not in scopes.split():
        env.fault("serve.sso_scopes", name=SCOPES)
    return SingleSignOn(
        issuer=issuer,
        authorization_url=named[AUTHORIZATION_URL],
        token_url=named[TOKEN_URL],
        jwks_url=named[JWKS_URL],
        userinfo_url=userinfo,
        client_id=client,
        client_secret=env.secret(CLIENT_SECRET, CLIENT_SECRET_FILE),
        sign_algo=algorithm,
        scopes=scopes,
        name_claim=env.text(NAME_CLAIM, SingleSignOn.name_claim),
        roles_claim=env.text(ROLES_CLAIM, SingleSignOn.roles_claim),
        roles=_roles(env),
    )


def _roles(env: Environment) -> tuple[Meaning, ...]:
    """Return what groups mean, of ``group:team,other group:corporatie=portaal``."""
    found = []
    for entry in env.words(ROLES):
        group, _, meaning = entry.rpartition(":")
        role, _, corporatie = meaning.partition("=")
        if not group or role not in MEANINGS or (role == CORPORATIE) != bool(corporatie):
            env.fault("serve.sso_role", name=ROLES, found=entry)
        else:
            found.append(Meaning(group.strip(), role, corporatie.strip()))
    if not env.words(ROLES):
        env.fault("serve.sso_missing", name=ROLES)
    return tuple(found)
