"""What households were told of a relocation plan: month by month where they would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allocator.domain.announcement import Announcement
from allocator.reading import PlanFiles
from allocator.reading.announcement import months_between
from allocator.store import models
from allocator.store.subjects import names

Places = dict[str, dict[str, str | None]]


def announcement_of_store() -> Announcement | None:
    """Return what was announced last, without households that were erased since.

    The caller is in a use of the store, and notes whom it is about.
    """
    newest = newest_announcement()
    if newest is None:
        return None
    known = names()
    rows = newest.rows.filter(subject__in=known)
    return Announcement({known[row.subject_id]: row.places for row in rows})


def newest_announcement() -> models.Announcement | None:
    """Return the announcement that holds, ``None`` when nothing was announced."""
    return models.Announcement.objects.order_by("-number").first()


def places_of(files: PlanFiles) -> Places:
    """Return where the files of a sound plan say that each household is, by month."""
    places: Places = {}
    for table in ("stays", "shortages"):
        for row in files.tables[table]:
            said = places.setdefault(row["household"], {})
            site = row["site"] if table == "stays" else None
            months = months_between(row["from_month"], row["to_month"]) or ()
            said.update(dict.fromkeys(months, site))
    return places


def write_places(row: models.Announcement, places: Places, subject: Mapping[str, str]) -> None:
    """Write what each household was told."""
    announced: Any = models.Announced  # what it seals may be anything
    models.Announced.objects.bulk_create(
        announced(announcement=row, subject_id=subject[household], places=said)
        for household, said in places.items()
    )
