"""The relocation plan that is put to the test, read from its folder.

Its values are those that the independent checker finds, whoever made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.check import Stay, check_plan
from allocator.check.shelter.rows import stays_of
from allocator.domain.announcement import Announcement
from allocator.domain.instance import Instance
from allocator.domain.policy import RELOCATION_TIERS
from allocator.errors import BadCall, PlanRejected
from allocator.reading import digest, read_announcement, read_plan
from allocator.slipping import as_planned


@dataclass(frozen=True)
class BasePlan:
    """A relocation plan that keeps all rules of an instance.

    Parameters
    ----------
    instance
        What it is a plan for: with the slips that it was made with.
    values
        What it is worth in every tier.
    proven
        The tiers in which no plan is better, as its own summary says.
    announcement
        What people were told of it.
    """

    instance: Instance
    stays: tuple[Stay, ...]
    values: Mapping[str, int]
    proven: frozenset[str]
    announcement: Announcement


def read_base(instance: Instance, folder: Path) -> BasePlan:
    """Return the plan in a folder.

    Raises
    ------
    BadInput, BadCall
        When it cannot be read, or is no relocation plan.
    PlanRejected
        When it breaks a rule of this instance, or carries a wrong figure.
    """
    files = read_plan(folder)
    if files.kind != "relocation":
        raise BadCall("cli.scenario.slip.kind", path=folder)
    planned = as_planned(instance, files.summary)
    verdict = check_plan(planned, files, digest=digest(instance))
    if not verdict.sound:
        raise PlanRejected(verdict.violations)
    tiers: Sequence[Mapping[str, object]] = files.summary["tiers"]
    return BasePlan(
        instance=planned,
        stays=tuple(stays_of(files.tables["stays"])),
        values=_known(verdict.tier_values),
        proven=frozenset(str(tier["name"]) for tier in tiers if tier["optimal"]),
        announcement=read_announcement(folder, [str(h.id) for h in instance.households]),
    )


def _known(values: Mapping[str, int]) -> dict[str, int]:
    """Return the tiers of every plan: what an earlier one was compared with is left out."""
    return {name: values[name] for name in RELOCATION_TIERS}
