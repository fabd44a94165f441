"""What every command on the store takes: which store, who acts, as what, on which day."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.console import common, say, speak
from allocator.errors import BadCall

if TYPE_CHECKING:
    from allocator.rounds.use import Actor

ROLES = ("team", "corporatie", "planner", "auditor")
DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")


class Day(click.ParamType[date]):
    """A day as people write it."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        for form in DAY_FORMATS:
            try:
                return datetime.strptime(str(value), form).date()
            except ValueError:
                continue
        raise click.BadParameter(str(value), ctx, param)


DAY = Day()


def acting(
    *, create: bool = False, with_keys: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Connect to the store, and hand a command its ``actor``.

    Parameters
    ----------
    create
        Make the store where there is none yet.
    with_keys
        Hand it the place of the key file too, as ``key_file``.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(
            *args: Any,
            store: str | None,
            keys: Path | None,
            who: str | None,
            role: str,
            corporatie: str | None,
            today: date | None,
            **kwargs: Any,
        ) -> None:
            if (role == "corporatie") != (corporatie is not None):
                raise BadCall("cli.corporatie_role")
            where, key_file = place_of(store, keys)
            use_store(where, key_file, create=create)  # before anything that knows its tables
            actor = actor_of(who, role, corporatie, today)
            if with_keys:
                kwargs["key_file"] = key_file
            _tell_what_came_back(actor)
            command(*args, actor=actor, **kwargs)

        options = (
            click.option("--store", metavar="PLACE", help="cli.option.store"),
            click.option(
                "--keys", type=click.Path(path_type=Path), metavar="FILE", help="cli.option.keys"
            ),
            click.option("--who", metavar="NAME", help="cli.option.who"),
            click.option(
                "--role", type=click.Choice(ROLES), default="team", help="cli.option.role"
            ),
            click.option("--corporatie", metavar="ID", help="cli.option.acting_corporatie"),
            click.option("--today", type=DAY, metavar="DAY", help="cli.option.today"),
        )
        made = common(run)
        for option in reversed(options):
            made = option(made)
        return made

    return decorate


def place_of(store: str | None, keys: Path | None) -> tuple[str, Path]:
    """Return the store and the key file that were named, in the call or in the environment."""
    from allocator.store.places import DEFAULT_STORE, KEYS, STORE, keys_of

    where = store or os.environ.get(STORE) or DEFAULT_STORE
    named = os.environ.get(KEYS)
    return where, keys or (Path(named) if named else keys_of(where))


def use_store(where: str, keys: Path, *, create: bool) -> None:
    """Connect to a store."""
    from allocator.store.connection import connect

    connect(where, keys, create=create)


def actor_of(who: str | None, role: str, corporatie: str | None, today: date | None) -> Actor:
    """Return who acts; the user of this machine when nobody is named."""
    from allocator.rounds.use import Actor

    day = today or date.today()
    return Actor(who or getpass.getuser(), role, corporatie, day)  # type: ignore[arg-type]


def _tell_what_came_back(actor: Actor) -> None:
    """Tell the team which proposals nobody answered in time; they come back first."""
    if actor.role == "team":
        from allocator.messages.rounds import expired_lines
        from allocator.rounds.expiring import expire_if_any

        found = expire_if_any(actor.today)
        say(expired_lines(found, speak()) if found else [])
