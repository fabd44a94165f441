"""What to say about the dashboard, a relocation plan over time, and fairness: lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocator.messages.columns import aligned
from allocator.messages.telling import figure, month, reasons, share
from allocator.report.page import Shown
from allocator.rounds.dashboard.board import Dashboard
from allocator.rounds.dashboard.decisions import Decisions
from allocator.rounds.dashboard.waits import Waits
from allocator.rounds.fairness import Fairness
from allocator.rounds.planning.timeline import Timeline
from allocator.texts import Texts

Rows = Iterable[Sequence[str]]


def dashboard_lines(board: Dashboard, t: Texts) -> list[str]:
    """Return the figures, part by part."""
    day, first = t.day(board.day), month(board.period.first, t)
    return [
        t("pages.board.lead", day=day, month=first),
        *([] if board.exact else [t("pages.board.hidden")]),
        *_table(t("pages.board.task.table"), _task_rows(board, t)),
        *_table(t("pages.board.waits.table"), _wait_rows(board, t)),
        *_table(t("pages.board.homes.table"), _home_rows(board, t)),
        *_table(t("pages.board.refusals"), _refusal_rows(board, t)),
        *_table(t("pages.board.shelter.table"), _shelter_rows(board, t)),
        *decision_lines(board.decisions, t),
    ]


def _table(title: str, rows: Rows) -> list[str]:
    every = list(rows)
    return ["", title, *(aligned(every, text_columns=1) if len(every) > 1 else [])]


def _task_rows(board: Dashboard, t: Texts) -> Rows:
    names = ("half_year", "persons", "backlog", "realised", "to_do", "behind")
    yield [t(f"pages.board.task.{name}") for name in names]
    for half in board.tasks.half_years:
        numbers = (
            half.persons, half.backlog_persons, half.realised_persons, half.to_do, half.behind
        )  # fmt: skip
        yield [t("pages.board.until", day=t.day(half.until)), *(figure(n, t) for n in numbers)]


def _wait_rows(board: Dashboard, t: Texts) -> Rows:
    show, waiting = Shown(t), board.waiting
    yield ["", *(t(f"pages.board.waits.{name}") for name in WAITS)]
    yield _waits(t("pages.board.waits.now"), waiting.now, t)
    yield _waits(t("pages.board.waits.placed"), waiting.placed, t)
    for row in waiting.months:
        months = dict.fromkeys(month(day, t) for day in (row.first, row.last))
        yield _waits(" – ".join(months), row.waits, t)
    for table in waiting.groups:
        group, who = t(f"report.group.{table.trait}"), t(f"pages.board.waits.by.{table.who}")
        for one in table.rows:
            name = show.categories(table.trait, one.categories)
            yield _waits(f"{group} {name}, {who}", one.waits, t)


WAITS = ("households", "median", "percentile_90", "over", "share")


def _waits(name: str, waits: Waits, t: Texts) -> list[str]:
    numbers = (waits.households, waits.median, waits.percentile_90, waits.over)
    return [name, *(figure(n, t) for n in numbers), share(waits.share, t)]


def _home_rows(board: Dashboard, t: Texts) -> Rows:
    yield [t(f"pages.board.homes.{name}") for name in ("kind", "free", "later", "let", "days")]
    for row in board.homes.kinds:
        numbers = (row.free, row.later, row.let, row.days)
        yield [t(f"pages.kind.{row.kind}"), *(figure(n, t) for n in numbers)]


def _refusal_rows(board: Dashboard, t: Texts) -> Rows:
    yield [t("pages.board.refusals.reason"), t("pages.board.refusals.number")]
    for one in board.refusals.by:
        who = t(f"pages.board.by.{one.by}")
        yield [who, figure(one.refusals, t)]
        for row in one.reasons:
            yield [f"  {reasons(row.codes, t)}", figure(row.refusals, t)]


def _shelter_rows(board: Dashboard, t: Texts) -> Rows:
    shelter = board.shelter
    yield [t(f"pages.board.shelter.{name}") for name in ("site", "places", "persons", "share")]
    for site in shelter.sites:
        yield [site.name, figure(site.places, t), figure(site.persons, t), share(site.share, t)]
    whole = figure(shelter.places, t), figure(shelter.persons, t), share(shelter.share, t)
    yield [t("pages.board.total"), *whole]


def decision_lines(found: Decisions, t: Texts) -> list[str]:
    """Return what people decided."""
    rows = [
        *((t(f"pages.board.answer.{name}"), figure(getattr(found.answers, name), t))
          for name in ("sent", "accepted", "refused", "taken_back", "expired", "recalled", "open")),
        (t("pages.board.decisions.acceptance"), share(found.answers.acceptance, t)),
        (t("pages.board.decisions.days"), figure(found.days, t)),
        (t("pages.board.decisions.overrides"), figure(found.overrides, t)),
        (t("pages.board.decisions.otherwise"), share(found.share_otherwise, t)),
    ]  # fmt: skip
    return _table(t("pages.board.decisions"), rows)


def timeline_lines(found: Timeline | None, t: Texts) -> list[str]:
    """Return the sites month by month, and who goes where."""
    if found is None:
        return [t("pages.timeline.no_plan")]
    head = [t("pages.timeline.month"), *(site.name for site in found.sites)]
    rows = [[*head, t("pages.timeline.without")]]
    for i, first in enumerate(found.months):
        persons = (site.months[i].persons for site in found.sites)
        rows.append([month(first, t), *(figure(n, t) for n in (*persons, found.without[i]))])
    flows = [
        [f"{flow.from_site or t('pages.timeline.outside')} → "
         f"{flow.to_site or t('pages.timeline.nowhere')}", figure(flow.persons, t)]
        for flow in found.flows
    ]  # fmt: skip
    head = [t("pages.timeline.flows"), t("pages.board.shelter.persons")]
    day, last = t.day(found.peildatum), t.day(found.object_by)
    return [
        t("pages.timeline.lead", number=found.number, day=day, last=last),
        *_table(t("pages.timeline.months_table"), rows),
        *_table(t("pages.timeline.flows_table"), [head, *flows]),
    ]


def fairness_lines(found: Fairness, t: Texts) -> list[str]:
    """Return how people fared in a draft, and what people decided."""
    draft, show = found.draft, Shown(t)
    if draft is None:
        return [t("pages.fairness.none"), *decision_lines(found.decisions, t)]
    day = t.day(draft.peildatum)
    lines = [t("pages.fairness.of", round=draft.round, draft=draft.draft, day=day)]
    if draft.beside is not None:
        rows = [
            (t(f"pages.fairness.{name}"), figure(getattr(draft.beside, name), t))
            for name in ("plain", "longer", "sooner")
        ]
        lines += _table(t("pages.fairness.beside"), rows)
    for table in draft.groups:
        names = "report.groups.group", "report.placed", "report.left_out"
        told = [[t(name) for name in names]]
        for block in table.blocks:
            numbers = block.outcome.placed.households, block.outcome.left_out.households
            group = show.categories(table.trait, block.categories)
            told.append([group, *(figure(n, t) for n in numbers)])
        lines += _table(t(f"report.group.{table.trait}"), told)
    return [*lines, *decision_lines(found.decisions, t)]
