"""Sites where people live, and that a scenario would open later: they cannot live there then."""

from __future__ import annotations

from collections import Counter
from datetime import date

from allocator.reading.faults import Faults, shown
from allocator.reading.rows import UNREAD
from allocator.reading.source import Source


def keep_open(source: Source, faults: Faults) -> None:
    """Note each such site once, and not each household in it."""
    sites, peildatum = source.tables["sites"], source.settings.peildatum
    people = Counter(source.tables["households"].values["current_site"])
    for at, (id_, opens) in enumerate(
        zip(sites.values["id"], sites.values["opens_on"], strict=True)
    ):
        place = sites.place(sites.lines[at], "opens_on")
        late = isinstance(opens, date) and peildatum is not None and opens > peildatum
        if late and place.file and people[id_]:
            sites.note(
                faults, sites.lines[at], "opens_on", "reading.scenario_opens_late",
                found=shown(opens), site=shown(id_), households=people[id_],
            )  # fmt: skip
            sites.values["opens_on"][at] = UNREAD
