"""``allocator round draft``, ``report``, ``price`` and ``ways``: look before you decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocator.commands.acting import acting
from allocator.commands.rounds import of_round, rounds
from allocator.console import Target, show, speak

if TYPE_CHECKING:
    from allocator.rounds.use import Actor

limit = click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.time_limit"
)


@rounds.command("draft", help="cli.round.draft")
@click.option("--draft", type=int, metavar="N", help="cli.option.draft")
@of_round
@acting()
def draft_(draft: int | None, number: int | None, actor: Actor, as_json: bool) -> None:
    """Show a draft: what it proposes, whom it leaves out, what it changes."""
    from allocator.messages.looking import draft_document, draft_lines
    from allocator.rounds.looking import draft as look

    found = look(actor, number, draft)
    show(as_json, draft_document(found), lambda: draft_lines(found, speak()))


@rounds.command("report", help="cli.round.report")
@click.option(
    "--out",
    type=Target(path_type=Path),
    required=True,
    metavar="FILE",
    help="cli.option.report_out",
)
@click.option("--draft", type=int, metavar="N", help="cli.option.draft")
@of_round
@acting()
def report(out: Path, draft: int | None, number: int | None, actor: Actor, as_json: bool) -> None:
    """Write the report of a draft (.html), or its workbook (.xlsx)."""
    from allocator.errors import BadCall
    from allocator.rounds.reporting import report as make
    from allocator.store.newfile import new_file, refuse_there

    t = speak()
    if out.suffix not in (".html", ".xlsx"):
        raise BadCall("cli.report_ending", path=out)
    refuse_there(out)
    body = make(actor, "report" if out.suffix == ".html" else "workbook", number, draft, t.language)
    with new_file(out) as made:
        made.write_bytes(body)
    show(as_json, {"file": str(out)}, lambda: [t("cli.match.written", folder=out)])


@rounds.command("price", help="cli.round.price")
@click.option("--household", required=True, metavar="H", help="cli.option.household")
@click.option("--home", required=True, metavar="W", help="cli.option.home")
@click.option("--refused", is_flag=True, help="cli.option.refused")
@limit
@of_round
@acting()
def price(
    household: str,
    home: str,
    refused: bool,
    time_limit: float | None,
    number: int | None,
    actor: Actor,
    as_json: bool,
) -> None:
    """Show what a decision would cost, before it is made."""
    from allocator.matching import Settings
    from allocator.messages.looking import price_lines
    from allocator.progress import watched
    from allocator.rounds.documents import price_document
    from allocator.rounds.pricing import price as compute

    t = speak()
    with watched(t, seconds=time_limit) as (budget, on_stage):
        settings = Settings(language=t.language, budget=budget, on_stage=on_stage)
        found = compute(actor, household, home, settings, refused=refused, number=number)
    show(as_json, price_document(found), lambda: price_lines(found, t))


@rounds.command("ways", help="cli.round.ways")
@click.option("--household", required=True, metavar="H", help="cli.option.household")
@limit
@of_round
@acting()
def ways(
    household: str, time_limit: float | None, number: int | None, actor: Actor, as_json: bool
) -> None:
    """Show what every home would mean for a household."""
    from allocator.messages.looking import ways_lines
    from allocator.progress import counted
    from allocator.rounds.documents import ways_document
    from allocator.rounds.pricing import alternatives_of

    t = speak()
    with counted(t, seconds=time_limit) as (budget, _):
        found = ways_document(alternatives_of(actor, household, budget, number=number))
    show(as_json, found, lambda: ways_lines(found, t))
