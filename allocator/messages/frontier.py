"""What to say about trade-offs."""

from __future__ import annotations

from allocator.messages.columns import aligned
from allocator.scenarios.frontier.page import percent, said
from allocator.scenarios.frontier.run import Traded
from allocator.scenarios.frontier.tables import bought
from allocator.texts import Texts


def frontier_lines(done: Traded, t: Texts) -> list[str]:
    """Return for each tier what a part of the waiting buys."""
    lines: list[str] = []
    for one in done.found:
        lines += [t(f"report.tier.{one.tier}"), *said(one, t)]
        if len(one.points) > 1:
            heading = (t("cli.frontier.share"), t("cli.frontier.lost"), one.tier)
            rows = [
                (percent(row.share, t), str(row.lost), str(row.point.values[one.tier]))
                for row in bought(one)
            ]
            lines += aligned([heading, *rows], text_columns=0)
        lines.append("")
    return [*lines, t("cli.match.written", folder=done.folder)]
