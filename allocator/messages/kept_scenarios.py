"""What to say about scenarios that are kept, and about a comparison of some."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from allocator.messages.columns import aligned
from allocator.rounds.scenarios.keeping import Kept
from allocator.rounds.scenarios.remembered import remembered
from allocator.scenarios.comparison.shown import MEASURES, Amounts
from allocator.scenarios.comparison.words import told
from allocator.store import models
from allocator.texts import Texts

SHORT = ("housed_persons", "waiting_persons_end", "waited_mean", "waited_p90", "empty_days")


def kept_document(found: Kept) -> dict[str, object]:
    """Return the scenarios and the comparisons as a document."""
    return {
        "scenarios": [
            {
                "name": row.name,
                "note": row.note,
                "added_on": row.added_on.isoformat(),
                "who": row.who,
                "text": row.text,
            }
            for row in found.scenarios
        ],
        "comparisons": [
            {
                "made_at": row.made_at.isoformat(),
                "who": row.who,
                "scenarios": row.names,
                "replications": row.replications,
                "weeks": row.weeks,
                "seed": row.seed,
            }
            for row in found.comparisons
        ],
    }


def kept_lines(found: Kept, t: Texts) -> list[str]:
    """Return the scenarios and the comparisons, a line each."""
    return [*_scenario_lines(found, t), *_comparison_lines(found, t)]


def _scenario_lines(found: Kept, t: Texts) -> Iterator[str]:
    if not found.scenarios:
        yield t("rounds.scenario_none")
    for row in found.scenarios:
        day = t.day(row.added_on)
        yield t("rounds.scenario_line", name=row.name, day=day, who=row.who)


def _comparison_lines(found: Kept, t: Texts) -> Iterator[str]:
    for row in found.comparisons:
        yield t(
            "rounds.comparison_line",
            day=t.day(row.made_at.date()),
            names=", ".join(row.names),
            n=row.replications,
            weeks=row.weeks,
            who=row.who,
        )


def compared_lines(row: models.Comparison, folder: Path, t: Texts) -> list[str]:
    """Return the headline figures, in what scenarios differ, and where all of it stands."""
    show, result = Amounts(t), remembered(row)
    heading = (t("cli.scenario.name"), *(t(f"report.scenario.short.{name}") for name in SHORT))
    rows = [
        (name, *(show.value(MEASURES[one], result.found.value(name, one)) for one in SHORT))
        for name in result.found.scenarios
    ]
    differ = [told(result, reading, t) for reading in result.others]
    lines = [*aligned([heading, *rows], text_columns=1), *(["", *differ] if differ else [])]
    return [*lines, "", t("cli.match.written", folder=folder)]
