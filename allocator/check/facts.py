"""What the rules ask of a household, worked out one household at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256

from allocator.check.amounts import legal_limits
from allocator.domain.choices import Documents, Gender, Mobility, Need, Role, Support
from allocator.domain.household import Household, Person
from allocator.domain.policy import Policy

ADULT = 18


@dataclass(frozen=True)
class Facts:
    """Facts of one household on the peildatum, named as rules.md 1.1 to 1.3 name them.

    ``persons`` today, ``counted`` for the limits (with nareis when that counts), ``weeks``
    since the koppeldatum; ``ex_amv_under_23`` and ``gender`` are those of the head;
    ``urgent`` = has another recognised urgency, ``urgency`` = its worth in the tier
    waiting, ``rent_limit`` in euro per month, ``lottery`` of 20 bits.
    """

    id: str
    persons: int
    counted: int
    nareis: int
    weeks: int
    documents_complete: bool
    hold_until: date | None
    koppeling: str | None
    urgent: bool
    bedrooms_needed: int
    needs_wheelchair: bool
    needs_step_free: bool
    rent_limit: Decimal
    head_age: int
    ex_amv_under_23: bool
    gender: Gender
    own_home: bool
    safe_place: bool
    support: Support
    preferred: tuple[str, ...]
    refused: frozenset[str]
    urgency: int
    lottery: int


def facts_of(
    household: Household, *, refused: frozenset[str], policy: Policy, day: date, seed: int
) -> Facts:
    """Work out the facts of a statushouder household on ``day``, the peildatum."""
    persons = len(household.persons)
    weeks = whole_weeks(household.koppeldatum or day, day)
    first = head_of(household)
    return Facts(
        id=household.id,
        persons=persons,
        counted=persons + (household.nareis_persons if policy.count_nareis else 0),
        nareis=household.nareis_persons,
        weeks=weeks,
        documents_complete=household.documents == Documents.COMPLETE,
        hold_until=household.hold_until,
        koppeling=household.koppeling,
        urgent=household.urgency,
        bedrooms_needed=bedrooms_needed(household, policy, day),
        needs_wheelchair=any(p.mobility == Mobility.WHEELCHAIR for p in household.persons),
        needs_step_free=any(p.mobility == Mobility.STEP_FREE for p in household.persons),
        rent_limit=rent_limit(household, policy, day),
        head_age=age(first.birth_date, day),
        ex_amv_under_23=first.ex_amv and age(first.birth_date, day) < 23,
        gender=first.gender,
        own_home=Need.OWN_HOME in household.needs,
        safe_place=Need.SAFE_PLACE in household.needs or any(p.lhbtiq for p in household.persons),
        support=household.support,
        preferred=household.preferred_wijken,
        refused=refused,
        urgency=persons * (1 + weeks + policy.overdue_factor * max(0, weeks - policy.term_weeks)),
        lottery=lottery_number(seed, day, household.id),
    )


def age(birth: date, day: date) -> int:
    """Return the age in completed years; born on 29 February is older on 1 March."""
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return day.year - birth.year - (1 if before_birthday else 0)


def whole_weeks(start: date, day: date) -> int:
    """Return the number of whole weeks from ``start`` to ``day``."""
    return (day - start).days // 7


def head_of(household: Household) -> Person:
    """Return the head: as given, else the oldest that is not the partner, then smallest id.

    When the partner is the only person, it is the head.
    """
    for person in household.persons:
        if person.role == Role.HEAD:
            return person
    others = [p for p in household.persons if p.role != Role.PARTNER]
    return min(others or household.persons, key=lambda p: (p.birth_date, p.id))


def partner_of(household: Household) -> Person | None:
    """Return the partner of the head, if there is one."""
    head = head_of(household)
    for person in household.persons:
        if person.role == Role.PARTNER and person.id != head.id:
            return person
    return None


def bedrooms_needed(household: Household, policy: Policy, day: date) -> int:
    """Return how many bedrooms the household needs (rules.md 1.1, below the table)."""
    if len(household.persons) == 1:
        return 0
    head, partner = head_of(household), partner_of(household)
    if policy.couple_in_studio and partner is not None and len(household.persons) == 2:
        return 0
    others = [p for p in household.persons if p is not head and p is not partner]
    adults = [p for p in others if age(p.birth_date, day) >= ADULT]
    children = [p for p in others if policy.baby_age <= age(p.birth_date, day) < ADULT]
    kinds = sorted((p.gender, age(p.birth_date, day) < policy.share_age) for p in children)
    return 1 + len(adults) + fewest_rooms(tuple(kinds))


@cache
def fewest_rooms(children: tuple[tuple[Gender, bool], ...]) -> int:
    """Return the fewest rooms when at most two share: try everybody as a room mate.

    ``children`` are (gender, under share_age).  Their number minus the size of a largest
    matching is the same number; a test compares the two.
    """
    if not children:
        return 0
    first, rest = children[0], children[1:]
    fewest = 1 + fewest_rooms(rest)
    for i, other in enumerate(rest):
        if first[0] == other[0] or (first[1] and other[1]):
            fewest = min(fewest, 1 + fewest_rooms(rest[:i] + rest[i + 1 :]))
    return fewest


def rent_limit(household: Household, policy: Policy, day: date) -> Decimal:
    """Return the highest rent for the household, in euro per month."""
    if household.rent_limit_eur is not None:
        return household.rent_limit_eur
    legal, own = legal_limits(day.year), policy.rent_limits
    youth_age = legal.youth_age if own.youth_age is None else own.youth_age
    if all(ADULT <= age(p.birth_date, day) < youth_age for p in household.persons):
        return legal.youth if own.youth is None else own.youth
    if len(household.persons) <= 2:
        return legal.small if own.small is None else own.small
    return legal.large if own.large is None else own.large


def lottery_number(seed: int, day: date, household: str) -> int:
    """Return the first 20 bits of SHA-256 of ``seed:peildatum:household``."""
    digest = sha256(f"{seed}:{day.isoformat()}:{household}".encode()).digest()
    return int.from_bytes(digest[:3], "big") >> 4
