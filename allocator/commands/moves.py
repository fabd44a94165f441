"""``allocator round``, for shelter: announce a relocation plan, and what households answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocator.commands.acting import DAY, acting
from allocator.commands.deciding import in_words, of_household
from allocator.commands.rounds import rounds
from allocator.console import show, speak

if TYPE_CHECKING:
    from allocator.rounds.moves import MoveLine
    from allocator.rounds.use import Actor

of_month = click.option("--month", metavar="MONTH", help="cli.option.month")


@rounds.command("announce", help="cli.round.announce")
@click.argument("plan", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
@click.option("--object-by", type=DAY, required=True, metavar="DAY", help="cli.option.object_by")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    metavar="S",
    help="cli.option.relocate_time_limit",
)
@acting()
def announce(
    plan: Path | None, object_by: date, time_limit: float | None, actor: Actor, as_json: bool
) -> None:
    """Announce a relocation plan."""
    from allocator.messages.moves import announced_document, announced_lines
    from allocator.progress import watched
    from allocator.relocating import RelocationSettings
    from allocator.rounds.announcing import announce as announce_now

    t = speak()
    with watched(t, seconds=time_limit) as (budget, on_stage):
        settings = RelocationSettings(language=t.language, budget=budget, on_stage=on_stage)
        done = announce_now(actor, plan, object_by, settings)
    show(as_json, announced_document(done), lambda: announced_lines(done, t))


@rounds.command("agree", help="cli.round.agree")
@of_household
@of_month
@acting()
def agree(household: str, month: str | None, actor: Actor, as_json: bool) -> None:
    """Note that a household agrees to a move."""
    from allocator.rounds.sheltering import agree as agree_now

    _shown(as_json, agree_now(actor, household, month=month))


@rounds.command("object", help="cli.round.object")
@of_household
@click.option("--code", metavar="CODE", required=True, help="cli.option.objection")
@in_words
@of_month
@acting()
def object_(
    household: str, code: str, reason: str, month: str | None, actor: Actor, as_json: bool
) -> None:
    """Note that a household objects to a move."""
    from allocator.rounds.sheltering import object_to

    _shown(as_json, object_to(actor, household, reason, code, month=month))


@rounds.command("moved", help="cli.round.moved")
@of_household
@click.option("--on", "day", type=DAY, metavar="DAY", help="cli.option.moved_on")
@of_month
@acting()
def moved(household: str, day: date | None, month: str | None, actor: Actor, as_json: bool) -> None:
    """Note that a household moved."""
    from allocator.rounds.sheltering import moved as moved_now

    _shown(as_json, moved_now(actor, household, day, month=month))


@rounds.command("moves", help="cli.round.moves")
@acting()
def moves(actor: Actor, as_json: bool) -> None:
    """Show the moves that were announced."""
    from allocator.messages.moves import moves_document, moves_lines
    from allocator.rounds.sheltering import show as show_moves

    found = show_moves(actor)
    show(as_json, moves_document(found), lambda: moves_lines(found, speak()))


def _shown(as_json: bool, line: MoveLine) -> None:
    from allocator.messages.moves import move_document, move_line

    show(as_json, move_document(line), lambda: [move_line(line, speak())])
