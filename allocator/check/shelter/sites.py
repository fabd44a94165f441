"""When a site and its rooms can be used (rules.md 2 and 2.4), and what the rooms are called.

Who lives in a site already is its *resident* as long as ``current_site`` names it: in month 0
more is open to residents than to others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allocator.check.shelter.months import Months
from allocator.domain.site import RoomGroup, Site


class Status(StrEnum):
    """Whether a site can be used in a month; open or extended is usable."""

    OPEN = "open"
    EXTENDED = "extended"
    CLOSED = "closed"


@dataclass(frozen=True)
class Room:
    """One room: ``PH7/4-03``, with a ``w`` after the beds when it is a wheelchair room."""

    id: str
    group: RoomGroup

    @property
    def beds(self) -> int:
        """Beds in the room."""
        return self.group.beds

    @property
    def wheelchair(self) -> bool:
        """Whether it is fit for a wheelchair."""
        return self.group.wheelchair


def site_status(site: Site, months: Months, grace_days: int, t: int, *, resident: bool) -> Status:
    """Return whether a site is open, extended or closed in month ``t``, for residents or others."""
    if not has_opened(site.opens_on, months, grace_days, t):
        return Status.CLOSED
    if not has_closed(site.closes_on, months, grace_days, t, resident=resident):
        return Status.OPEN
    until = site.extend_until
    if until is not None and (months.lasts[t] - until).days <= grace_days:
        return Status.EXTENDED
    return Status.CLOSED


def group_usable(
    group: RoomGroup, months: Months, grace_days: int, t: int, *, resident: bool
) -> bool:
    """Return whether the dates of a room group itself allow month ``t``."""
    return has_opened(group.opens_on, months, grace_days, t) and not has_closed(
        group.closes_on, months, grace_days, t, resident=resident
    )


def has_opened(opens_on: date | None, months: Months, grace_days: int, t: int) -> bool:
    """Return whether what opens on a day is there from the beginning of month ``t``, nearly."""
    return opens_on is None or (opens_on - months.firsts[t]).days <= grace_days


def has_closed(
    closes_on: date | None, months: Months, grace_days: int, t: int, *, resident: bool
) -> bool:
    """Return whether what closes on a day is not there until the end of month ``t``, nearly."""
    if closes_on is None or (months.lasts[t] - closes_on).days <= grace_days:
        return False
    stays_to_the_last_day = resident and t == 0 and closes_on >= months.peildatum
    return not stays_to_the_last_day


def rooms_by_site(groups: Sequence[RoomGroup]) -> dict[str, tuple[Room, ...]]:
    """Return the rooms of each site that has any.

    Numbers run over all rooms of one site, size and kind, in the order of the groups, whatever
    their dates.
    """
    numbers: Counter[str] = Counter()
    rooms: dict[str, list[Room]] = {}
    for group in groups:
        kind = f"{group.site}/{group.beds}{'w' if group.wheelchair else ''}"
        for _ in range(group.count):
            numbers[kind] += 1
            rooms.setdefault(group.site, []).append(Room(f"{kind}-{numbers[kind]:02d}", group))
    return {site: tuple(found) for site, found in rooms.items()}
