"""What to say about scenarios that were run."""

from __future__ import annotations

from allocator.messages.columns import aligned
from allocator.scenarios.comparison.run import Compared
from allocator.scenarios.comparison.shown import MEASURES, Amounts
from allocator.scenarios.comparison.words import told
from allocator.texts import Texts

SHORT = ("housed_persons", "waiting_persons_end", "waited_mean", "waited_p90", "empty_days")


def comparison_lines(done: Compared, t: Texts) -> list[str]:
    """Return the headline figures, in what scenarios differ, and where all of it stands."""
    show, result = Amounts(t), done.result
    heading = (t("cli.scenario.name"), *(t(f"report.scenario.short.{name}") for name in SHORT))
    rows = [
        (name, *(show.value(MEASURES[one], result.found.value(name, one)) for one in SHORT))
        for name in result.found.scenarios
    ]
    lines = aligned([heading, *rows], text_columns=1)
    if result.others:
        lines += ["", *(told(result, reading, t) for reading in result.others)]
    if not done.proven:
        lines += ["", t("cli.scenario.not_proven")]
    return [*lines, "", t("cli.match.written", folder=done.folder)]
