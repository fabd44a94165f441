"""The values of choices in English and Dutch: the one place for these words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from allocator.domain.choices import (
    DecisionKind,
    Documents,
    Gender,
    Group,
    HomeKind,
    Mobility,
    Need,
    Role,
    Sharing,
    SiteDecisionKind,
    Support,
    TargetGroup,
)

# In the order of the members; a dict by member would mix up the values ``none``.
DUTCH: dict[type[StrEnum], tuple[str, ...]] = {
    HomeKind: ("sociale huur", "flexwoning", "doorstroom"),
    Sharing: ("geen", "vrouwen", "mannen", "zelfde", "gemengd"),
    Support: ("geen", "licht", "intensief"),
    TargetGroup: ("iedereen", "ex-amv", "onder 23", "onder 28", "boven 55"),
    Group: ("statushouder", "ontheemde"),
    Documents: ("compleet", "geen bsn", "geen iban", "beide ontbreken"),
    Need: ("eigen woning", "eigen kamer", "veilige plek"),
    Gender: ("v", "m", "x"),
    Role: ("hoofd", "partner", "kind", "anders"),
    Mobility: ("geen", "gelijkvloers", "rolstoel"),
    DecisionKind: (
        "vast",
        "geweigerd door corporatie",
        "geweigerd door huishouden",
        "geweigerd door team",
    ),
    SiteDecisionKind: ("vast", "geweigerd"),
}
ALSO: dict[type[StrEnum], dict[str, tuple[str, ...]]] = {Gender: {"f": ("vrouw",), "m": ("man",)}}


@dataclass(frozen=True)
class Word:
    """One value of a choice, and how it may be written."""

    value: str
    english: str
    dutch: str
    also: tuple[str, ...] = ()


def words_of(choice: type[StrEnum]) -> tuple[Word, ...]:
    """Return the words of a choice of the domain, in its order."""
    also = ALSO.get(choice, {})
    return tuple(
        Word(member, member.value, dutch, also.get(member.value, ()))
        for member, dutch in zip(choice, DUTCH[choice], strict=True)
    )
