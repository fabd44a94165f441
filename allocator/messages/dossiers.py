"""What to say about one household or one home: its values, where they came from, its history."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from allocator.rounds.origins import Made, Past
from allocator.rounds.seen import HomeSeen, HouseholdSeen, RowSeen
from allocator.texts import Texts


def dossier_document(seen: HouseholdSeen | HomeSeen) -> dict[str, Any]:
    """Return all about a household or a home, in types of JSON."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(seen), default=str))
    del document["names"]
    return document


def dossier_lines(seen: HouseholdSeen | HomeSeen, t: Texts) -> list[str]:
    """Return all about a household or a home: a line for each value, proposal and change."""
    persons = seen.persons if isinstance(seen, HouseholdSeen) else ()
    state = seen.row.stands.state if isinstance(seen, HouseholdSeen) else seen.stands.state
    lines = [f"{seen.facts.key}: {_stands(state, t)}", *_values(seen.facts)]
    for person in persons:
        lines += [f"{person.key}:", *_values(person)]
    lines += [
        t("rounds.decided", household=one.household, home=one.home,
          state=t(f"rounds.state.{one.state}"))
        for one in seen.candidates
    ]  # fmt: skip
    return [*lines, *(_past(one) for one in seen.past)]


def _values(row: RowSeen) -> list[str]:
    return [
        f"  {one.field} = {_shown(one.value)} ({one.origin.source}{_by(one.origin.made)})"
        for one in row.values
    ]


def _past(one: Past) -> str:
    fields = ", ".join(
        f"{name}: {_shown(before)} → {_shown(after)}" for name, before, after in one.fields
    )
    return f"{one.n} {one.table} {one.key}{_by(one.made)}: {fields}"


def _by(made: Made | None) -> str:
    return "" if made is None else f", {made.who} {made.at.date().isoformat()}"


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def _stands(state: str, t: Texts) -> str:
    return t(f"pages.stands.{state}")
