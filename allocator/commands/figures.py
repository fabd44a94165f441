"""``allocator round dashboard``, ``timeline`` and ``fairness``, ``allocator audit log``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from allocator.commands.acting import DAY, acting
from allocator.commands.keeping import audit
from allocator.commands.rounds import of_round, rounds
from allocator.console import show, speak

if TYPE_CHECKING:
    from allocator.rounds.use import Actor


@rounds.command("dashboard", help="cli.round.dashboard")
@acting()
def dashboard(actor: Actor, as_json: bool) -> None:
    """Show the figures of today."""
    from allocator.messages.dashboard import dashboard_lines
    from allocator.messages.telling import document
    from allocator.rounds.dashboard.board import dashboard as count

    found = count(actor)
    show(as_json, document(found), lambda: dashboard_lines(found, speak()))


@rounds.command("timeline", help="cli.round.timeline")
@acting()
def timeline(actor: Actor, as_json: bool) -> None:
    """Show the relocation plan that was announced last, over time."""
    from allocator.messages.dashboard import timeline_lines
    from allocator.messages.telling import document
    from allocator.rounds.planning.timeline import timeline as look

    found = look(actor)
    show(as_json, document(found), lambda: timeline_lines(found, speak()))


@rounds.command("fairness", help="cli.round.fairness")
@of_round
@acting()
def fairness(number: int | None, actor: Actor, as_json: bool) -> None:
    """Show how groups fare in a draft, and what people decided."""
    from allocator.messages.dashboard import fairness_lines
    from allocator.messages.telling import document
    from allocator.rounds.fairness import fairness as look

    found = look(actor, number)
    show(as_json, document(found), lambda: fairness_lines(found, speak()))


@audit.command("log", help="cli.audit.log")
@click.option("--action", default="", metavar="NAME", help="cli.option.log_action")
@click.option("--of", "by", type=int, metavar="N", help="cli.option.log_of")
@click.option("--from", "first", type=DAY, metavar="DAY", help="cli.option.log_from")
@click.option("--until", "last", type=DAY, metavar="DAY", help="cli.option.log_until")
@click.option("--page", type=int, default=1, metavar="N", help="cli.option.log_page")
@click.option("--round", "number", type=int, metavar="N", help="cli.option.log_round")
@acting()
def log(
    action: str,
    by: int | None,
    first: date | None,
    last: date | None,
    page: int,
    number: int | None,
    actor: Actor,
    as_json: bool,
) -> None:
    """Show the log, newest first."""
    from allocator.messages.logbook import log_lines
    from allocator.messages.telling import document
    from allocator.rounds.logbook import Question, read

    found = read(actor, Question(action, by, number, first, last, page))
    show(as_json, document(found), lambda: log_lines(found, speak()))
