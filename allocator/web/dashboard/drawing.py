"""Two forms of chart, in the type and colours of the report: bars across, and bars upright."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from allocator.report.charts import Drawing, color_scale, drawn

WIDTH, HEIGHT, ROW = 440, 220, 26
LABEL_LIMIT, LETTER, MOST_ROOM = 230, 7.5, 300
"""Pixels: the longest label, the width of a letter in a wide typeface, and the most beside bars."""
LEGEND_COLUMNS = 3
PADDING = {"left": 12, "top": 5, "bottom": 12, "right": 50}
"""Pixels around; texts may come out wider than they are drawn here."""
FLAT = 9
"""Letters of the longest label that stands upright beneath a bar."""


class Bar(NamedTuple):
    """A part of a bar: on which row or above which label, of what, how much."""

    at: str
    what: str
    n: float


Mark = Bar  # a line across a bar


def across(
    bars: Sequence[Bar], colors: Mapping[str, str], unit: str, marks: Sequence[Mark] = ()
) -> Drawing | None:
    """Draw a row per label with its parts one after the other; ``None`` where all are 0.

    Parameters
    ----------
    colors
        By name of a part or mark, in the order of the legend.
    """
    import altair as alt

    if not any(row.n for row in (*bars, *marks)):
        return None
    labels = list(dict.fromkeys(row.at for row in (*bars, *marks)))
    room = min(MOST_ROOM, max(map(len, labels)) * LETTER)
    axis = alt.Axis(labelLimit=LABEL_LIMIT, minExtent=room, domain=False, ticks=False)
    y = alt.Y("at:N", sort=labels, title=None, axis=axis)
    x = alt.X("n:Q", title=unit, axis=alt.Axis(tickMinStep=1, format="d"))
    color = _legend(colors)
    layers = [
        alt.Chart(_data(bars, list(colors)))
        .mark_bar(height=ROW * 0.62)
        .encode(y=y, x=x, color=color, order="order:O")
    ]
    if marks:
        layers.append(
            alt.Chart(_data(marks, list(colors)))
            .mark_tick(thickness=3, height=ROW * 0.85, opacity=1)
            .encode(y=y, x=x, color=color)
        )
    return drawn(alt.layer(*layers).properties(width=WIDTH, height=alt.Step(ROW), padding=PADDING))


def upright(
    bars: Sequence[Bar],
    colors: Mapping[str, str],
    unit: str,
    marks: Sequence[Mark],
    line: tuple[str, float],
) -> Drawing | None:
    """Draw a bar above each label, a mark across it, and a line across all; ``None`` for no bar.

    Parameters
    ----------
    line
        Its name and its height.
    """
    import altair as alt

    if not bars:
        return None
    labels = list(dict.fromkeys(bar.at for bar in bars))
    used = {line[0], *(row.what for row in (*bars, *marks))}
    names = [name for name in colors if name in used]
    angle = 0 if len(labels) <= LEGEND_COLUMNS and max(map(len, labels)) <= FLAT else -40
    x = alt.X("at:N", sort=labels, title=None, axis=alt.Axis(labelAngle=angle, labelLimit=150))
    y = alt.Y("n:Q", title=unit, axis=alt.Axis(tickMinStep=1, format="d"))
    color = _legend({name: colors[name] for name in names})
    limit = alt.InlineData(values=[{"what": line[0], "n": line[1]}])
    layers = (
        alt.Chart(_data(bars, names)).mark_bar().encode(x=x, y=y, color=color),
        alt.Chart(_data(marks, names))
        .mark_tick(orient="horizontal", thickness=3, width={"band": 0.8}, opacity=1)
        .encode(x=x, y=y, color=color),
        alt.Chart(limit).mark_rule(strokeWidth=2, strokeDash=[6, 4]).encode(y=y, color=color),
    )
    return drawn(alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, padding=PADDING))


def _legend(colors: Mapping[str, str]) -> Any:
    """Return the colour of each name, with a legend that is no wider than the bars."""
    color = color_scale(list(colors), list(colors.values()))
    return color.legend(orient="top", symbolType="square", columns=LEGEND_COLUMNS)


def _data(rows: Sequence[Bar], names: Sequence[str]) -> Any:
    import altair as alt

    values = [
        {"at": row.at, "what": row.what, "n": row.n, "order": names.index(row.what)} for row in rows
    ]
    return alt.InlineData(values=values)
