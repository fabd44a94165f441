"""What the machine says of how the pages run: environment variables, read once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from allocator.errors import BadCall
from allocator.web.environment import mail as mail_variables
from allocator.web.environment import sso as sso_variables
from allocator.web.environment.mail import Mail, mail_of
from allocator.web.environment.reading import Environment
from allocator.web.environment.sso import SingleSignOn, single_sign_on_of

MODE = "ALLOCATOR_MODE"
SECRET_KEY = "ALLOCATOR_SECRET_KEY"  # noqa: S105 - the name of a variable
SECRET_KEY_FILE = "ALLOCATOR_SECRET_KEY_FILE"  # noqa: S105
HOSTS = "ALLOCATOR_HOSTS"
PROXY = "ALLOCATOR_PROXY"
THEME_CSS = "ALLOCATOR_THEME_CSS"
TODAY = "ALLOCATOR_TODAY"
LOCAL_LOGIN = "ALLOCATOR_LOCAL_LOGIN"

# What people set; the mode is set by the command, and the day only for a demonstration.
VARIABLES = (
    *(SECRET_KEY, SECRET_KEY_FILE, HOSTS, PROXY, THEME_CSS, LOCAL_LOGIN),
    *(mail_variables.MAIL, mail_variables.MAIL_FROM),
    *(sso_variables.ISSUER, sso_variables.AUTHORIZATION_URL, sso_variables.TOKEN_URL),
    *(sso_variables.USERINFO_URL, sso_variables.JWKS_URL, sso_variables.CLIENT_ID),
    *(sso_variables.CLIENT_SECRET, sso_variables.CLIENT_SECRET_FILE, sso_variables.SIGN_ALGO),
    *(sso_variables.SCOPES, sso_variables.NAME_CLAIM, sso_variables.ROLES_CLAIM),
    sso_variables.ROLES,
)

Mode = Literal["demo", "production"]
LEAST_SECRET = 50  # characters, as Django's own check asks
LEAST_SIGNS = 5  # different ones, likewise


@dataclass(frozen=True)
class Configuration:
    """How the pages run.

    ``secret_key`` signs cookies; one that nobody gave holds until the process ends.  ``hosts``
    are the names that the pages answer to.  ``behind_proxy`` when a proxy that we trust says
    whether a visitor came by https, and from where.  ``theme_css`` is the style sheet of the
    municipality.  ``today`` is the day of every step, for a demonstration.  ``local_login`` when
    people can log in here with a password, beside single sign-on (``sso``).  ``faults`` is what
    could not be used.
    """

    mode: Mode = "production"
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    secret_given: bool = False
    hosts: tuple[str, ...] = ()
    behind_proxy: bool = False
    theme_css: Path | None = None
    today: date | None = None
    local_login: bool = True
    mail: Mail = field(default_factory=Mail)
    sso: SingleSignOn | None = None
    faults: tuple[BadCall, ...] = ()

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration."""
        return self.mode == "demo"


def configuration(given: Mapping[str, str] | None = None) -> Configuration:
    """Return what the environment says, with all that is wrong in it."""
    env = Environment(os.environ if given is None else given)
    secret = env.secret(SECRET_KEY, SECRET_KEY_FILE)
    values: dict[str, object] = {"secret_key": secret, "secret_given": True} if secret else {}
    sso = single_sign_on_of(env)
    local_login = env.truth(LOCAL_LOGIN, default=True)
    if not local_login and sso is None:
        env.fault("serve.no_login", name=LOCAL_LOGIN)
    return Configuration(
        mode="demo" if env.text(MODE) == "demo" else "production",
        hosts=env.words(HOSTS),
        behind_proxy=env.truth(PROXY, default=False),
        theme_css=env.file(THEME_CSS),
        today=env.day(TODAY),
        local_login=local_login,
        mail=mail_of(env),
        sso=sso,
        faults=tuple(env.faults),
        **values,  # type: ignore[arg-type]
    )


def unsafe(ours: Configuration) -> list[BadCall]:
    """Return what production needs and is not there."""
    found = []
    if not ours.secret_given:
        found.append(BadCall("serve.no_secret", least=LEAST_SECRET))
    elif len(ours.secret_key) < LEAST_SECRET or len(set(ours.secret_key)) < LEAST_SIGNS:
        found.append(BadCall("serve.short_secret", least=LEAST_SECRET))
    if not ours.hosts:
        found.append(BadCall("serve.no_hosts"))
    if any("*" in host for host in ours.hosts):
        found.append(BadCall("serve.any_host"))
    if not ours.behind_proxy:
        found.append(BadCall("serve.no_proxy", name=PROXY))
    if ours.today is not None:
        found.append(BadCall("serve.today_in_production", name=TODAY))
    return found
