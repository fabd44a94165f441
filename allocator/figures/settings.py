"""What a city has set otherwise than the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from allocator.domain.policy import Policy


@dataclass(frozen=True)
class Setting:
    """A key of ``[policy]`` with its value, and the default that it replaces, if any."""

    key: str
    value: object
    default: object


def changed_settings(policy: Policy) -> tuple[Setting, ...]:
    """Return the settings that differ from the default, in the order of the policy."""
    values, defaults = dict(_flat(policy)), dict(_flat(Policy()))
    return tuple(
        Setting(key, value, defaults.get(key))
        for key, value in values.items()
        if value != defaults.get(key)
    )


def _flat(part: BaseModel | Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Return every key with its value; those of a part as ``part.key``."""
    values = part if isinstance(part, Mapping) else {k: getattr(part, k) for k in _fields(part)}
    for key, value in values.items():
        if isinstance(value, BaseModel | Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _fields(part: BaseModel) -> list[str]:
    """Return the names of the fields of a part of the policy."""
    return list(type(part).model_fields)
