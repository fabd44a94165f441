"""Putting a plan in place on disk, but only when it passes the independent checker.

The plan is checked as written: the checker reads the new folder back before it gets its name, so
nothing that fails the check ever stands where a good plan should.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from allocator.check import check_plan
from allocator.domain.instance import Instance
from allocator.errors import PlanRejected
from allocator.reading import read_plan
from allocator.report.folder import new_folder, put_in_place, write_file
from allocator.report.summary import to_json

Facts = Mapping[str, object]


def put_checked(
    instance: Instance,
    files: Mapping[str, bytes],
    facts: Callable[[], Facts],
    *,
    digest: str,
    target: Path,
    rejected: Path,
) -> Facts:
    """Write files and a summary to ``target``; return the summary.

    Parameters
    ----------
    instance
        What the plan is for.
    files
        The files by name, all but the summary.
    facts
        Gives the summary once these are written, as it tells how long that took.
    digest
        That the summary must have.
    rejected
        Where a plan goes that fails its check; ``target`` then stays as it was.

    Raises
    ------
    PlanRejected
        When the plan fails its check.
    """
    with new_folder(target) as made:
        for name, content in files.items():
            write_file(made / name, content)
        summary = facts()
        write_file(made / "summary.json", to_json(summary))
        verdict = check_plan(instance, read_plan(made), digest=digest)
        if not verdict.sound:
            put_in_place(made, rejected)
            raise PlanRejected(verdict.violations, str(rejected))
        put_in_place(made, target)
    return summary
