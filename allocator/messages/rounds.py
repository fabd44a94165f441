"""What to say about a round: documents for ``--json``, and lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from allocator.messages.columns import aligned, tier_table
from allocator.report.summary import tier_rows
from allocator.rounds.deciding import Decided
from allocator.rounds.drafting import Drafted
from allocator.rounds.expiring import Expired
from allocator.rounds.figures import Figures
from allocator.rounds.importing import Difference
from allocator.rounds.replaying import Replayed
from allocator.rounds.sending import Sent
from allocator.rounds.showing import Line, Shown
from allocator.rounds.states import CANDIDATE_CODE
from allocator.store.facts import FACT_TABLES
from allocator.texts import Texts

KINDS = ("new", "changed", "back", "gone")
# So many rows that differ are named one by one.
MOST_ROWS = 20


def difference_document(found: Difference, n: int | None) -> dict[str, Any]:
    """Return what an import changes; ``n`` is its number when it was applied."""
    counts = {
        table.name: {kind: found.count(table.name, kind) for kind in KINDS}  # type: ignore[arg-type]
        for table in FACT_TABLES
    }
    return {
        "source": found.source,
        "input_digest": found.digest,
        "peildatum": found.peildatum.isoformat(),
        "applied": n is not None,
        "n": n,
        "counts": {name: kinds for name, kinds in counts.items() if any(kinds.values())},
        "rows": [
            {
                "table": row.table,
                "key": row.key,
                "kind": row.kind,
                "fields": [
                    {"field": name, "before": before, "after": after}
                    for name, before, after in row.fields
                ],
            }
            for row in found.rows
        ],
        "settings": [
            {"key": key, "before": before, "after": after} for key, before, after in found.settings
        ],
        "stays_out": list(found.stays_out),
    }


def difference_lines(found: Difference, t: Texts) -> list[str]:
    """Return what an import changes: how many rows of each table, and which."""
    lines = [t("rounds.difference", source=found.source, day=t.day(found.peildatum))]
    rows = [
        (table.name, *(str(found.count(table.name, kind)) for kind in KINDS))  # type: ignore[arg-type]
        for table in FACT_TABLES
        if any(row.table == table.name for row in found.rows)
    ]
    if rows:
        heading = ("", *(t(f"rounds.kind.{kind}") for kind in KINDS))
        lines += aligned([heading, *rows], text_columns=1)
    else:
        lines.append(t("rounds.no_difference"))
    named = [row for row in found.rows if row.kind != "new"]
    for row in named[:MOST_ROWS]:
        fields = ", ".join(_field(*field) for field in row.fields)
        what = t(f"rounds.kind.{row.kind}")
        lines.append(f"  {row.table} {row.key}: {what}" + (f" ({fields})" if fields else ""))
    if len(named) > MOST_ROWS:
        lines.append("  " + t.count("rounds.more_rows", len(named) - MOST_ROWS))
    known = any(before is not None for _, before, _ in found.settings)
    lines += [t("rounds.setting", key=key) for key, _, _ in found.settings if known]
    if found.stays_out:
        lines.append(t("rounds.stays_out", households=", ".join(found.stays_out)))
    return lines


def _field(name: str, before: Any, after: Any) -> str:
    """Return a field that differs; of a special one only that it does."""
    if before is None and after is None:
        return name
    return f"{name}: {'' if before is None else before} → {'' if after is None else after}"


def draft_document(drafted: Drafted) -> dict[str, Any]:
    """Return a draft that was stored."""
    plan = drafted.plan
    return {
        "round": drafted.draft.round_id,
        "draft": drafted.draft.number,
        "status": plan.status,
        "tiers": tier_rows(plan.tiers),
        "proposals": [
            {"household": row.household, "home": row.home, "why": row.why} for row in plan.proposals
        ],
        "placed_households": len(plan.proposals),
        "placed_persons": sum(row.persons for row in plan.proposals),
        "unplaced_households": len(plan.unplaced),
        "going_on": [
            {"household": r.household, "home": r.home, "round": r.round, "state": r.state.value}
            for r in drafted.going_on
        ],
        "price": drafted.price,
        "changes": [
            {
                "household": change.household,
                "before": change.before,
                "after": change.after,
                "why": change.why,
                "recalled": change.recalled,
            }
            for change in drafted.changes
        ],
        "input_digest": plan.input_digest,
    }


def draft_lines(drafted: Drafted, t: Texts) -> list[str]:
    """Return a draft that was stored, with what changed since the one before."""
    plan = drafted.plan
    persons = sum(row.persons for row in plan.proposals)
    lines = [
        t("rounds.drafted", round=drafted.draft.round_id, draft=drafted.draft.number),
        t.count(
            "cli.match.placed",
            len(plan.unplaced),
            households=t.count("households", len(plan.proposals)),
            persons=t.count("persons", persons),
        ),
        "",
        *tier_table(plan.tiers, t),
        "",
    ]
    lines += [
        t(f"rounds.change.{change.why}", household=change.household,
          before=change.before or "–", after=change.after or "–")
        + (" " + t("rounds.recalled") if change.recalled else "")
        for change in drafted.changes
    ]  # fmt: skip
    if drafted.price is not None:
        lines.append(t("rounds.price", waiting=drafted.price["waiting"]))
    lines += [
        t("rounds.going_on", household=r.household, home=r.home, round=r.round,
          state=t(f"rounds.state.{r.state}"))
        for r in drafted.going_on
    ]  # fmt: skip
    key = "cli.match.proven" if plan.status == "optimal" else "cli.match.not_proven"
    return [*lines, t(key, seconds=t.number(round(plan.seconds["solve"], 1)))]


def sent_document(done: Sent) -> dict[str, Any]:
    """Return what was sent."""
    return {
        "round": done.round.number,
        "answer_by": done.answer_by.isoformat(),
        "sent": {owner: len(cards) for owner, cards in sorted(done.cards.items())},
    }


def sent_lines(done: Sent, t: Texts, folder: Path | None) -> list[str]:
    """Return what was sent to whom."""
    day = t.day(done.answer_by)
    lines = [
        t.count("rounds.sent", len(cards), owner=owner, day=day)
        for owner, cards in sorted(done.cards.items())
    ]
    return lines if folder is None else [*lines, t("cli.match.written", folder=folder)]


def decided_document(done: Decided) -> dict[str, Any]:
    """Return what a step led to."""
    return {
        "household": done.household,
        "home": done.home,
        "state": done.state.value,
        "candidate": CANDIDATE_CODE[done.state],
        "version": done.version,
    }


def decided_lines(done: Iterable[Decided], t: Texts) -> list[str]:
    """Return what steps led to."""
    lines = [
        t("rounds.decided", household=one.household, home=one.home,
          state=t(f"rounds.state.{one.state}"))
        for one in done
    ]  # fmt: skip
    return lines or [t("rounds.done")]


def expired_document(found: Sequence[Expired]) -> list[dict[str, Any]]:
    """Return what came back because nobody answered."""
    return [
        {
            "household": one.household,
            "home": one.home,
            "round": one.round,
            "answer_by": one.answer_by.isoformat(),
        }
        for one in found
    ]


def expired_lines(found: Sequence[Expired], t: Texts) -> list[str]:
    """Return what came back because nobody answered."""
    lines = [
        t("rounds.expired", household=one.household, home=one.home, day=t.day(one.answer_by))
        for one in found
    ]
    return lines or [t("rounds.nothing_expired")]


def shown_document(found: Shown) -> dict[str, Any]:
    """Return a round."""
    return {
        "round": found.round.number,
        "peildatum": found.round.peildatum.isoformat(),
        "open": found.round.closed_n is None,
        "drafts": found.drafts,
        "candidates": [_line_document(line) for line in found.lines],
        "going_on": [_line_document(line) for line in found.going_on],
    }


def _line_document(line: Line) -> dict[str, Any]:
    return {
        "household": line.household,
        "home": line.home,
        "corporatie": line.corporatie,
        "round": line.round,
        "state": line.state.value,
        "candidate": line.candidate,
        "offer": line.offer,
        "answer_by": _day(line.answer_by),
        "locked": line.locked,
        "version": line.version,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def shown_lines(found: Shown, t: Texts) -> list[str]:
    """Return a round as a table, and what goes on in others."""
    key = "rounds.shown_open" if found.round.closed_n is None else "rounds.shown_closed"
    lines = [t(key, round=found.round.number, day=t.day(found.round.peildatum))]
    rows = [
        (
            line.home,
            line.household or t("rounds.erased"),
            line.corporatie,
            f"{line.candidate}{f'/{line.offer}' if line.offer else ''}",
            t(f"rounds.state.{line.state}"),
            "" if line.answer_by is None else t.day(line.answer_by),
        )
        for line in found.lines
    ]
    if rows:
        names = ("home", "household", "corporatie", "code", "state", "answer_by")
        heading = tuple(t(f"rounds.column.{name}") for name in names)
        lines += aligned([heading, *rows], text_columns=len(heading))
    lines += [
        t("rounds.going_on", household=line.household, home=line.home, round=line.round,
          state=t(f"rounds.state.{line.state}"))
        for line in found.going_on
    ]  # fmt: skip
    return lines


def figures_document(found: Figures) -> dict[str, Any]:
    """Return what was used and realised."""
    return {
        "peildatum": found.peildatum.isoformat(),
        "placed_households": found.placed_households,
        "placed_persons": found.placed_persons,
        "wijken": [
            {"code": w.id, "name": w.name, "draagkracht_persons": w.limit, "placed_persons": w.used}
            for w in found.wijken
        ],
        "corporaties": [
            {"id": c.id, "name": c.name, "max_placements": c.limit, "placed": c.used}
            for c in found.corporaties
        ],
        "taakstelling": [
            {
                "until": task.until.isoformat(),
                "persons": task.persons,
                "backlog_persons": task.backlog_persons,
                "realised_persons": task.realised_persons,
                "to_do": task.to_do,
            }
            for task in found.tasks
        ],
    }


def figures_lines(found: Figures, t: Texts) -> list[str]:
    """Return what was used and realised."""
    lines = [
        t(
            "rounds.placed",
            households=t.count("households", found.placed_households),
            persons=t.count("persons", found.placed_persons),
        )
    ]
    lines += [
        t("rounds.task", until=t.day(task.until), realised=task.realised_persons,
          task=task.persons + task.backlog_persons, to_do=task.to_do)
        for task in found.tasks
    ]  # fmt: skip
    for key, rows in (("rounds.wijk", found.wijken), ("rounds.corporatie", found.corporaties)):
        lines += [
            t(key, name=row.name, used=row.used, limit=row.limit)
            for row in rows
            if row.limit is not None
        ]
    return lines


def replayed_document(done: Replayed) -> dict[str, Any]:
    """Return whether a draft came out the same."""
    then, now = done.versions or ((None, None), (None, None))
    return {
        "round": done.round,
        "draft": done.draft,
        "identical": done.identical if not done.erased else None,
        "differs": list(done.differs),
        "erased": done.erased,
        "then": {"version": then[0], "solver": then[1]},
        "now": {"version": now[0], "solver": now[1]},
    }


def replayed_lines(done: Replayed, t: Texts) -> list[str]:
    """Return whether a draft came out the same."""
    if done.erased:
        key = "rounds.replay_erased"
        return [t.count(key, done.erased, round=done.round, draft=done.draft)]
    if done.identical:
        return [t("rounds.identical", round=done.round, draft=done.draft)]
    what = ", ".join(done.differs)
    lines = [t("rounds.differs", round=done.round, draft=done.draft, what=what)]
    if done.versions and done.versions[0] != done.versions[1]:
        then, now = (" ".join(version) for version in done.versions)
        lines.append(t("rounds.versions", then=then, now=now))
    return lines
