"""What to say about the log: a line per use."""

from __future__ import annotations

from allocator.messages.columns import aligned
from allocator.rounds.logbook import LogPage
from allocator.texts import Texts

MOMENT = "%Y-%m-%d %H:%M"


def log_lines(found: LogPage, t: Texts) -> list[str]:
    """Return a page of the log."""
    rows = [
        (
            str(entry.n),
            entry.at.strftime(MOMENT),
            entry.who,
            entry.role,
            entry.action,
            "" if entry.round is None else str(entry.round),
            t.count("households", entry.households),
        )
        for entry in found.entries
    ]
    return [
        *(aligned(rows, text_columns=len(rows[0])) if rows else []),
        t.count("pages.log.found", found.total),
        t("pages.page", page=found.page, pages=found.pages),
    ]
