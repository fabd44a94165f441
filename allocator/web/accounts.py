"""Keeping accounts: add, close and open, another password, another second factor.

Each is a use with its entry in the log.  Who closes an account ends its sessions at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from allocator.errors import BadCall
from allocator.rounds.use import KEEPING, Actor, Role, using
from allocator.store import models
from allocator.texts import texts
from allocator.web.models import Account
from allocator.web.signing_in import devices, halfway
from allocator.web.signing_in.passwords import why_not

TEAM: tuple[Role, ...] = ("team",)
LONGEST = 150


@dataclass(frozen=True)
class Kept:
    """What is kept of an account: ``how`` it logs in, and whether a second factor was set."""

    username: str
    name: str
    email: str
    role: str
    corporatie: str
    how: str
    open: bool
    second_factor: bool


@dataclass(frozen=True)
class New:
    """An account to be made."""

    username: str
    role: Role
    corporatie: str = ""
    name: str = ""
    email: str = ""


def check_new(new: New) -> None:
    """Raise BadCall when an account cannot be made; before anybody has typed a password."""
    name = new.username
    if not name or len(name) > LONGEST or not name.isprintable() or " " in name:
        raise BadCall("cli.account.bad_name", name=name)
    if (new.role == "corporatie") != bool(new.corporatie):
        raise BadCall("cli.account.corporatie")
    if new.corporatie and not known_corporatie(new.corporatie):
        raise BadCall("cli.account.unknown_corporatie", corporatie=new.corporatie)
    if new.email:
        try:
            validate_email(new.email)
        except ValidationError as error:
            raise BadCall("cli.account.bad_email", email=new.email) from error
    if Account.objects.filter(username=name.casefold()).exists():
        raise BadCall("cli.account.taken", name=name.casefold())


def add(actor: Actor, new: New, password: str, *, language: str = "nl") -> Kept:
    """Make an account; at its first login a second factor is set.

    Raises
    ------
    BadCall
        When its name is taken, its corporatie not known, or its password easily guessed.
    """
    check_new(new)
    made = Account(
        username=new.username.casefold(), role=new.role, corporatie=new.corporatie,
        name=new.name[:LONGEST], email=new.email, language=language,
    )  # fmt: skip
    _set_password(made, password, language)
    save(actor, made, "account_add", fields=("role", "corporatie"))
    return kept(made)


def every(actor: Actor) -> list[Kept]:
    """Return all accounts, by name."""
    with using(actor, "account_list", ground=KEEPING, roles=TEAM, expiring=False):
        return [kept(account) for account in Account.objects.order_by("username")]


def change_password(actor: Actor, username: str, password: str, *, language: str = "nl") -> Kept:
    """Give an account another password; its sessions end."""
    account = local(username)
    _set_password(account, password, language)
    save(actor, account, "account_password", fields=("password",))
    end_sessions(account)
    return kept(account)


def reset_second_factor(actor: Actor, username: str) -> Kept:
    """Take away an account's second factor; its sessions end, and the next login sets another."""
    account = local(username)
    with _noted(actor, "account_reset_second_factor", account):
        devices.forget(account)
        end_sessions(account)
    return kept(account)


def set_open(actor: Actor, username: str, *, is_open: bool) -> Kept:
    """Close an account or open it again; when it is closed its sessions end."""
    account = found(username)
    account.is_active = is_open
    with _noted(actor, "account_open" if is_open else "account_close", account):
        account.save(update_fields=["is_active"])
        end_sessions(account)
    return kept(account)


def save(actor: Actor, account: Account, action: str, *, fields: Sequence[str]) -> None:
    """Keep an account as it is now; the log says which fields are new, not what was in them."""
    with _noted(actor, action, account, fields):
        account.save()


def kept(account: Account) -> Kept:
    """Return what is kept of an account."""
    return Kept(
        username=account.username, name=account.name, email=account.email, role=account.role,
        corporatie=account.corporatie, how=_how(account), open=account.is_active,
        second_factor=devices.app_of(account) is not None,
    )  # fmt: skip


def found(username: str) -> Account:
    """Return the account with a name.

    Raises
    ------
    BadCall
        When there is none.
    """
    account = Account.objects.filter(username=username.casefold()).first()
    if account is None:
        raise BadCall("cli.account.unknown", name=username)
    return account


def local(username: str) -> Account:
    """Return the account with a name, when it logs in here, with a password."""
    account = found(username)
    if not account.local:
        raise BadCall("cli.account.not_local", name=account.username)
    return account


def known_corporatie(ref: str) -> bool:
    """Whether a corporatie is one of those that the store knows."""
    return models.Corporatie.objects.filter(ref=ref, gone_n=None).exists()


def end_sessions(account: Account) -> None:
    """End all sessions of an account, and those of who is on the way to one."""
    own = str(account.pk)
    for session in list(Session.objects.all()):
        held = session.get_decoded()
        on_the_way = held.get(halfway.KEY, {}).get("account")
        if own in (held.get(SESSION_KEY), str(on_the_way)):
            session.delete()


def _set_password(account: Account, password: str, language: str) -> None:
    """Give an account a password that is not easily guessed."""
    wrong = why_not(password, account)
    if wrong:
        t = texts(language)
        raise BadCall("cli.account.bad_password", why=" ".join(t(one) for one in wrong))
    account.set_password(password)


def _how(account: Account) -> str:
    if account.demo:
        return "demo"
    return "password" if account.local else "sso"


@contextmanager
def _noted(
    actor: Actor, action: str, account: Account, fields: Sequence[str] = ()
) -> Iterator[None]:
    with using(actor, action, ground=KEEPING, roles=TEAM, expiring=False) as use:
        use.result = {"account": account.username, **({"fields": list(fields)} if fields else {})}
        yield
