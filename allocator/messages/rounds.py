"""What to say about a round: documents for ``--json``, and lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from allocator.messages.columns import aligned, tier_table
from allocator.messages.matching import not_ahead
from allocator.report.summary import tier_rows
from allocator.rounds.deciding import Decided
from allocator.rounds.drafting import Drafted
from allocator.rounds.expiring import Expired
from allocator.rounds.sending import Sent
from allocator.rounds.showing import Line, Shown
from allocator.rounds.states import CANDIDATE_CODE
from allocator.texts import Texts


def draft_document(drafted: Drafted) -> dict[str, Any]:
    """Return a draft that was stored."""
    plan = drafted.plan
    return {
        "round": drafted.draft.round_id,
        "draft": drafted.draft.number,
        "status": plan.status,
        "tiers": tier_rows(plan.tiers),
        "proposals": [
            {"household": row.household, "home": row.home, "why": row.why} for row in plan.proposals
        ],
        "placed_households": len(plan.proposals),
        "placed_persons": sum(row.persons for row in plan.proposals),
        "unplaced_households": len(plan.unplaced),
        "going_on": [
            {"household": r.household, "home": r.home, "round": r.round, "state": r.state.value}
            for r in drafted.going_on
        ],
        "price": drafted.price,
        "changes": [
            {
                "household": change.household,
                "before": change.before,
                "after": change.after,
                "why": change.why,
                "recalled": change.recalled,
            }
            for change in drafted.changes
        ],
        "input_digest": plan.input_digest,
    }


def draft_lines(drafted: Drafted, t: Texts) -> list[str]:
    """Return a draft that was stored, with what changed since the one before."""
    plan = drafted.plan
    persons = sum(row.persons for row in plan.proposals)
    lines = [
        t("rounds.drafted", round=drafted.draft.round_id, draft=drafted.draft.number),
        t.count(
            "cli.match.placed",
            len(plan.unplaced),
            households=t.count("households", len(plan.proposals)),
            persons=t.count("persons", persons),
        ),
        "",
        *tier_table(plan.tiers, t),
        "",
        *not_ahead(plan, t),
    ]
    lines += [
        t(f"rounds.change.{change.why}", household=change.household,
          before=change.before or "–", after=change.after or "–")
        + (" " + t("rounds.recalled") if change.recalled else "")
        for change in drafted.changes
    ]  # fmt: skip
    if drafted.price is not None:
        lines.append(t("rounds.price", waiting=drafted.price["waiting"]))
    lines += [
        t("rounds.going_on", household=r.household, home=r.home, round=r.round,
          state=t(f"rounds.state.{r.state}"))
        for r in drafted.going_on
    ]  # fmt: skip
    key = "cli.match.proven" if plan.status == "optimal" else "cli.match.not_proven"
    return [*lines, t(key, seconds=t.number(round(plan.seconds["solve"], 1)))]


def sent_document(done: Sent) -> dict[str, Any]:
    """Return what was sent."""
    return {
        "round": done.round.number,
        "answer_by": done.answer_by.isoformat(),
        "sent": {owner: len(cards) for owner, cards in sorted(done.cards.items())},
    }


def sent_lines(done: Sent, t: Texts, folder: Path | None) -> list[str]:
    """Return what was sent to whom."""
    day = t.day(done.answer_by)
    lines = [
        t.count("rounds.sent", len(cards), owner=owner, day=day)
        for owner, cards in sorted(done.cards.items())
    ]
    return lines if folder is None else [*lines, t("cli.match.written", folder=folder)]


def decided_document(done: Decided) -> dict[str, Any]:
    """Return what a step led to."""
    return {
        "household": done.household,
        "home": done.home,
        "state": done.state.value,
        "candidate": CANDIDATE_CODE[done.state],
        "version": done.version,
    }


def decided_lines(done: Iterable[Decided], t: Texts) -> list[str]:
    """Return what steps led to."""
    lines = [
        t("rounds.decided", household=one.household, home=one.home,
          state=t(f"rounds.state.{one.state}"))
        for one in done
    ]  # fmt: skip
    return lines or [t("rounds.done")]


def expired_document(found: Sequence[Expired]) -> list[dict[str, Any]]:
    """Return what came back because nobody answered."""
    return [
        {
            "household": one.household,
            "home": one.home,
            "round": one.round,
            "answer_by": one.answer_by.isoformat(),
        }
        for one in found
    ]


def expired_lines(found: Sequence[Expired], t: Texts) -> list[str]:
    """Return what came back because nobody answered."""
    lines = [
        t("rounds.expired", household=one.household, home=one.home, day=t.day(one.answer_by))
        for one in found
    ]
    return lines or [t("rounds.nothing_expired")]


def shown_document(found: Shown) -> dict[str, Any]:
    """Return a round."""
    return {
        "round": found.round.number,
        "peildatum": found.round.peildatum.isoformat(),
        "open": found.round.closed_n is None,
        "drafts": found.drafts,
        "candidates": [_line_document(line) for line in found.lines],
        "going_on": [_line_document(line) for line in found.going_on],
    }


def _line_document(line: Line) -> dict[str, Any]:
    return {
        "household": line.household,
        "home": line.home,
        "corporatie": line.corporatie,
        "round": line.round,
        "state": line.state.value,
        "candidate": line.candidate,
        "offer": line.offer,
        "answer_by": _day(line.answer_by),
        "locked": line.locked,
        "version": line.version,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def shown_lines(found: Shown, t: Texts) -> list[str]:
    """Return a round as a table, and what goes on in others."""
    key = "rounds.shown_open" if found.round.closed_n is None else "rounds.shown_closed"
    lines = [t(key, round=found.round.number, day=t.day(found.round.peildatum))]
    rows = [
        (
            line.home,
            line.household or t("rounds.erased"),
            line.corporatie,
            f"{line.candidate}{f'/{line.offer}' if line.offer else ''}",
            t(f"rounds.state.{line.state}"),
            "" if line.answer_by is None else t.day(line.answer_by),
        )
        for line in found.lines
    ]
    if rows:
        names = ("home", "household", "corporatie", "code", "state", "answer_by")
        heading = tuple(t(f"rounds.column.{name}") for name in names)
        lines += aligned([heading, *rows], text_columns=len(heading))
    lines += [
        t("rounds.going_on", household=line.household, home=line.home, round=line.round,
          state=t(f"rounds.state.{line.state}"))
        for line in found.going_on
    ]  # fmt: skip
    return lines
