"""``allocator round``: what people decide on a proposal, until a lease is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from allocator.commands.acting import acting
from allocator.commands.rounds import of_round, rounds
from allocator.console import WordedGroup, show, speak
from allocator.errors import BadCall

if TYPE_CHECKING:
    from allocator.rounds.deciding import Decided
    from allocator.rounds.use import Actor

of_household = click.option(
    "--household", metavar="H", required=True, help="cli.option.round_household"
)
in_words = click.option("--reason", metavar="TEXT", default="", help="cli.option.reason")
judged = click.option(
    "--reasonable", type=click.Choice(("yes", "no")), help="cli.option.reasonable"
)
CHOICES = ("accept", "refuse", "reject", "revoke", "override", "lock", "unlock")


@rounds.command("decide", help="cli.round.decide")
@of_household
@click.option("--home", metavar="W", required=True, help="cli.option.round_home")
@click.option("--accept", is_flag=True, help="cli.option.accept")
@click.option("--refuse", metavar="CODE", help="cli.option.refuse")
@click.option("--reject", metavar="CODE", help="cli.option.reject")
@click.option("--revoke", metavar="CODE", help="cli.option.revoke")
@click.option("--override", is_flag=True, help="cli.option.override")
@click.option("--lock", is_flag=True, help="cli.option.lock")
@click.option("--unlock", is_flag=True, help="cli.option.unlock")
@in_words
@judged
@click.option("--version", "version", type=int, metavar="N", help="cli.option.seen_version")
@of_round
@acting()
def decide(
    household: str,
    home: str,
    reason: str,
    reasonable: str | None,
    version: int | None,
    number: int | None,
    actor: Actor,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Decide on a proposal."""
    from allocator.rounds import deciding

    given = [name for name in CHOICES if chosen[name]]
    if len(given) != 1:
        raise BadCall("cli.decide_one", choices=", ".join(f"--{name}" for name in CHOICES))
    pair = deciding.Pair(household, home, version)
    code, yes = chosen[given[0]], _yes(reasonable)
    steps = {
        "accept": lambda: deciding.accept(actor, pair),
        "refuse": lambda: deciding.refuse(actor, pair, code=code, reasonable=yes, reason=reason),
        "reject": lambda: deciding.reject(actor, pair, code=code, reason=reason),
        "revoke": lambda: deciding.revoke(actor, pair, code=code, reason=reason),
        "override": lambda: deciding.override(actor, pair, reason, number),
        "lock": lambda: deciding.lock(actor, pair),
        "unlock": lambda: deciding.lock(actor, pair, locked=False),
    }
    _shown(as_json, [steps[given[0]]()])


@rounds.command("offer", help="cli.round.offer")
@of_household
@acting()
def offer(household: str, actor: Actor, as_json: bool) -> None:
    """Offer a home to a household."""
    from allocator.rounds.offering import offer as offer_now

    _shown(as_json, [offer_now(actor, household)])


@rounds.group("household", cls=WordedGroup, help="cli.round.household")
def household_group() -> None:
    """Hold what a household does."""


@household_group.command("decides", help="cli.round.household.decides")
@of_household
@click.option("--yes", is_flag=True, help="cli.option.household_yes")
@click.option("--no", metavar="CODE", help="cli.option.household_no")
@in_words
@judged
@acting()
def household_decides(
    household: str,
    yes: bool,
    no: str | None,
    reason: str,
    reasonable: str | None,
    actor: Actor,
    as_json: bool,
) -> None:
    """Note what a household says to an offer."""
    from allocator.rounds.offering import agree, decline

    if yes == (no is not None):
        raise BadCall("cli.decide_one", choices="--yes, --no")
    if no is None:
        done = agree(actor, household)
    else:
        done = decline(actor, household, code=no, reasonable=_yes(reasonable), reason=reason)
    _shown(as_json, [done])


@rounds.command("sign", help="cli.round.sign")
@of_household
@acting()
def sign(household: str, actor: Actor, as_json: bool) -> None:
    """Note that a lease was signed."""
    from allocator.rounds.offering import sign as sign_now

    _shown(as_json, [sign_now(actor, household)])


@rounds.command("withdraw", help="cli.round.withdraw")
@click.option("--household", metavar="H", help="cli.option.round_household")
@click.option("--home", metavar="W", help="cli.option.round_home")
@click.option("--signed", is_flag=True, help="cli.option.signed")
@click.option("--back", is_flag=True, help="cli.option.back")
@in_words
@acting()
def withdraw(
    household: str | None,
    home: str | None,
    signed: bool,
    back: bool,
    reason: str,
    actor: Actor,
    as_json: bool,
) -> None:
    """Withdraw a household, a home or a lease, or bring one back."""
    from allocator.rounds import offering

    if (household is None) == (home is None):
        raise BadCall("cli.decide_one", choices="--household, --home")
    if back:
        offering.bring_back(actor, household=household, home=home)
        _shown(as_json, [])
    elif household is None:
        _shown(as_json, offering.withdraw_home(actor, home or "", reason))
    elif signed:
        _shown(as_json, [offering.undo_signing(actor, household, reason)])
    else:
        _shown(as_json, offering.withdraw_household(actor, household, reason))


def _yes(word: str | None) -> bool | None:
    return None if word is None else word == "yes"


def _shown(as_json: bool, done: list[Decided]) -> None:
    """Show what a step led to."""
    from allocator.messages.rounds import decided_document, decided_lines

    show(as_json, [decided_document(one) for one in done], lambda: decided_lines(done, speak()))
