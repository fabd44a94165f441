"""What to say about an import: what is new, changed, back or gone."""

from __future__ import annotations

from typing import Any

from allocator.messages.columns import aligned
from allocator.rounds.differences import Difference
from allocator.store.facts import FACT_TABLES
from allocator.texts import Texts

KINDS = ("new", "changed", "back", "gone")
# So many rows that differ are named one by one.
MOST_ROWS = 20


def difference_document(found: Difference, n: int | None) -> dict[str, Any]:
    """Return what an import changes; ``n`` is its number when it was applied."""
    counts = {
        table.name: {kind: found.count(table.name, kind) for kind in KINDS}  # type: ignore[arg-type]
        for table in FACT_TABLES
    }
    return {
        "source": found.source,
        "input_digest": found.digest,
        "peildatum": found.peildatum.isoformat(),
        "applied": n is not None,
        "n": n,
        "counts": {name: kinds for name, kinds in counts.items() if any(kinds.values())},
        "rows": [
            {
                "table": row.table,
                "key": row.key,
                "kind": row.kind,
                "fields": [
                    {"field": name, "before": before, "after": after}
                    for name, before, after in row.fields
                ],
            }
            for row in found.rows
        ],
        "settings": [
            {"key": key, "before": before, "after": after} for key, before, after in found.settings
        ],
        "stays_out": list(found.stays_out),
    }


def difference_lines(found: Difference, t: Texts) -> list[str]:
    """Return what an import changes: how many rows of each table, and which."""
    lines = [t("rounds.difference", source=found.source, day=t.day(found.peildatum))]
    rows = [
        (table.name, *(str(found.count(table.name, kind)) for kind in KINDS))  # type: ignore[arg-type]
        for table in FACT_TABLES
        if any(row.table == table.name for row in found.rows)
    ]
    if rows:
        heading = ("", *(t(f"rounds.kind.{kind}") for kind in KINDS))
        lines += aligned([heading, *rows], text_columns=1)
    else:
        lines.append(t("rounds.no_difference"))
    named = [row for row in found.rows if row.kind != "new"]
    for row in named[:MOST_ROWS]:
        fields = ", ".join(_field(*field) for field in row.fields)
        what = t(f"rounds.kind.{row.kind}")
        lines.append(f"  {row.table} {row.key}: {what}" + (f" ({fields})" if fields else ""))
    if len(named) > MOST_ROWS:
        lines.append("  " + t.count("rounds.more_rows", len(named) - MOST_ROWS))
    known = any(before is not None for _, before, _ in found.settings)
    lines += [t("rounds.setting", key=key) for key, _, _ in found.settings if known]
    if found.stays_out:
        lines.append(t("rounds.stays_out", households=", ".join(found.stays_out)))
    return lines


def _field(name: str, before: Any, after: Any) -> str:
    """Return a field that differs; of a special one only that it does."""
    if before is None and after is None:
        return name
    return f"{name}: {'' if before is None else before} → {'' if after is None else after}"
