"""How notices are sent: by a mail server, or only shown on the console."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

from allocator.web.environment.reading import Environment, loopback, split, without_secrets

MAIL = "ALLOCATOR_MAIL"
MAIL_FROM = "ALLOCATOR_MAIL_FROM"

CONSOLE = "console"
NOBODY = "plaatswijs@localhost"
# How the way to the server is closed to others, and the port that goes with it.
PORTS = {"": 25, "start": 587, "yes": 465}


@dataclass(frozen=True)
class Mail:
    """A mail server; no ``host`` when notices are only shown on the console.

    ``tls`` is ``start`` when the connection is closed to others once it stands, ``yes`` when it is
    from the beginning, and empty when it never is.
    """

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = ""
    sender: str = NOBODY


def mail_of(env: Environment) -> Mail:
    """Return what the environment says of mail: ``smtp://user:password@host:port?tls=start``."""
    word, sender = env.text(MAIL, CONSOLE), env.text(MAIL_FROM)
    if word == CONSOLE:
        return Mail(sender=sender or NOBODY)
    parts = split(word)
    query = parse_qs(parts.query, keep_blank_values=True) if parts else {}
    tls = query.pop("tls", [""])[0]
    if parts is None or parts.scheme != "smtp" or not parts.hostname or tls not in PORTS or query:
        env.fault("serve.bad_mail", name=MAIL, found=without_secrets(word))
        return Mail()
    if "@" not in sender:
        env.fault("serve.no_sender", name=MAIL_FROM)
    if parts.password and not tls and not loopback(parts.hostname):
        env.fault("serve.open_mail", name=MAIL)
    return Mail(
        host=parts.hostname,
        port=parts.port or PORTS[tls],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        sender=sender or NOBODY,
    )
