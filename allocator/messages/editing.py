"""What to say about rows and settings that were changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allocator.messages.errors import fault_document
from allocator.rounds.editing import Edited
from allocator.rounds.origins import Made
from allocator.rounds.settings import SettingsSeen
from allocator.texts import Texts


def edited_document(done: Edited, t: Texts) -> dict[str, Any]:
    """Return a row that was edited."""
    return {
        "table": done.table,
        "key": done.key,
        "fields": list(done.fields),
        "warnings": [fault_document(fault, t) for fault in done.warnings],
    }


def edited_lines(done: Edited, t: Texts) -> list[str]:
    """Return a row that was edited."""
    return [t("rounds.edited", table=done.table, key=done.key, fields=", ".join(done.fields))]


def settings_document(seen: SettingsSeen, changed: Sequence[str]) -> dict[str, Any]:
    """Return the settings that hold, and how they became so."""
    return {
        "changed": list(changed),
        "settings": [
            {"key": one.key, "value": one.value, "default": one.default, **_made(one.made)}
            for one in seen.settings
        ],
        "history": [
            {
                **_made(one.made),
                "reason": one.reason,
                "values": [
                    {"key": key, "before": before, "after": after}
                    for key, before, after in one.values
                ],
            }
            for one in seen.past
        ],
    }


def settings_lines(seen: SettingsSeen, t: Texts) -> list[str]:
    """Return the settings that hold; of those that are not the default who set them."""
    return [
        f"{one.key} = {_shown(one.value)}"
        if one.value == one.default
        else t(
            "rounds.setting_differs", key=one.key, value=_shown(one.value),
            default=_shown(one.default) or "–", by=_by(one.made),
        )
        for one in seen.settings
    ]  # fmt: skip


def _by(made: Made | None) -> str:
    return "" if made is None else made.source or made.who


def _made(made: Made | None) -> dict[str, Any]:
    if made is None:
        return {"n": None, "who": None, "at": None, "source": None}
    return {"n": made.n, "who": made.who, "at": made.at.isoformat(), "source": made.source}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
