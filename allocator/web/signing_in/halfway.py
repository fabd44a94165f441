"""Between the password and the second factor: who that is, for a few minutes, in the session.

Nobody is logged in meanwhile; for every page but those of logging in this is nobody.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from allocator.web.models import Account

KEY = "halfway"
SECONDS = 300


@dataclass
class Halfway:
    """Who gave the right password.

    ``password`` changes when the password does; ``until`` is a moment, in seconds.  ``device`` is
    the second factor that is being set, or was just used, and ``codes`` are its recovery codes,
    to be shown once.
    """

    account: int
    password: str
    until: float
    next: str = ""
    device: int | None = None
    codes: list[str] = field(default_factory=list)


def begin(request: HttpRequest, account: Account, then: str) -> Halfway:
    """Remember who gave the right password; whatever the session held is gone, its key too."""
    request.session.flush()
    made = Halfway(account.pk, account.get_session_auth_hash(), _end(), then)
    keep(request, made)
    return made


def keep(request: HttpRequest, made: Halfway, *, anew: bool = False) -> None:
    """Remember what changed; ``anew`` when another step was right, and the minutes begin again."""
    if anew:
        made.until = _end()
    request.session[KEY] = asdict(made)
    request.session.set_expiry(SECONDS)


def found(request: HttpRequest) -> tuple[Halfway, Account] | None:
    """Return who is on the way; ``None`` when nobody is, or not any more."""
    held = request.session.get(KEY)
    if held is None:
        return None
    made = Halfway(**held)
    account = Account.objects.filter(pk=made.account, is_active=True).first()
    if account is None or made.until < time.time():
        return None
    if not constant_time_compare(made.password, account.get_session_auth_hash()):
        return None
    return made, account


def end(request: HttpRequest) -> None:
    """Forget who was on the way; the session lasts as long as others do."""
    request.session.pop(KEY, None)
    request.session.set_expiry(None)


def _end() -> float:
    return time.time() + SECONDS
