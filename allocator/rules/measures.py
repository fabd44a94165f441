"""What a household or a pair weighs in the tiers (rules.md 1.2 and 1.3); whole numbers."""

from __future__ import annotations

import hashlib

import numpy as np

from allocator.domain.choices import HomeKind
from allocator.rules.access_rules import start
from allocator.rules.arrays import BoolArray, IntArray, equals, whole
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns

LOTTERY_BITS = 20


def urgency(h: HouseholdColumns, c: Context) -> IntArray:
    """Return the urgency of households, in person-weeks.

    persons × (1 + weeks + overdue_factor × the weeks above the term).  Per person, because
    the taakstelling counts persons.
    """
    overdue = np.maximum(0, h.weeks - c.policy.term_weeks)
    weight: IntArray = h.persons * (1 + h.weeks + c.policy.overdue_factor * overdue)
    return weight


def lottery(h: HouseholdColumns, c: Context) -> IntArray:
    """Return the lottery numbers of households, from 0 up to 2²⁰ − 1.

    The first 20 bits of SHA-256 of ``seed:peildatum:household``, so that anyone can
    recompute them.
    """
    prefix = f"{c.lottery_seed}:{c.peildatum.isoformat()}:"
    numbers = [lottery_number(prefix + household) for household in h.id.ravel().tolist()]
    return whole(numbers).reshape(h.id.shape)


def lottery_number(text: str) -> int:
    """Return the first 20 bits of SHA-256 of a text in UTF-8."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - LOTTERY_BITS)


def counted_persons(h: HouseholdColumns, c: Context) -> IntArray:
    """Return the persons that count for limits: with nareis when ``count_nareis``."""
    return h.persons + h.nareis if c.policy.count_nareis else h.persons


def relocates(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Return whether the pair leads to a move that could be avoided.

    Who waits for relatives and lives in a doorstroomlocatie meanwhile will move once
    anyway: that is what the place is for.
    """
    doorstroom = equals(p.kind, HomeKind.DOORSTROOM)
    temporary = p.available_until < start(p, c) + c.policy.stay_days
    too_small = p.shared | (h.persons + h.nareis > p.max_persons)
    return np.where(h.nareis > 0, ~doorstroom & (too_small | temporary), doorstroom | temporary)


def spare_persons(h: HouseholdColumns, p: HomeColumns, c: Context) -> IntArray:
    """Return the places that stay empty in a home that is not shared, in persons."""
    empty = np.maximum(0, p.max_persons - h.persons - h.nareis)
    return np.where(p.shared, 0, empty)
