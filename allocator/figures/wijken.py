"""What each wijk carries, beside its draagkracht and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from allocator.domain.base import WijkCode
from allocator.domain.instance import Instance
from allocator.domain.wijk import Wijk
from allocator.plan import MatchingPlan, WijkLoad


@dataclass(frozen=True)
class WijkFigure:
    """A wijk after the plan, the name of the area it lies within, and who set its limit."""

    load: WijkLoad
    within: str
    source: str

    @property
    def after(self) -> int:
        """Persons placed before and by this plan."""
        return self.load.placed_before + self.load.placed_new


def wijk_figures(instance: Instance, plan: MatchingPlan) -> tuple[WijkFigure, ...]:
    """Return the wijken with a draagkracht or a placement, each area before what lies within."""
    wijken = {wijk.code: wijk for wijk in instance.wijken}
    loads = {load.code: load for load in plan.wijken}
    figures = []
    for code in _nested(wijken, None):
        wijk, load = wijken[code], loads[code]
        within = wijken[wijk.within].name if wijk.within else ""
        figure = WijkFigure(load, within, wijk.draagkracht_source)
        if load.draagkracht_persons is not None or figure.after:
            figures.append(figure)
    return tuple(figures)


def _nested(wijken: Mapping[WijkCode, Wijk], within: WijkCode | None) -> Iterator[WijkCode]:
    """Return the codes of the areas directly within another, each followed by its own."""
    for code, wijk in wijken.items():
        if wijk.within == within:
            yield code
            yield from _nested(wijken, code)
