"""Rules on time and decisions of rules.md 2.1: usable sites, notice, locks."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.notice import holds_its_residents
from allocator.check.shelter.places import Places
from allocator.check.verdict import Violation


def usable_faults(case: ShelterCase, places: Places) -> Iterator[Violation]:
    """Find households in a site that is neither open nor extended for them."""
    for household, by_month in places.by_month.items():
        facts = case.households[household]
        for t, place in enumerate(by_month):
            if place is not None and not case.usable(facts, place.site, t):
                yield Violation(
                    "usable",
                    "check.shelter.usable",
                    household=household,
                    site=place.site,
                    month=case.months.labels[t],
                )


def notice_faults(case: ShelterCase, places: Places) -> Iterator[Violation]:
    """Find moves to another site before the first month in which people may be moved."""
    early = range(min(case.policy.first_move_month, case.months.count))
    held: dict[str, bool] = {}
    for household, facts in case.households.items():
        current = facts.current_site
        if current is None:
            continue
        for t in early:
            if places.site(household, t) in (None, current) or not case.usable(facts, current, t):
                continue
            if current not in held:
                held[current] = holds_its_residents(case, current)
            if held[current]:
                values = (("current_site", current), ("months", case.policy.first_move_month))
                yield Violation(
                    "notice",
                    "check.shelter.notice",
                    values,
                    household=household,
                    site=places.site(household, t) or "",
                    month=case.months.labels[t],
                )


def lock_faults(case: ShelterCase, places: Places) -> Iterator[Violation]:
    """Find months in which a household is not in the site that a decision locks it in."""
    for household, (site, start) in case.locks.items():
        facts = case.households.get(household)
        if facts is None or site not in case.sites:
            continue
        for t in range(start, case.months.count):
            asked = facts.present[t] and case.usable(facts, site, t)
            if asked and places.site(household, t) != site:
                month = case.months.labels[t]
                yield Violation(
                    "lock", "check.shelter.lock", household=household, site=site, month=month
                )
