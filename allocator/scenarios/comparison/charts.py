"""The charts of a comparison: differences with their intervals, and how full the wijken are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocator.report.charts import (
    BEFORE,
    INK,
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

ROOMY = 26
DOT = 70
TICKS = 6
"""About so many: of more every other number would be left out for want of room, 0 with them."""
LONGEST = 280
"""Pixels of the longest label: names of scenarios are longer than those of wijken."""


@dataclass(frozen=True)
class Dot:
    """A value with its interval, by name; ``sure`` when that does not hold 0."""

    name: str
    mean: float
    low: float
    high: float
    sure: bool


@dataclass(frozen=True)
class Load:
    """How full a wijk is, as a percentage of its draagkracht; ``full`` when nothing is left."""

    name: str
    percent: float
    full: bool


def dot_chart(dots: Sequence[Dot], title: str, t: Texts) -> Drawing:
    """Draw dots on the line of their interval, with a line at 0."""
    import altair as alt

    names = t("report.scenario.sure"), t("report.scenario.unsure")
    rows = [
        {
            "at": i,
            "what": names[0] if dot.sure else names[1],
            "mean": dot.mean,
            "low": dot.low,
            "high": dot.high,
        }
        for i, dot in enumerate(dots)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("at:O", title=None, axis=named([dot.name for dot in dots])),
        color=color_scale(names, (NEW, BEFORE)),
    )
    axis = amounts(t)
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=INK)
    chart = alt.layer(
        zero.encode(x=alt.X("zero:Q", title=title, axis=axis)),
        base.mark_rule(strokeWidth=2.5).encode(
            x=alt.X("low:Q", title=title, axis=axis), x2="high:Q"
        ),
        base.mark_point(filled=True, size=DOT, opacity=1).encode(
            x=alt.X("mean:Q", title=title, axis=axis)
        ),
    )
    return drawn(chart.properties(width=WIDTH, height=ROOMY * len(dots)))


def load_chart(loads: Sequence[Load], t: Texts) -> Drawing:
    """Draw how full wijken are, with those marked that are full."""
    import altair as alt

    names = t("report.scenario.full"), t("report.scenario.not_full")
    bars = [
        {"at": i, "what": names[0] if load.full else names[1], "percent": load.percent}
        for i, load in enumerate(loads)
    ]
    chart = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=ROW * 0.6)
        .encode(
            y=alt.Y("at:O", title=None, axis=named([load.name for load in loads])),
            x=alt.X("percent:Q", title=t("report.scenario.load_axis")),
            color=color_scale(names, (LIMIT, NEW)),
        )
    )
    return drawn(chart.properties(width=WIDTH, height=alt.Step(ROW)))


def amounts(t: Texts) -> alt.Axis:
    """Return an axis that writes amounts as the language does."""
    import altair as alt

    comma = str(t.number(0.5))[1]
    expression = f"replace(format(datum.value, '~g'), '.', '{comma}')"
    return alt.Axis(labelExpr=expression, tickCount=TICKS)


def named(labels: Sequence[str]) -> alt.Axis:
    """Return an axis that writes names at positions, so that two may be the same."""
    import altair as alt

    return alt.Axis(
        labelExpr=f"{json.dumps(list(labels))}[datum.value]",
        labelLimit=LONGEST,
        minExtent=min(LONGEST, max(map(len, labels)) * LETTER),
    )
