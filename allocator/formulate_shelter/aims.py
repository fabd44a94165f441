"""The tiers of the relocation plan as aims over households, sites and months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np

from allocator.domain.announcement import Announcement
from allocator.domain.site import Site
from allocator.formulate_shelter.shelter import Shelter
from allocator.rules.arrays import BoolArray
from allocator.rules.shelter.residents import Resident
from models.relocation import Aim, Area


def aims(shelter: Shelter, names: tuple[str, ...]) -> tuple[Aim, ...]:
    """Return tiers by name, with the tolerance and slack of the policy."""
    policy = shelter.instance.policy
    return tuple(
        replace(
            _AIMS[name](shelter),
            name=name,
            tolerance=policy.tolerance.get(name, Decimal(0)),
            slack=policy.slack.get(name, 0),
        )
        for name in names
    )


def announced(shelter: Shelter, announcement: Announcement) -> Aim:
    """Return the aim that counts person-months elsewhere than was announced.

    A site that is not there any more differs from every place that is.
    """
    sites = [str(site.id) for site in shelter.sites]
    shape = len(shelter.residents), len(sites), len(shelter.months)
    place = np.zeros(shape, dtype=np.int64)
    unplaced = np.zeros(shelter.present.shape, dtype=np.int64)
    for h, r in enumerate(shelter.residents):
        for t in range(len(shelter.months)):
            month = shelter.months.name(t)
            away = [announcement.differs(r.id, month, site) for site in sites]
            place[h, :, t] = r.persons * np.array(away, dtype=np.int64)
            unplaced[h, t] = r.persons * announcement.differs(r.id, month, None)
    staying = np.where(shelter.start[:, None] >= 0, place[np.arange(shape[0]), shelter.start], 0)
    return Aim(name="announced", place=place, staying=staying, unplaced=unplaced)


def _without_place(which: Callable[[Shelter], BoolArray]) -> Callable[[Shelter], Aim]:
    """Return the aim that counts person-months without a place."""

    def aim(shelter: Shelter) -> Aim:
        counted = np.broadcast_to(which(shelter), shelter.present.shape)
        return Aim(unplaced=shelter.persons[:, None] * counted)

    return aim


def _household(flag: Callable[[Resident], bool]) -> Callable[[Shelter], BoolArray]:
    """Return whether a flag holds of each household, shape ``(H, 1)``."""
    return lambda shelter: np.array([flag(r) for r in shelter.residents], dtype=np.bool_)[:, None]


def _elsewhere(
    flag: Callable[[Resident], bool], good: Callable[[Site], bool]
) -> Callable[[Shelter], Aim]:
    """Return the aim that counts person-months elsewhere than in some sites."""

    def aim(shelter: Shelter) -> Aim:
        persons = shelter.persons * _household(flag)(shelter)[:, 0]
        bad = np.array([not good(site) for site in shelter.sites], dtype=np.bool_)
        months = len(shelter.months)
        at_home = persons * shelter.at_home(bad)
        return Aim(
            place=np.repeat((persons[:, None] * bad)[:, :, None], months, axis=2),
            staying=np.repeat(at_home[:, None], months, axis=1),
            unplaced=np.repeat(persons[:, None], months, axis=1),
        )

    return aim


def _moves(shelter: Shelter) -> Aim:
    """Persons times moves, and one to come for who must leave soon after the last month."""
    last = len(shelter.months) - 1
    after = shelter.months.last_of(last + shelter.instance.policy.after_months)
    ends = np.array(
        [
            use.extended[last] or (site.closes_on is not None and site.closes_on <= after)
            for site, use in zip(shelter.sites, shelter.use, strict=True)
        ],
        dtype=np.bool_,
    )
    place = np.zeros((*shelter.start.shape, ends.size, last + 1), dtype=np.int64)
    place[:, :, last] = shelter.persons[:, None] * ends
    staying = np.zeros(shelter.present.shape, dtype=np.int64)
    staying[:, last] = shelter.persons * shelter.at_home(ends)
    return Aim(move=shelter.persons, place=place, staying=staying)


def _repeat(shelter: Shelter) -> Aim:
    """Persons times moves soon after another; the last move before today counts as one.

    One so long ago that no move of the plan comes soon after it is as none: it would only tell
    households apart that are alike.
    """
    within = shelter.instance.policy.repeat_months
    moved: list[int | None] = []
    for r in shelter.residents:
        day = r.household.moved_in_on if r.household.earlier_moves > 0 else None
        month = None if day is None else min(0, shelter.months.number_of(day))
        moved.append(None if month is None or month < -within else month)
    return Aim(again=shelter.persons, within=within, moved=tuple(moved))


def _extension(shelter: Shelter) -> Aim:
    """Person-months in extended sites."""
    # In month 0 a site that closes is open for those who live there.
    longer = shelter.flags(lambda use, t: use.extended[t] and not use.residents[t])
    persons = shelter.persons[:, None]
    return Aim(
        place=persons[:, :, None] * shelter.extended[None],
        staying=persons * shelter.at_home(longer),
    )


def _school(shelter: Shelter) -> Aim:
    """Children times moves away from the wijk of their school."""
    leave = []
    for h, r in enumerate(shelter.residents):
        for wijk, children in r.pupils.items():
            inside = shelter.within(wijk)
            if inside.any():
                leave.append((h, inside, children))
    return Aim(leave=tuple(leave))


def _together(shelter: Shelter) -> Aim:
    """Households that want the same site; one alone is always together."""
    groups: dict[str, list[int]] = {}
    for h, r in enumerate(shelter.residents):
        if r.household.keep_with:
            groups.setdefault(r.household.keep_with, []).append(h)
    several = [np.array(members) for _, members in sorted(groups.items()) if len(members) > 1]
    return Aim(groups=tuple(several))


def _spread(shelter: Shelter) -> Aim:
    """Persons above the fair share of each wijk."""
    shares = [
        Area(shelter.within(wijk.code), wijk.shelter_fair_share_persons)
        for wijk in shelter.instance.wijken
        if wijk.shelter_fair_share_persons is not None and shelter.within(wijk.code).any()
    ]
    return Aim(shares=tuple(shares))


_AIMS: dict[str, Callable[[Shelter], Aim]] = {
    "evictions": _without_place(lambda shelter: shelter.usable_at_home),
    "vulnerable": _without_place(_household(lambda r: r.vulnerable)),
    "unsheltered": _without_place(_household(lambda r: True)),
    "displaced": _without_place(lambda shelter: (shelter.start >= 0)[:, None]),
    "care": _elsewhere(lambda r: r.intensive, lambda site: site.care),
    "safe": _elsewhere(lambda r: r.safe_place, lambda site: site.safe_place),
    "moves": _moves,
    "repeat": _repeat,
    "extension": _extension,
    "school": _school,
    "together": _together,
    "shelter_spread": _spread,
}
