"""How long each kind of record is kept, and why (AVG art. 5, 1, e)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.errors import BadCall


@dataclass(frozen=True)
class Retention:
    """How long a kind of record is kept.

    ``days`` count from the day that ``since`` says; ``why`` that long and no longer.
    """

    kind: str
    days: int
    since: str
    why: str


RETENTION = (
    Retention(
        "households", 730,
        "the last of: gone from the files, placed, withdrawn",
        "the accounts of the half-year and the year after it, and an objection, are done by then",
    ),
    Retention(
        "draft_rows", 365,
        "the round of the draft was closed",
        "a plan can be questioned and replayed for a year; its summary and figures stay",
    ),
    Retention(
        "gone_rows", 365,
        "the row about a household that is still there disappeared from the files",
        "what is not true any more is needed to explain the drafts of that time only",
    ),
    Retention(
        "history", 365,
        "the import that made the change",
        "what a row said before is needed to explain the drafts of that time only",
    ),
    Retention(
        "refusals", 365,
        "the refusal was decided",
        "a year later a home and a household are not what they were",
    ),
    Retention(
        "reasons", 365,
        "the round of the step was closed",
        "people's own words explain a decision while it can be questioned; its code stays",
    ),
    Retention(
        "comparisons", 365,
        "the scenarios were compared",
        "a year later the city is another one; the scenarios themselves stay",
    ),
)  # fmt: skip
# A century: who means for ever leaves the purging.
MOST_DAYS = 36_525
KINDS = tuple(kept.kind for kept in RETENTION)


def days_kept(days: Mapping[str, int]) -> dict[str, int]:
    """Return the days that each kind is kept, as the table says or as given.

    Raises
    ------
    BadCall
        When a kind is not known, or its days are below 0 or more than a century.
    """
    for kind, n in days.items():
        if kind not in KINDS:
            raise BadCall("rounds.purge_kind", kind=kind, known=", ".join(KINDS))
        if not 0 <= n <= MOST_DAYS:
            raise BadCall("rounds.purge_days", kind=kind, days=n, most=MOST_DAYS)
    return {kept.kind: days.get(kept.kind, kept.days) for kept in RETENTION}
