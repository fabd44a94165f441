"""What to say about what was used and realised, and about drafts computed again."""

from __future__ import annotations

from typing import Any

from allocator.rounds.figures import Figures
from allocator.rounds.replaying import Replayed
from allocator.texts import Texts


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
            if row.limit is not None and row.used
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
        "cut_off": done.cut_off,
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
    if done.cut_off:
        lines.append(t("rounds.cut_off"))
    if done.versions and done.versions[0] != done.versions[1]:
        then, now = (" ".join(version) for version in done.versions)
        lines.append(t("rounds.versions", then=then, now=now))
    return lines
