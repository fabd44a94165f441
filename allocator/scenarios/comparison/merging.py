"""Figures of groups from which nobody can work out how a handful of people fared.

Categories of a trait are merged, the rarest first, until in every scenario a group has five
households or none on average, and likewise five or none that were housed.  What remains at the end
joins the last group.  A trait of which one group is left says nothing and is left out: so none
follows from the others and the whole.

Of groups that are merged, counts are added up and means are weighted with who was housed, run by
run; medians and percentiles are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from allocator.figures.groups import TRAITS, Trait
from allocator.figures.merging import SMALL

if TYPE_CHECKING:
    import pandas as pd

OF, OR = "=", "|"
COUNTS = ("households", "housed")
ADDED = (*COUNTS, "person_weeks")
OF_HOUSED = ("waited_mean", "over_term_share")
RUN = ["scenario", "replication"]


def merged(figures: pd.DataFrame) -> pd.DataFrame:
    """Return figures without small groups.

    Parameters
    ----------
    figures
        Columns scenario, replication, measure, group, value.  A group that a replication does not
        have, has none there.
    """
    import pandas as pd

    counted = _averages(figures)
    parts = [figures[~figures["group"].str.contains(OF)]]
    for trait in TRAITS:
        blocks = blocks_of(trait, counted)
        if len(blocks) > 1:
            parts += [_block(figures, trait, block) for block in blocks]
    return pd.concat(parts, ignore_index=True)


def categories_of(trait: Trait, groups: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the groups of a trait among some, in order, each with its categories."""
    found = {}
    for group in groups:
        name, is_group, rest = group.partition(OF)
        if is_group and name == trait.name:
            found[group] = tuple(rest.split(OR))
    order = trait.categories.index
    yield from sorted(found.items(), key=lambda one: order(one[1][0]))


def blocks_of(trait: Trait, counted: Mapping[str, Sequence[float]]) -> list[list[str]]:
    """Return the categories that are shown together, in order.

    Parameters
    ----------
    counted
        By group how many there are on average, of each scenario and each of ``COUNTS``.
    """
    blocks: list[list[str]] = [[]]
    for category in reversed(trait.categories):
        if f"{trait.name}{OF}{category}" in counted:
            blocks[-1].insert(0, category)
            if _is_safe(trait, blocks[-1], counted):
                blocks.append([])
    last = blocks.pop()
    while last and blocks and not _is_safe(trait, last, counted):
        last = last + blocks.pop()
    return [*([last] if last else []), *reversed(blocks)]


def _is_safe(trait: Trait, block: Sequence[str], counted: Mapping[str, Sequence[float]]) -> bool:
    """Whether a block has no small number, and not nothing but zeros."""
    rows = [counted[f"{trait.name}{OF}{category}"] for category in block]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    return any(totals) and not any(0 < total < SMALL for total in totals)


def _averages(figures: pd.DataFrame) -> dict[str, list[float]]:
    """Return by group the averages of its counts in each scenario."""
    runs = figures["replication"].nunique()
    some = figures[figures["measure"].isin(COUNTS) & figures["group"].str.contains(OF)]
    table = some.pivot_table(
        index="group", columns=["scenario", "measure"], values="value", aggfunc="sum"
    ).fillna(0.0)
    return {str(group): [float(v) / runs for v in row] for group, row in table.iterrows()}


def _block(figures: pd.DataFrame, trait: Trait, block: Sequence[str]) -> pd.DataFrame:
    """Return the figures of categories that are shown together."""
    names = [f"{trait.name}{OF}{category}" for category in block]
    mine = figures[figures["group"].isin(names)]
    if len(block) == 1:
        return mine
    import pandas as pd

    group = f"{trait.name}{OF}{OR.join(block)}"
    added = mine[mine["measure"].isin(ADDED)].groupby([*RUN, "measure"], sort=False)["value"].sum()
    rows = [added.reset_index()]
    housed = mine[mine["measure"] == "housed"].set_index([*RUN, "group"])["value"]
    for measure in OF_HOUSED:
        values = mine[mine["measure"] == measure].set_index([*RUN, "group"])["value"].dropna()
        weights = housed.reindex(values.index)
        total = (values * weights).groupby(level=RUN).sum() / weights.groupby(level=RUN).sum()
        rows.append(total.rename("value").reset_index().assign(measure=measure))
    return pd.concat(rows, ignore_index=True).assign(group=group)[list(figures.columns)]
