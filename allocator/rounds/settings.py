"""The settings of the rules that hold, since when each does, and changing them.

Settings come with the files, and people may change them here: then a new row of all of them is
written, and the log says who did so and why.  The next import says what differs and, when it is
applied, its own settings hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from allocator.domain.policy import Policy
from allocator.errors import BadCall, BadInput, Fault
from allocator.reading.cells import Unreadable, read_cell
from allocator.reading.headings import plain
from allocator.reading.settings import SETTING_OF, SETTINGS, Path, Setting
from allocator.rounds.origins import Made, made_at
from allocator.rounds.reasons import need_reason
from allocator.rounds.settings_values import flat, plain_value, with_value
from allocator.rounds.use import ACCOUNT, Actor, Refused, using
from allocator.store import models

FILE = "instance"
# What an instance is, and not how its rules are set: the files say that.
NOT_SET_HERE = (("name",), ("municipality",), ("peildatum",))


@dataclass(frozen=True)
class SettingSeen:
    """A setting: its value and its default in types of JSON, and what set it last.

    ``can_change`` when people may set it here.
    """

    key: str
    value: Any
    default: Any
    made: Made | None
    can_change: bool


@dataclass(frozen=True)
class SettingPast:
    """A change of settings: each key with its value before and after, and why people did so."""

    n: int
    made: Made | None
    reason: str
    values: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True)
class SettingsSeen:
    """The settings that hold; ``seen`` is the number of the change that they stand from."""

    seen: int
    settings: tuple[SettingSeen, ...]
    past: tuple[SettingPast, ...]

    def named(self, key: str) -> SettingSeen:
        """Return one setting.

        Raises
        ------
        Refused
            When there is none.
        """
        for setting in self.settings:
            if setting.key == key:
                return setting
        raise Refused("rounds.unknown_setting", key=key)


def settings(actor: Actor) -> SettingsSeen:
    """Return the settings that hold, and every change of them, newest first.

    Raises
    ------
    Refused
        When nothing was imported yet.
    """
    with using(actor, "look_at_settings", ground=ACCOUNT, roles=("team", "auditor")):
        return _seen()


def settings_edit(
    actor: Actor, values: Mapping[str, str], reason: str, *, seen: int | None = None
) -> tuple[str, ...]:
    """Change settings; return which ones.

    Parameters
    ----------
    values
        What each setting must be, as people write it in a cell; an empty one is the default.
    reason
        Why; it stands in the log, which cannot be changed.
    seen
        The change that the settings stood from when somebody looked at them.

    Raises
    ------
    BadCall
        When there is no such setting.
    BadInput
        With everything that is wrong with the values.
    Refused
        When there is no reason, somebody changed settings first, or nothing is different.
    """
    with using(actor, "settings_edit") as use:
        need_reason(reason)
        newest = _newest()
        if seen is not None and seen != newest.n:
            raise Refused("rounds.edited_first", who=_who(newest.n))
        before = flat(newest.values)
        after = {**before, **_read(values)}
        changed = sorted(path for path in after if after[path] != before[path])
        if not changed:
            raise Refused("rounds.nothing_edited")
        made = deepcopy(newest.values)
        for path in changed:
            with_value(made, path, after[path])
        Policy.model_validate(made["policy"])
        models.Settings.objects.create(n=use.n, source="", values=made)
        keys = {key_of(path): [before[path], after[path]] for path in changed}
        use.result = {"reason": reason.strip(), "changed": keys}
        return tuple(keys)


def key_of(path: Path) -> str:
    """Return the key of a setting in one piece, as commands and pages name it."""
    return ".".join(path[1:] if path[0] == "policy" else path)


def setting_named(key: str) -> Setting:
    """Return a setting that people may change here.

    Raises
    ------
    BadCall
        When there is none.
    """
    parts = tuple(plain(part) for part in key.split("."))
    found = SETTING_OF.get(parts) or SETTING_OF.get((plain("policy"), *parts))
    if found is None or found.path in NOT_SET_HERE:
        known = ", ".join(key_of(one.path) for one in SETTINGS if one.path not in NOT_SET_HERE)
        raise BadCall("rounds.no_such_setting", key=key, known=known)
    return found


def _read(values: Mapping[str, str]) -> dict[Path, Any]:
    """Return the value of each setting, in types of JSON.

    Raises
    ------
    BadInput
        With all faults.
    """
    read: dict[Path, Any] = {}
    faults = []
    for key, text in values.items():
        setting = setting_named(key)
        try:
            bare = text.strip()
            value = read_cell(setting.kind, bare) if bare else setting.default
            read[setting.path] = plain_value(setting, value)
        except Unreadable as error:
            named = tuple(sorted((name, str(v)) for name, v in error.values.items()))
            faults.append(Fault(f"{FILE}:{key}", None, key, error.message, named))
    if faults:
        raise BadInput(faults)
    return read


def _newest() -> models.Settings:
    found = models.Settings.objects.order_by("-n").first()
    if found is None:
        raise Refused("rounds.nothing_imported")
    return found


def _who(n: int) -> str:
    made = made_at([n]).get(n)
    return "–" if made is None else made.who


def _seen() -> SettingsSeen:
    rows = list(models.Settings.objects.order_by("n"))
    if not rows:
        raise Refused("rounds.nothing_imported")
    made = made_at([row.n for row in rows])
    defaults = {one.path: plain_value(one, one.default) for one in SETTINGS}
    values = [defaults, *(flat(row.values) for row in rows)]
    reasons = _reasons()
    past = [
        SettingPast(
            row.n, made.get(row.n), reasons.get(row.n, ""),
            tuple((key_of(p), old[p], new[p]) for p in new if old.get(p) != new[p]),
        )
        for row, (old, new) in zip(rows, pairwise(values), strict=True)
    ]  # fmt: skip
    set_by = {key: one.made for one in past for key, _, _ in one.values}
    first = made.get(rows[0].n)
    now = tuple(
        SettingSeen(
            key_of(path), value, defaults[path], set_by.get(key_of(path), first),
            path not in NOT_SET_HERE,
        )
        for path, value in values[-1].items()
    )  # fmt: skip
    return SettingsSeen(rows[-1].n, now, tuple(reversed(past)))


def _reasons() -> dict[int, str]:
    """Return why people changed settings, by number of the log."""
    entries = models.LogEntry.objects.filter(action="settings_edit")
    return {n: json.loads(result)["reason"] for n, result in entries.values_list("n", "result")}
