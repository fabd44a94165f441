"""The charts of the dashboard, as SVG.

Drawing one takes tens of milliseconds, and the first one a second.  What is drawn depends on the
figures and the language alone, so each drawing is kept for as long as the figures are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from allocator.messages.telling import SHORT_MONTH, month, reasons
from allocator.report.charts import BEFORE, LIMIT, NEW, Drawing
from allocator.rounds.dashboard.board import Dashboard
from allocator.rounds.dashboard.decisions import Decisions
from allocator.rounds.dashboard.homes import Homes
from allocator.rounds.dashboard.refusals import Refusals
from allocator.rounds.dashboard.shelter import Shelter
from allocator.rounds.dashboard.task import Tasks
from allocator.rounds.dashboard.waiting import MonthWaits
from allocator.texts import Texts, texts
from allocator.web.dashboard.drawing import Bar, Mark, across, upright

KEPT = 32  # drawings of each kind
ORANGE, PALE = "#b45f06", "#c3cad4"
ANSWERS = ("accepted", "refused", "taken_back", "expired", "recalled", "open")
ANSWER_COLORS = (NEW, LIMIT, ORANGE, BEFORE, PALE, "#6f9fd0")
WHO_COLORS = {"corporatie": NEW, "team": ORANGE, "household": BEFORE}


@dataclass(frozen=True)
class Charts:
    """The drawings of a dashboard; ``None`` where there is nothing to draw."""

    tasks: Drawing | None
    months: Drawing | None
    homes: Drawing | None
    refusals: Drawing | None
    shelter: Drawing | None
    decisions: Drawing | None


def charts(board: Dashboard, language: str) -> Charts:
    """Return the charts of a dashboard."""
    return Charts(
        task_chart(board.tasks, language),
        month_chart(board.waiting.months, board.waiting.term, language),
        home_chart(board.homes, language),
        refusal_chart(board.refusals, language),
        shelter_chart(board.shelter, language),
        decision_chart(board.decisions, language),
    )


@lru_cache(maxsize=KEPT)
def task_chart(tasks: Tasks, language: str) -> Drawing | None:
    """Draw of each half-year what was realised and what is to do."""
    t = texts(language)
    names = {t("pages.board.task.realised"): NEW, t("pages.board.task.to_do"): BEFORE}
    realised, to_do = names
    bars = [
        Bar(t("pages.board.until", day=t.day(half.until)), name, persons)
        for half in tasks.half_years
        for name, persons in ((realised, half.realised_persons), (to_do, max(0, half.to_do)))
    ]
    return across(bars, names, t("pages.board.persons"))


@lru_cache(maxsize=KEPT)
def month_chart(months: tuple[MonthWaits, ...], term: int, language: str) -> Drawing | None:
    """Draw how long those waited who were placed in each month, beside the term."""
    t = texts(language)
    middle, long = t("pages.board.waits.median"), t("pages.board.waits.percentile_90")
    bars, marks = [], []
    for row in months:
        at = _months(row, t)
        if row.waits.median is not None:
            bars.append(Bar(at, middle, row.waits.median))
        if row.waits.percentile_90 is not None:
            marks.append(Mark(at, long, row.waits.percentile_90))
    line = t("pages.board.waits.term", weeks=term), term
    return upright(
        bars, {middle: NEW, long: ORANGE, line[0]: LIMIT}, t("pages.board.weeks"), marks, line
    )


def _months(row: MonthWaits, t: Texts) -> str:
    first, last = (month(day, t, SHORT_MONTH) for day in (row.first, row.last))
    return first if first == last else f"{first} – {last}"


@lru_cache(maxsize=KEPT)
def home_chart(homes: Homes, language: str) -> Drawing | None:
    """Draw the homes of each kind: free, to come, and let."""
    t = texts(language)
    names = {
        t("pages.board.homes.let"): NEW,
        t("pages.board.homes.free"): BEFORE,
        t("pages.board.homes.later"): PALE,
    }
    bars = [
        Bar(t(f"pages.kind.{row.kind}"), name, n)
        for row in homes.kinds
        for name, n in zip(names, (row.let, row.free, row.later), strict=True)
    ]
    return across(bars, names, t("pages.board.homes.units"))


@lru_cache(maxsize=KEPT)
def refusal_chart(refusals: Refusals, language: str) -> Drawing | None:
    """Draw the refusals by reason and by who."""
    t = texts(language)
    names = {t(f"pages.board.by.{one.by}"): WHO_COLORS[one.by] for one in refusals.by}
    bars = [
        Bar(reasons(row.codes, t), t(f"pages.board.by.{one.by}"), row.refusals)
        for one in refusals.by
        for row in one.reasons
    ]
    return across(bars, names, t("pages.board.refusals.number"))


@lru_cache(maxsize=KEPT)
def shelter_chart(shelter: Shelter, language: str) -> Drawing | None:
    """Draw the persons in each site, with its places."""
    t = texts(language)
    here, places = t("pages.board.shelter.persons"), t("pages.board.shelter.places")
    bars = [
        Bar(site.name, here, site.persons if isinstance(site.persons, int) else 0)
        for site in shelter.sites
    ]
    marks = [Mark(site.name, places, site.places) for site in shelter.sites]
    return across(bars, {here: NEW, places: LIMIT}, t("pages.board.persons"), marks)


@lru_cache(maxsize=KEPT)
def decision_chart(decisions: Decisions, language: str) -> Drawing | None:
    """Draw what became of what was sent, by round."""
    t = texts(language)
    names = {
        t(f"pages.board.answer.{name}"): color
        for name, color in zip(ANSWERS, ANSWER_COLORS, strict=True)
    }
    counted: Mapping[str, str] = dict(zip(names, ANSWERS, strict=True))
    bars = [
        Bar(t("pages.board.round", round=row.round), name, getattr(row.answers, counted[name]))
        for row in decisions.rounds
        for name in names
    ]
    return across(bars, names, t("pages.board.answer.number"))
