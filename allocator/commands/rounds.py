"""``allocator round``: the weekly work, step by step."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.commands.acting import DAY, acting
from allocator.console import InOrder, Target, say, show, speak

if TYPE_CHECKING:
    from allocator.rounds.drafting import Drafted
    from allocator.rounds.use import Actor

NOT_PROVEN = 4
YES = ("j", "ja", "y", "yes")
DIFFERS = 5
BACKENDS = ("highs", "cpsat", "cbc")

of_round = click.option("--round", "number", type=int, metavar="N", help="cli.option.round")


@click.group("round", cls=InOrder, help="cli.round")
def rounds() -> None:
    """Hold the steps of a round."""


@rounds.command("import", help="cli.round.import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="cli.option.dry_run")
@click.option("--yes", is_flag=True, help="cli.option.yes")
@acting(create=True)
def import_(source: Path, dry_run: bool, yes: bool, actor: Actor, as_json: bool) -> None:
    """Import an instance, shown as a difference first."""
    from allocator.messages.errors import warning_lines
    from allocator.messages.importing import difference_document, difference_lines
    from allocator.rounds.importing import apply, compare

    t = speak()
    ask = sys.stdin.isatty() and not (yes or dry_run or as_json)
    n: int | None = None
    if ask:
        found = compare(actor, source)
        say([*warning_lines(found.warnings, t), *difference_lines(found, t)])
        typed = click.prompt(t("rounds.import_now"), default="", show_default=False, err=True)
        if typed.strip().casefold() not in YES:
            say([t("rounds.not_imported")])
            return
        n = apply(actor, source, seen=found).n
    elif dry_run:
        found = compare(actor, source)
    else:
        done = apply(actor, source)
        n, found = done.n, done.difference
    if not ask:
        say(warning_lines(found.warnings, t))
    show(
        as_json,
        difference_document(found, n),
        lambda: [
            *([] if ask else difference_lines(found, t)),
            t("rounds.imported", n=n) if n is not None else t("rounds.not_imported"),
        ],
    )


@rounds.command("open", help="cli.round.open")
@click.option("--peildatum", type=DAY, metavar="DAY", help="cli.option.peildatum")
@acting()
def open_(peildatum: date | None, actor: Actor, as_json: bool) -> None:
    """Open a round."""
    from allocator.rounds.opening import open_new

    made = open_new(actor, peildatum)
    t = speak()
    show(
        as_json,
        {"round": made.number, "peildatum": made.peildatum.isoformat()},
        lambda: [t("rounds.opened", round=made.number, day=t.day(made.peildatum))],
    )


def solving(command: Any) -> Any:
    """Add the options of a solve."""
    for option in (
        click.option("--out", type=Target(path_type=Path), metavar="DIR", help="cli.option.out"),
        click.option(
            "--threads", type=click.IntRange(min=1), metavar="N", help="cli.option.threads"
        ),
        click.option(
            "--work-limit", type=click.IntRange(min=0), metavar="N", help="cli.option.work_limit"
        ),
        click.option(
            "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.time_limit"
        ),
        click.option(
            "--backend", type=click.Choice(BACKENDS), default="highs", help="cli.option.backend"
        ),
        click.option(
            "--look-ahead", type=click.IntRange(2, 104), metavar="WEEKS", help="cli.option.ahead"
        ),
        of_round,
    ):
        command = option(command)
    return command


@rounds.command("propose", help="cli.round.propose")
@solving
@acting()
def propose(actor: Actor, as_json: bool, **options: Any) -> None:
    """Make the first draft."""
    _draft("propose", actor, as_json, **options)


@rounds.command("resolve", help="cli.round.resolve")
@solving
@acting()
def resolve(actor: Actor, as_json: bool, **options: Any) -> None:
    """Make a second draft."""
    _draft("resolve", actor, as_json, **options)


def _draft(
    action: str,
    actor: Actor,
    as_json: bool,
    *,
    number: int | None,
    backend: str,
    time_limit: float | None,
    work_limit: int | None,
    threads: int | None,
    look_ahead: int | None,
    out: Path | None,
) -> None:
    from allocator.matching import Settings
    from allocator.matching_run import put_plan
    from allocator.messages.rounds import draft_document, draft_lines
    from allocator.progress import watched
    from allocator.report.folder import rejected_beside
    from allocator.rounds import drafting

    t = speak()
    if out is not None:
        rejected_beside(out)
    with watched(t, seconds=time_limit, work=work_limit) as (budget, on_stage):
        settings = Settings(
            backend=backend,  # type: ignore[arg-type]
            language=t.language,
            threads=threads,
            budget=budget,
            on_stage=on_stage,
        )
        drafted: Drafted = getattr(drafting, action)(actor, settings, number, ahead=look_ahead)
    if out is not None:
        put_plan(drafted.instance, drafted.plan, out, t.language)
    show(as_json, draft_document(drafted), lambda: draft_lines(drafted, t))
    if drafted.plan.status != "optimal":
        sys.exit(NOT_PROVEN)


@rounds.command("send", help="cli.round.send")
@click.option("--answer-by", type=DAY, required=True, metavar="DAY", help="cli.option.answer_by")
@click.option("--out", type=Target(path_type=Path), metavar="DIR", help="cli.option.send_out")
@of_round
@acting()
def send(
    answer_by: date, out: Path | None, number: int | None, actor: Actor, as_json: bool
) -> None:
    """Send proposals to the corporaties."""
    from allocator.messages.rounds import sent_document, sent_lines
    from allocator.report.folder import refuse_nameless, refuse_unwritable
    from allocator.rounds.lists import put_lists, refuse_used
    from allocator.rounds.sending import send as send_now

    t = speak()
    if out is not None:
        refuse_nameless(out)
        refuse_used(out)
        refuse_unwritable(out)
    done = send_now(actor, answer_by, number)
    if out is not None:
        put_lists(done.cards, out)
    show(as_json, sent_document(done), lambda: sent_lines(done, t, out))


@rounds.command("cards", help="cli.round.cards")
@click.option("--of", "owner", metavar="ID", help="cli.option.cards_of")
@acting()
def cards(owner: str | None, actor: Actor, as_json: bool) -> None:
    """Show what corporaties see."""
    from allocator.messages.cards import card_document, card_lines
    from allocator.rounds.corporatie import with_owner

    t = speak()
    found = [one.card for one in with_owner(actor, owner)]
    show(
        as_json,
        [card_document(card) for card in found],
        lambda: [line for card in found for line in card_lines(card, t)],
    )


@rounds.command("expire", help="cli.round.expire")
@acting()
def expire(actor: Actor, as_json: bool) -> None:
    """Let what nobody answered in time come back."""
    from allocator.messages.rounds import expired_document, expired_lines
    from allocator.rounds.expiring import expire as expire_now

    found = expire_now(actor)
    show(as_json, expired_document(found), lambda: expired_lines(found, speak()))


@rounds.command("close", help="cli.round.close")
@of_round
@acting()
def close(number: int | None, actor: Actor, as_json: bool) -> None:
    """Close a round."""
    from allocator.rounds.opening import close as close_now

    t = speak()
    found, going_on = close_now(actor, number)
    show(
        as_json,
        {"round": found.number, "open": False, "going_on": len(going_on)},
        lambda: [t.count("rounds.closed_now", len(going_on), round=found.number)],
    )


@rounds.command("reopen", help="cli.round.reopen")
@click.option("--reason", metavar="TEXT", required=True, help="cli.option.reason")
@of_round
@acting()
def reopen(reason: str, number: int | None, actor: Actor, as_json: bool) -> None:
    """Open a closed round again."""
    from allocator.rounds.opening import reopen as reopen_now

    t = speak()
    found = reopen_now(actor, number, reason)
    show(
        as_json,
        {"round": found.number, "open": True},
        lambda: [t("rounds.opened", round=found.number, day=t.day(found.peildatum))],
    )


@rounds.command("show", help="cli.round.show")
@of_round
@acting()
def show_(number: int | None, actor: Actor, as_json: bool) -> None:
    """Show a round."""
    from allocator.messages.rounds import shown_document, shown_lines
    from allocator.rounds.showing import show as show_now

    found = show_now(actor, number)
    show(as_json, shown_document(found), lambda: shown_lines(found, speak()))


@rounds.command("figures", help="cli.round.figures")
@click.option("--peildatum", type=DAY, metavar="DAY", help="cli.option.peildatum")
@acting()
def figures(peildatum: date | None, actor: Actor, as_json: bool) -> None:
    """Show what was used and realised."""
    from allocator.messages.figures import figures_document, figures_lines
    from allocator.rounds.figures import figures as count

    found = count(actor, peildatum)
    show(as_json, figures_document(found), lambda: figures_lines(found, speak()))


@rounds.command("export", help="cli.round.export")
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.export_out"
)
@click.option("--peildatum", type=DAY, metavar="DAY", help="cli.option.peildatum")
@acting()
def export(out: Path, peildatum: date | None, actor: Actor, as_json: bool) -> None:
    """Write next week's instance."""
    from allocator.rounds.exporting import export as write

    t = speak()
    done = write(actor, out, peildatum)
    document = {
        "folder": str(out),
        "peildatum": done.instance.peildatum.isoformat(),
        "households": len(done.instance.households),
        "homes": len(done.instance.homes),
        "input_digest": done.digest,
    }
    show(as_json, document, lambda: [t("cli.match.written", folder=out)])


@rounds.command("replay", help="cli.round.replay")
@click.argument("number", type=int, metavar="N")
@click.option("--draft", type=int, metavar="N", help="cli.option.draft")
@acting()
def replay(number: int, draft: int | None, actor: Actor, as_json: bool) -> None:
    """Compute a past draft again."""
    from allocator.messages.figures import replayed_document, replayed_lines
    from allocator.progress import watched
    from allocator.rounds.replaying import replay as compute

    t = speak()
    with watched(t, seconds=None) as (budget, _):
        done = compute(actor, number, draft, budget)
    show(as_json, replayed_document(done), lambda: replayed_lines(done, t))
    if done.differs and not done.cut_off:
        sys.exit(DIFFERS)
