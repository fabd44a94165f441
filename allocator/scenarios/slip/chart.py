"""The chart of slips: person-months without a place, left as it is and planned again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocator.report.charts import (
    BEFORE,
    LETTER,
    LIMIT,
    NEW,
    ROW,
    WIDTH,
    Drawing,
    color_scale,
    drawn,
)
from allocator.texts import Texts

if TYPE_CHECKING:
    import altair as alt

TICK = 3
LONGEST = 280
"""Pixels of the longest name; a longer one is cut off."""


@dataclass(frozen=True)
class Bar:
    """A slip by name: person-months without a place in the plan, if nothing is done, and again."""

    name: str
    announced: int
    nothing: int
    again: int | None


def slip_chart(bars: Sequence[Bar], t: Texts) -> Drawing:
    """Draw a bar for each slip, with a mark for the plan that was made again."""
    import altair as alt

    names = (
        t("report.slip.bar.announced"),
        t("report.slip.bar.nothing"),
        t("report.slip.bar.again"),
    )
    stacks = [
        {"at": i, "what": name, "order": order, "months": months}
        for i, bar in enumerate(bars)
        for order, (name, months) in enumerate(
            zip(names[:2], (bar.announced, bar.nothing), strict=True)
        )
    ]
    marks = [
        {"at": i, "what": names[2], "months": bar.again}
        for i, bar in enumerate(bars)
        if bar.again is not None
    ]
    y = alt.Y("at:O", title=None, axis=_named([bar.name for bar in bars]))
    x = alt.X(
        "months:Q", title=t("report.slip.person_months"), axis=alt.Axis(tickMinStep=1, format="d")
    )
    color = color_scale(names, (BEFORE, LIMIT, NEW))
    chart = alt.layer(
        alt.Chart(alt.InlineData(values=stacks))
        .mark_bar(height=ROW * 0.6)
        .encode(y=y, x=x, color=color, order="order:O"),
        alt.Chart(alt.InlineData(values=marks))
        .mark_tick(thickness=TICK, height=ROW * 0.85, opacity=1)
        .encode(y=y, x=x, color=color),
    )
    return drawn(chart.properties(width=WIDTH, height=ROW * len(bars)))


def _named(labels: Sequence[str]) -> alt.Axis:
    """Return an axis that writes names at positions, with room for the longest."""
    import altair as alt

    room = min(LONGEST, max(map(len, labels)) * LETTER)
    expression = f"{json.dumps(labels)}[datum.value]"
    return alt.Axis(labelExpr=expression, labelLimit=LONGEST, minExtent=room)
