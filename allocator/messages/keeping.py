"""What to say about the log, backups, and what is kept of whom."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from allocator.rounds.personal import Erasure, Kept
from allocator.rounds.purging import Purged
from allocator.store.chain import Chain
from allocator.store.soundness import Problem, Report
from allocator.texts import Texts


def chain_sound(chain: Chain, head: str | None) -> bool:
    """Whether a log is whole, and holds the hash that was kept elsewhere."""
    return chain.broken_at is None and (head is None or chain.kept_at is not None)


def chain_document(chain: Chain, head: str | None) -> dict[str, Any]:
    """Return what a check of the log found."""
    return {
        "sound": chain_sound(chain, head),
        "entries": chain.entries,
        "head": chain.head,
        "broken_at": chain.broken_at,
        "kept_at": chain.kept_at,
    }


def chain_lines(chain: Chain, head: str | None, t: Texts) -> list[str]:
    """Return what a check of the log found."""
    if chain.broken_at is not None:
        return [t("rounds.log_broken", n=chain.broken_at)]
    lines = [t.count("rounds.log_whole", chain.entries), t("rounds.head", head=chain.head)]
    if head is not None and chain.kept_at is None:
        lines.append(t("rounds.head_unknown"))
    elif head is not None:
        lines.append(t("rounds.head_at", n=chain.kept_at))
    return lines


def kept_document(kept: Kept) -> dict[str, Any]:
    """Return all that is kept about a household."""
    return asdict(kept)


def kept_lines(kept: Kept, t: Texts) -> list[str]:
    """Return all that is kept about a household, a record per line under the name of its kind."""
    lines = [t("rounds.kept", household=kept.household, subject=kept.subject)]
    kinds = {**kept.facts, **{k: v for k, v in asdict(kept).items() if isinstance(v, list)}}
    for kind, rows in kinds.items():
        if rows:
            lines += ["", f"{kind}:"]
            lines += ["  " + json.dumps(row, ensure_ascii=False, default=str) for row in rows]
    return lines


def erased_document(erased: Erasure) -> dict[str, Any]:
    """Return what was erased."""
    return asdict(erased)


def erased_lines(erased: Erasure, t: Texts) -> list[str]:
    """Return what was erased."""
    lines = [
        t.count("rounds.erased_now", sum(erased.rows.values()), household=erased.household),
        t("rounds.erased_subject", subject=erased.subject),
    ]
    return lines if erased.wiped else [*lines, t("rounds.not_wiped")]


def purged_document(done: Purged) -> dict[str, Any]:
    """Return what was taken away."""
    return asdict(done)


def purged_lines(done: Purged, t: Texts) -> list[str]:
    """Return what was taken away."""
    lines = [t(f"rounds.purge.{kind}", n=n) for kind, n in done.counts.items()]
    if done.in_files:
        lines.append(t("rounds.purge_in_files", households=", ".join(done.in_files)))
    if done.dry_run:
        return [*lines, t("rounds.purge_dry_run")]
    return lines if done.wiped else [*lines, t("rounds.not_wiped")]


def report_document(report: Report, t: Texts) -> dict[str, Any]:
    """Return what a backup holds, and what is wrong with it."""
    return {
        "sound": not report.problems,
        "in_place": report.in_place,
        "entries": report.entries,
        "head": report.head,
        "rounds": report.rounds,
        "households": report.households,
        "problems": [_problem(one, t) for one in report.problems],
    }


def report_lines(report: Report, t: Texts) -> list[str]:
    """Return what a backup holds, and what is wrong with it."""
    if report.problems:
        return [*(_problem(one, t) for one in report.problems), t("rounds.backup_unsound")]
    lines = [
        t("rounds.backup_sound", entries=report.entries, rounds=report.rounds,
          households=report.households),
        t("rounds.head", head=report.head),
    ]  # fmt: skip
    return [*lines, t("rounds.in_place")] if report.in_place else lines


def _problem(one: Problem, t: Texts) -> str:
    return t(one.message, **dict(one.values))
