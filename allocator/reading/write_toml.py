"""Writing instance.toml: the keys of the instance, and what differs in the policy."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.domain.instance import Instance
from allocator.reading.canonical import canonical
from allocator.reading.columns import TAAKSTELLING
from allocator.reading.settings import SETTINGS, TOP_SETTINGS, Path, Setting


def instance_toml(instance: Instance, *, dutch: bool = False) -> str:
    """Return the text of instance.toml."""
    instance = canonical(instance)
    lines = [_pair(_name(setting, dutch=dutch), value) for setting, value in top_values(instance)]
    tables: dict[Path, list[str]] = defaultdict(list)
    for setting, value in policy_values(instance):
        tables[setting.path[:-1]].append(_pair(setting.path[-1], value))
    for path, pairs in tables.items():
        lines += ["", f"[{'.'.join(path)}]", *pairs]
    for task in instance.taakstelling:
        lines += ["", f"[[{TAAKSTELLING.name}]]"]
        for column in TAAKSTELLING.columns:
            value = getattr(task, column.attribute)
            if column.mandatory or value != column.default:
                lines.append(_pair(column.dutch if dutch else column.name, value))
    return "\n".join(lines) + "\n"


def top_values(instance: Instance) -> Iterator[tuple[Setting, Any]]:
    """Return the keys of the instance itself with their values."""
    for setting in TOP_SETTINGS:
        yield setting, getattr(instance, setting.path[0])


def policy_values(instance: Instance) -> Iterator[tuple[Setting, Any]]:
    """Return the keys of the policy whose value is not the default."""
    for setting in SETTINGS[len(TOP_SETTINGS) :]:
        value: Any = instance.policy
        for name in setting.path[1:]:
            is_table = isinstance(value, Mapping)
            value = value.get(name, setting.default) if is_table else getattr(value, name)
        if value != setting.default:
            yield setting, value


def _name(setting: Setting, *, dutch: bool) -> str:
    """Return the key of a setting."""
    return setting.dutch if dutch and setting.dutch else setting.path[0]


def _pair(key: str, value: Any) -> str:
    """Return ``key = value``."""
    return f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    # Text of JSON is text of TOML but for one sign.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
