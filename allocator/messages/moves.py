"""What to say about announced moves: documents for ``--json``, and lines for people."""

from __future__ import annotations

from typing import Any

from allocator.rounds.announcing import Announcing
from allocator.rounds.moves import MoveLine
from allocator.rounds.sheltering import ShownMoves
from allocator.texts import Texts


def move_document(line: MoveLine) -> dict[str, Any]:
    """Return a move."""
    return {
        "household": line.household,
        "persons": line.persons,
        "month": line.month,
        "kind": line.kind,
        "from_site": line.from_site,
        "to_site": line.to_site,
        "rooms": list(line.rooms),
        "reason": line.reason,
        "why": line.why,
        "state": line.state.value,
        "object_by": line.object_by.isoformat(),
        "goes_on": line.goes_on,
        "version": line.version,
    }


def move_line(line: MoveLine, t: Texts) -> str:
    """Return a move as a line."""
    return t(
        "rounds.move",
        month=line.month,
        household=line.household or t("rounds.erased"),
        before=line.from_site or "–",
        after=line.to_site or "–",
        state=t(f"rounds.movestate.{line.state}"),
    )


def announced_document(done: Announcing) -> dict[str, Any]:
    """Return a plan that was announced."""
    return {
        "announcement": done.number,
        "peildatum": done.peildatum.isoformat(),
        "object_by": done.object_by.isoformat(),
        "summary": done.summary,
        "moves": [move_document(line) for line in done.moves],
        "kept": [move_document(line) for line in done.kept],
        "overtaken": [move_document(line) for line in done.overtaken],
    }


def announced_lines(done: Announcing, t: Texts) -> list[str]:
    """Return a plan that was announced, move by move."""
    return [
        t("rounds.announced", number=done.number, day=t.day(done.object_by)),
        *(move_line(line, t) for line in (*done.moves, *done.kept, *done.overtaken)),
    ]


def moves_document(found: ShownMoves) -> dict[str, Any]:
    """Return the moves of an announcement, by month."""
    return {
        "announcement": found.number,
        "peildatum": found.peildatum.isoformat(),
        "object_by": found.object_by.isoformat(),
        "months": {month: [move_document(line) for line in lines] for month, lines in found.months},
    }


def moves_lines(found: ShownMoves, t: Texts) -> list[str]:
    """Return the moves of an announcement, month by month."""
    return [
        t("rounds.announced", number=found.number, day=t.day(found.object_by)),
        *(move_line(line, t) for _, lines in found.months for line in lines),
    ]
