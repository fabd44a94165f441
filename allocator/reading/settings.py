"""The keys of the instance itself: name, peildatum, policy; what each may hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from allocator.domain.instance import Instance
from allocator.domain.policy import MATCHING_TIERS, RELOCATION_TIERS, Policy
from allocator.reading.cells import Kind
from allocator.reading.headings import plain
from allocator.reading.kinds import Choice, Day, Id, ListOf, Number, Text, Whole, YesNo
from allocator.reading.words import Word

Path = tuple[str, ...]
FIRST_PEILDATUM = date(2025, 1, 1)
# Enough for any setting, and a date with so many days added still exists.
LARGEST_SETTING = 1_000_000
LARGEST_SEED = 10**18
LONGEST_HORIZON_DAYS, LONGEST_HORIZON_MONTHS = 36_500, 1_200


@dataclass(frozen=True)
class Setting:
    """A key by its path; ``dutch`` is another name for it."""

    path: Path
    kind: Kind
    default: Any = None
    mandatory: bool = False
    dutch: str = ""


def _tier(names: tuple[str, ...]) -> Choice:
    """Return the kind of a tier's name."""
    words = tuple(Word(name, name, name) for name in names)
    return Choice(words, message="reading.unknown_tier")


TIERS_OF = {"matching": _tier(MATCHING_TIERS), "relocation": _tier(RELOCATION_TIERS)}
ALL_TIERS = (*MATCHING_TIERS, *RELOCATION_TIERS)


def _policy_settings(model: type[BaseModel], prefix: Path) -> Iterator[Setting]:
    """Return the settings of the policy; its types tell what each may hold."""
    for name, info in model.model_fields.items():
        path, annotation = (*prefix, name), info.annotation
        if name in ("tolerance", "slack"):
            kind: Kind = Number() if name == "tolerance" else Whole(0)
            yield from (Setting((*path, tier), kind, 0) for tier in ALL_TIERS)
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _policy_settings(annotation, path)
        else:
            natural = bool(info.metadata) or get_origin(annotation) in (Union, UnionType)
            yield Setting(path, _kind(name, annotation, natural), info.default)


def _kind(name: str, annotation: Any, natural: bool) -> Kind:
    """Return the kind of a setting of this type."""
    if get_origin(annotation) is tuple:
        return ListOf(TIERS_OF[name], in_order=True)
    if get_origin(annotation) is Literal:
        return Choice(tuple(Word(word, word, word) for word in get_args(annotation)))
    if get_origin(annotation) in (Union, UnionType):
        some = next(part for part in get_args(annotation) if part is not type(None))
        return _kind(name, get_args(some)[0] if get_args(some) else some, natural)
    if annotation is bool:
        return YesNo()
    if annotation is Decimal:
        return Number()
    return Whole(0 if natural else -LARGEST_SETTING, LARGEST_SETTING)


_TOP = Instance.model_fields
TOP_SETTINGS = (
    Setting(("name",), Text(), mandatory=True, dutch="naam"),
    Setting(("municipality",), Id(digits=4), mandatory=True, dutch="gemeente"),
    Setting(("peildatum",), Day(), mandatory=True),
    Setting(("horizon_days",), Whole(0, LONGEST_HORIZON_DAYS), _TOP["horizon_days"].default),
    Setting(("horizon_months",), Whole(1, LONGEST_HORIZON_MONTHS), _TOP["horizon_months"].default),
    Setting(("lottery_seed",), Whole(None, LARGEST_SEED), _TOP["lottery_seed"].default),
)
SETTINGS = (*TOP_SETTINGS, *_policy_settings(Policy, ("policy",)))


def _by_plain_path() -> dict[Path, Setting]:
    """Return the settings by their names without capitals and the like."""
    found = {tuple(map(plain, setting.path)): setting for setting in SETTINGS}
    return found | {(plain(s.dutch),): s for s in SETTINGS if s.dutch}


SETTING_OF = _by_plain_path()
