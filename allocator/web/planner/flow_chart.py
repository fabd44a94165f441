"""Who goes from which site to which, as a chart."""

from __future__ import annotations

from functools import lru_cache

from allocator.report.charts import LIMIT, NEW, Drawing
from allocator.rounds.planning.flows import Flow
from allocator.texts import Texts, texts
from allocator.web.dashboard.drawing import Bar, across

KEPT = 8  # drawings
MOST = 30  # bars that people can still compare
GREEN = "#14613a"


@lru_cache(maxsize=KEPT)
def flow_chart(flows: tuple[Flow, ...], language: str) -> Drawing | None:
    """Draw the persons of each flow; those that may not be told are left out."""
    t = texts(language)
    names = {
        "move": t("pages.timeline.move"),
        "entry": t("pages.timeline.entry"),
        "loss": t("pages.timeline.loss"),
    }
    told = [(flow, flow.persons) for flow in flows if isinstance(flow.persons, int)]
    largest = sorted(told, key=lambda one: -one[1])[:MOST]
    bars = [
        Bar(way_in_words(flow, t), names[_kind(flow)], persons)
        for flow, persons in told
        if (flow, persons) in largest
    ]
    colors = dict(zip(names.values(), (NEW, GREEN, LIMIT), strict=True))
    return across(bars, colors, t("pages.board.persons"))


def way_in_words(flow: Flow, t: Texts) -> str:
    """Return from where to where a flow goes."""
    begin = t("pages.timeline.outside") if flow.from_site is None else flow.from_site
    end = t("pages.timeline.nowhere") if flow.to_site is None else flow.to_site
    return f"{begin} → {end}"


def _kind(flow: Flow) -> str:
    if flow.from_site is None:
        return "entry"
    return "loss" if flow.to_site is None else "move"
