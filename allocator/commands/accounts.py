"""``allocator account``: who may open the pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.commands.acting import ROLES, actor_of, place_of, use_store
from allocator.console import WordedGroup, common, show, speak
from allocator.errors import BadCall

if TYPE_CHECKING:
    from allocator.rounds.use import Actor
    from allocator.texts import Texts
    from allocator.web.accounts import Kept

NAME = click.argument("name", metavar="NAME")
STDIN = click.option("--password-stdin", is_flag=True, help="cli.option.password_stdin")


def keeping(command: Callable[..., None]) -> Callable[..., None]:
    """Connect to the store with the tables of the pages, and hand a command its ``actor``.

    The role of these commands is that of the account, so who keeps accounts has none to name.
    """

    @wraps(command)
    def run(
        *args: Any, store: str | None, keys: Path | None, who: str | None, **kwargs: Any
    ) -> None:
        from django.conf import settings

        from allocator.web.worker import SETTINGS

        if not settings.configured:
            os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        use_store(*place_of(store, keys), create=False)
        command(*args, actor=actor_of(who, "team", None, None), **kwargs)

    options = (
        click.option("--store", metavar="PLACE", help="cli.option.store"),
        click.option(
            "--keys", type=click.Path(path_type=Path), metavar="FILE", help="cli.option.keys"
        ),
        click.option("--who", metavar="NAME", help="cli.option.who"),
    )
    made = common(run)
    for option in reversed(options):
        made = option(made)
    return made


@click.group("account", cls=WordedGroup, help="cli.account")
def account() -> None:
    """Hold what can be done with accounts."""


@account.command("add", help="cli.account.add")
@NAME
@click.option("--role", type=click.Choice(ROLES), required=True, help="cli.option.account_role")
@click.option("--corporatie", metavar="ID", default="", help="cli.option.account_corporatie")
@click.option("--name", "full_name", metavar="TEXT", default="", help="cli.option.account_name")
@click.option("--email", metavar="ADDRESS", default="", help="cli.option.account_email")
@STDIN
@keeping
def add(
    name: str,
    role: str,
    corporatie: str,
    full_name: str,
    email: str,
    password_stdin: bool,
    actor: Actor,
    as_json: bool,
) -> None:
    """Make an account."""
    from allocator.web import accounts

    t = speak()
    new = accounts.New(name, role, corporatie, full_name, email)  # type: ignore[arg-type]
    accounts.check_new(new)
    made = accounts.add(actor, new, _password(password_stdin, t), language=t.language)
    _show(made, as_json, t)


@account.command("list", help="cli.account.list")
@keeping
def every(actor: Actor, as_json: bool) -> None:
    """Show all accounts."""
    from allocator.web.accounts import every as all_of_them

    t = speak()
    found = all_of_them(actor)
    show(
        as_json,
        [asdict(one) for one in found],
        lambda: [_line(one, t) for one in found] or [t("cli.account.none")],
    )


@account.command("password", help="cli.account.password")
@NAME
@STDIN
@keeping
def password(name: str, password_stdin: bool, actor: Actor, as_json: bool) -> None:
    """Give an account another password."""
    from allocator.web import accounts

    t = speak()
    accounts.local(name)
    given = _password(password_stdin, t)
    _show(accounts.change_password(actor, name, given, language=t.language), as_json, t)


@account.command("reset-second-factor", help="cli.account.reset_second_factor")
@NAME
@keeping
def reset_second_factor(name: str, actor: Actor, as_json: bool) -> None:
    """Take away an account's second factor."""
    from allocator.web.accounts import reset_second_factor as reset

    _show(reset(actor, name), as_json, speak())


@account.command("close", help="cli.account.close")
@NAME
@keeping
def close(name: str, actor: Actor, as_json: bool) -> None:
    """Close an account."""
    from allocator.web.accounts import set_open

    _show(set_open(actor, name, is_open=False), as_json, speak())


@account.command("open", help="cli.account.open")
@NAME
@keeping
def reopen(name: str, actor: Actor, as_json: bool) -> None:
    """Open an account again."""
    from allocator.web.accounts import set_open

    _show(set_open(actor, name, is_open=True), as_json, speak())


def _show(one: Kept, as_json: bool, t: Texts) -> None:
    show(as_json, asdict(one), lambda: [_line(one, t)])


def _line(one: Kept, t: Texts) -> str:
    """Return an account in a line."""
    words = [
        one.name,
        " ".join((t(f"pages.role.{one.role}"), one.corporatie)).strip(),
        t(f"cli.account.how.{one.how}"),
        t("cli.account.second_factor") if one.second_factor else "",
        "" if one.open else t("cli.account.closed"),
    ]
    return f"{one.username}: {', '.join(word for word in words if word)}"


def _password(from_stdin: bool, t: Texts) -> str:
    """Return a password: the first line that comes in, or what is typed twice, unseen."""
    if from_stdin:
        given = sys.stdin.readline().rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise BadCall("cli.account.no_terminal")
    else:
        try:
            given = getpass(t("cli.account.ask"))
            again = getpass(t("cli.account.ask_again"))
        except EOFError:
            given = again = ""
        if given != again:
            raise BadCall("cli.account.differs")
    if not given:
        raise BadCall("cli.account.no_password")
    return given
