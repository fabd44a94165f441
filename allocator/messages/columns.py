"""Lines in columns: of tiers, and tables as wide as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocator.plan import TierResult
from allocator.texts import Texts


def heading(t: Texts, *headings: str) -> str:
    """Return the headings of such lines, by message id."""
    return columns(*(t(heading) for heading in headings))


def columns(name: str, value: str, best: str = "", remark: str = "") -> str:
    """Return one line."""
    return f"{name:<14}{value:>14}{best:>14}  {remark}".rstrip()


def tier_table(tiers: Iterable[TierResult], t: Texts) -> list[str]:
    """Return a heading, and a line for each tier with what is proven of it."""
    lines = [heading(t, "cli.tiers.name", "cli.tiers.value", "cli.tiers.best", "cli.tiers.proof")]
    for tier in tiers:
        if tier.optimal is None:
            best, proof = "", t("cli.tiers.reported")
        elif tier.optimal:
            best, proof = str(tier.best), t("cli.tiers.proven")
        else:
            best, proof = str(tier.best), t("cli.tiers.bound", bound=tier.bound)
        lines.append(columns(tier.name, str(tier.value), best, proof))
    return lines


def aligned(rows: Sequence[Sequence[str]], *, text_columns: int) -> list[str]:
    """Return rows as lines in columns: so many columns of text, the others of numbers."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if i < text_columns else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
