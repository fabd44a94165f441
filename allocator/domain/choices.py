"""The fixed choices that columns may hold; the values are those of data.md."""

from __future__ import annotations

from enum import StrEnum


class Group(StrEnum):
    """Which of the two groups a household belongs to."""

    STATUSHOUDER = "statushouder"
    ONTHEEMDE = "ontheemde"


class Gender(StrEnum):
    """Gender as registered."""

    F = "f"
    M = "m"
    X = "x"


class Role(StrEnum):
    """Role of a person in the household."""

    HEAD = "head"
    PARTNER = "partner"
    CHILD = "child"
    OTHER = "other"


class Mobility(StrEnum):
    """What a person needs to get around at home."""

    NONE = "none"
    STEP_FREE = "step_free"
    WHEELCHAIR = "wheelchair"


class Support(StrEnum):
    """Guidance a household needs, or a home has on site."""

    NONE = "none"
    LIGHT = "light"
    INTENSIVE = "intensive"


class Documents(StrEnum):
    """Which documents are there."""

    COMPLETE = "complete"
    MISSING_BSN = "missing_bsn"
    MISSING_IBAN = "missing_iban"
    MISSING_BOTH = "missing_both"


class Need(StrEnum):
    """An effect that a household needs; never the reason for it."""

    OWN_HOME = "own_home"
    OWN_ROOM = "own_room"
    SAFE_PLACE = "safe_place"


class HomeKind(StrEnum):
    """Kind of home."""

    SOCIALE_HUUR = "sociale_huur"
    FLEXWONING = "flexwoning"
    DOORSTROOM = "doorstroom"


class Sharing(StrEnum):
    """Who shares a home."""

    NONE = "none"
    WOMEN = "women"
    MEN = "men"
    SAME = "same"
    MIXED = "mixed"


class TargetGroup(StrEnum):
    """For whom a home is kept."""

    ANY = "any"
    EX_AMV = "ex_amv"
    UNDER_23 = "under_23"
    UNDER_28 = "under_28"
    OVER_55 = "over_55"


class DecisionKind(StrEnum):
    """What people decided on a household and a home."""

    LOCK = "lock"
    REFUSED_BY_CORPORATIE = "refused_by_corporatie"
    REFUSED_BY_HOUSEHOLD = "refused_by_household"
    REFUSED_BY_TEAM = "refused_by_team"


class SiteDecisionKind(StrEnum):
    """What people decided on a household and a shelter site."""

    LOCK = "lock"
    REFUSED = "refused"
