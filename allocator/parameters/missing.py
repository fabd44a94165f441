"""Warnings about years of which the amounts are not known yet."""

from __future__ import annotations

from allocator.domain.instance import Instance
from allocator.errors import Fault
from allocator.parameters.dated import entry_on, known_on


def warnings_for(instance: Instance) -> tuple[Fault, ...]:
    """Return a warning when rent limits of another year are used.

    None is given when the policy sets all four limits itself, because then the legal
    table is not looked at.
    """
    limits = instance.policy.rent_limits
    given = (limits.youth_age, limits.youth, limits.small, limits.large)
    if known_on("rent_limits", instance.peildatum) or None not in given:
        return ()
    used = entry_on("rent_limits", instance.peildatum).from_on.year
    return (
        Fault(
            file="instance.toml",
            row=None,
            column="peildatum",
            message="parameters.rent_year_missing",
            values=(("used", str(used)), ("year", str(instance.peildatum.year))),
            warning=True,
        ),
    )
