"""The part of the page about groups: who gets a home, and how long those waited."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.figures.groups import TRAITS, Trait
from allocator.report.document import Grid, Paragraph
from allocator.report.page import Shown
from allocator.scenarios.comparison.merging import categories_of
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import MEASURES, Amounts
from allocator.texts import Texts

TOLD = ("housed", "waited_mean")


def groups(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return per trait and group what the scenarios come to."""
    grids = [
        grid
        for trait in TRAITS
        for measure in TOLD
        if (grid := _grid(result, trait, measure, t)) is not None
    ]
    shown = {grid.id.split("-")[1] for grid in grids}
    left_out = [t(f"report.group.{trait.name}") for trait in TRAITS if trait.name not in shown]
    blocks: list[Paragraph | Grid] = [Paragraph(t("report.scenario.groups_intro")), *grids]
    if left_out:
        names = ", ".join(left_out)
        blocks.append(Paragraph(t("report.scenario.groups_hidden", names=names), quiet=True))
    return blocks


def _grid(result: Result, trait: Trait, measure: str, t: Texts) -> Grid | None:
    """Return a measure of the groups of a trait, ``None`` where it may not be shown."""
    show, words = Amounts(t), Shown(t)
    every = list(dict.fromkeys(v.group for v in result.found.values if v.measure == measure))
    rows = []
    for group, categories in categories_of(trait, every):
        found = [result.found.value(name, measure, group) for name in result.found.scenarios]
        cells = [show.value(MEASURES[measure], one) for one in found]
        rows.append((words.categories(trait.name, categories), *cells))
    if not rows:
        return None
    headings = (t(f"report.group.{trait.name}"), *result.found.scenarios)
    caption = t(f"report.scenario.groups.{measure}", trait=t(f"report.group.{trait.name}"))
    name = f"table-{trait.name}-{measure.replace('_', '-')}"
    return Grid(name, caption, headings, rows, range(1, len(headings)))
