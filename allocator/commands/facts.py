"""``allocator round``: looking through households and homes, editing them, and the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from allocator.commands.acting import acting
from allocator.commands.rounds import rounds
from allocator.console import say, show, speak
from allocator.errors import BadCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from allocator.rounds.found import Asked
    from allocator.rounds.use import Actor


def looking(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of looking through a list."""
    for option in (
        click.option(
            "--page", type=click.IntRange(min=1), default=1, metavar="N", help="cli.option.page"
        ),
        click.option("--sort", metavar="ORDER", default="", help="cli.option.sort"),
        click.option(
            "--filter", "filters", multiple=True, metavar="NAME=VALUE", help="cli.option.filter"
        ),
        click.option("--search", metavar="TEXT", default="", help="cli.option.search"),
    ):
        command = option(command)
    return command


@rounds.command("households", help="cli.round.households")
@looking
@acting()
def households(
    search: str, filters: tuple[str, ...], sort: str, page: int, actor: Actor, as_json: bool
) -> None:
    """Look through households."""
    from allocator.messages.browsing import households_document, households_lines
    from allocator.rounds.browsing import households as look

    found = look(actor, _asked(search, filters, sort, page))
    show(as_json, households_document(found), lambda: households_lines(found, speak()))


@rounds.command("homes", help="cli.round.homes")
@looking
@acting()
def homes(
    search: str, filters: tuple[str, ...], sort: str, page: int, actor: Actor, as_json: bool
) -> None:
    """Look through homes."""
    from allocator.messages.browsing import homes_document, homes_lines
    from allocator.rounds.browsing_homes import homes as look

    found, _ = look(actor, _asked(search, filters, sort, page))
    show(as_json, homes_document(found), lambda: homes_lines(found, speak()))


@rounds.command("dossier", help="cli.round.dossier")
@click.option("--household", metavar="H", help="cli.option.round_household")
@click.option("--home", metavar="W", help="cli.option.round_home")
@acting()
def dossier(household: str | None, home: str | None, actor: Actor, as_json: bool) -> None:
    """Show all about a household or a home."""
    from allocator.messages.dossiers import dossier_document, dossier_lines
    from allocator.rounds import dossiers

    if (household is None) == (home is None):
        raise BadCall("cli.decide_one", choices="--household, --home")
    seen = dossiers.home(actor, home) if home else dossiers.household(actor, household or "")
    show(as_json, dossier_document(seen), lambda: dossier_lines(seen, speak()))


@rounds.command("edit", help="cli.round.edit")
@click.argument("table", metavar="TABLE")
@click.argument("key", metavar="KEY")
@click.option(
    "--set", "values", multiple=True, required=True, metavar="FIELD=VALUE", help="cli.option.set"
)
@acting()
def edit(table: str, key: str, values: tuple[str, ...], actor: Actor, as_json: bool) -> None:
    """Edit a row by hand."""
    from allocator.messages.editing import edited_document, edited_lines
    from allocator.messages.errors import warning_lines
    from allocator.rounds.editing import edit as edit_now

    t = speak()
    done = edit_now(actor, table, key, _pairs("--set", values))
    say(warning_lines(done.warnings, t))
    show(as_json, edited_document(done, t), lambda: edited_lines(done, t))


@rounds.command("settings", help="cli.round.settings")
@click.option("--set", "values", multiple=True, metavar="KEY=VALUE", help="cli.option.set_setting")
@click.option("--reason", metavar="TEXT", default="", help="cli.option.settings_reason")
@acting()
def settings(values: tuple[str, ...], reason: str, actor: Actor, as_json: bool) -> None:
    """Show settings, or change them."""
    from allocator.messages.editing import settings_document, settings_lines
    from allocator.rounds import settings as held

    pairs = _pairs("--set", values)
    changed = held.settings_edit(actor, pairs, reason) if pairs else ()
    seen = held.settings(actor)
    show(as_json, settings_document(seen, changed), lambda: settings_lines(seen, speak()))


def _asked(search: str, filters: tuple[str, ...], sort: str, page: int) -> Asked:
    from allocator.rounds.found import Asked

    return Asked(search, _pairs("--filter", filters), sort, page)


def _pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """Return the names and values of an option that may be given again.

    Raises
    ------
    BadCall
        When there is no sign between them.
    """
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise BadCall("cli.bad_pair", option=option, text=text)
        found[name.strip()] = value
    return found
