"""Settings in words: what each is called, what it does, and its values."""

from __future__ import annotations

from typing import Any

from allocator.reading.kinds import Number
from allocator.rounds.settings import setting_named
from allocator.texts import Texts
from allocator.web.facts.values import NOTHING, yes_no

# Settings of each tier have one name, with the tier in it.
OF_TIERS = ("tolerance", "slack")


def setting_name(t: Texts, key: str) -> str:
    """Return the name of a setting."""
    first, _, tier = key.partition(".")
    if first in OF_TIERS:
        return t(f"pages.setting.{first}", tier=tier_name(t, tier))
    return t(f"pages.setting.{key}")


def meaning(t: Texts, key: str) -> str:
    """Return what a setting does."""
    first = key.partition(".")[0]
    name = first if first in OF_TIERS else key
    return t(f"pages.setting.{name}.meaning")


def choice(t: Texts, key: str, value: str) -> str:
    """Return the word for a value of a setting that is chosen."""
    return t(f"pages.setting.{key}.{value}")


def tier_name(t: Texts, tier: str) -> str:
    """Return what a tier is about."""
    return t(f"report.tier.{tier}")


def setting_value(t: Texts, key: str, value: Any) -> str:
    """Return the value of a setting in words."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return yes_no(t, value)
    if isinstance(value, list):
        return "; ".join(tier_name(t, tier) for tier in value)
    if key in ("documents", "priority_mode"):
        return choice(t, key, value)
    return str(value).replace(".", ",") if t.language == "nl" and _is_number(key) else str(value)


def _is_number(key: str) -> bool:
    return key not in ("name", "municipality") and isinstance(setting_named(key).kind, Number)
