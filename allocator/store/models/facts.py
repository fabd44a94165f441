"""What an instance knows, a row per thing; columns as data.md names them.

A decimal is kept as text, so that it comes back as it was.  ``key`` is what makes a row the same
row in the next import.  ``changed_n`` and ``gone_n`` are numbers of the log: of the import or step
in which the row last changed, and in which it disappeared.  ``since`` holds, of the figures that
placements add to, the number of the import in which each last changed.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from allocator.store.fields import SealedField
from allocator.store.models.columns import (
    maybe,
    optional_day,
    optional_number,
    row_id,
    things,
    to_subject,
    whole,
    words,
    yes,
)


class Fact(models.Model):
    """What all facts have: where they come from, and since when."""

    row = row_id()
    key = models.CharField(max_length=300, unique=True)
    source = words()
    changed_n = whole()
    gone_n = optional_number()
    since: Any = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Settings(models.Model):
    """The keys of instance.toml, as they were set at ``n``; the newest row holds."""

    n = models.BigIntegerField(primary_key=True)
    source = words()
    values: Any = models.JSONField()

    def __str__(self) -> str:
        return str(self.n)


class Taakstelling(Fact):
    """The legal task of a half-year."""

    from_on = models.DateField()
    until = models.DateField()
    persons = whole()
    backlog_persons = whole()
    realised_persons = whole()


class Wijk(Fact):
    """An area that limits are set on."""

    code = words()
    name = words()
    within = maybe()
    draagkracht_persons = optional_number()
    placed_persons = whole()
    fair_share_persons = optional_number()
    shelter_persons_max = optional_number()
    shelter_fair_share_persons = optional_number()
    draagkracht_source = words()


class Corporatie(Fact):
    """A housing association or another owner."""

    ref = words()
    name = words()
    max_placements = optional_number()


class Complex(Fact):
    """Homes under one management."""

    ref = words()
    name = words()
    wijk = words()
    max_persons = optional_number()
    placed_persons = whole()
    max_supported = optional_number()
    placed_supported = whole()


class Home(Fact):
    """One row of homes."""

    ref = words()
    corporatie = words()
    wijk = words()
    complex = maybe()
    kind = words()
    bedrooms = whole()
    area_m2 = maybe()
    min_persons = whole()
    max_persons = whole()
    units = whole()
    sharing = words()
    step_free = yes()
    wheelchair = yes()
    safe_place = yes()
    support = words()
    target_group = words()
    rent_eur = maybe()
    available_from = optional_day()
    available_until = optional_day()
    bag_id = maybe()


class Household(Fact):
    """People who move together; ``support``, ``needs``, ``urgency`` and ``hold_reason`` sealed."""

    subject = to_subject()
    ref = words()
    group = words()
    koppeling = maybe()
    koppeldatum = optional_day()
    documents = words()
    nareis_persons = whole()
    nareis_on = optional_day()
    preferred_wijken = things()
    support = SealedField()
    needs = SealedField()
    urgency = SealedField()
    hold_until = optional_day()
    hold_reason = SealedField()
    rent_limit_eur = maybe()
    current_site = maybe()
    moved_in_on = optional_day()
    earlier_moves = whole()
    arrives_on = optional_day()
    leaves_on = optional_day()
    keep_with = words()


class Person(Fact):
    """One person of a household; ``lhbtiq``, ``mobility`` and ``ex_amv`` sealed."""

    subject = to_subject()
    ref = words()
    household = words()
    birth_date = models.DateField()
    gender = words()
    role = maybe()
    lhbtiq = SealedField()
    mobility = SealedField()
    ex_amv = SealedField()
    school_wijk = maybe()


class Decision(Fact):
    """A lock or a refusal, from a file or made in a round (``source`` is then empty)."""

    subject = to_subject()
    household = words()
    home = words()
    decision = words()
    decided_on = optional_day()
    reason = SealedField()


class Points(Fact):
    """What the team knows that no column says."""

    subject = to_subject()
    household = words()
    home = words()
    points = whole()
    reason = SealedField()


class Previous(Fact):
    """A proposal of the draft or round before, as a file said it."""

    subject = to_subject()
    household = words()
    home = words()


class Site(Fact):
    """A shelter site."""

    ref = words()
    name = words()
    wijk = words()
    opens_on = optional_day()
    closes_on = optional_day()
    extend_until = optional_day()
    max_persons = optional_number()
    max_moves_in = optional_number()
    step_free = yes()
    safe_place = yes()
    women_only = yes()
    care = yes()


class RoomGroup(Fact):
    """Like rooms of a site."""

    site = words()
    beds = whole()
    count = whole()
    wheelchair = yes()
    opens_on = optional_day()
    closes_on = optional_day()


class SiteDecision(Fact):
    """A lock or a refusal of a household and a site."""

    subject = to_subject()
    household = words()
    site = words()
    decision = words()
    from_on = optional_day()
    reason = SealedField()
