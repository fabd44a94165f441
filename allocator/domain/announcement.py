"""An earlier relocation plan that people were told of: who would be where, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Announcement:
    """Where households would be.

    ``places`` gives for a household, by month (``2025-04``), the site, ``None`` for no place.
    Of a month that is not there nothing was said.
    """

    places: Mapping[str, Mapping[str, str | None]]

    def differs(self, household: str, month: str, site: str | None) -> bool:
        """Whether a household would be elsewhere than was announced."""
        said = self.places.get(household, {})
        return month in said and said[month] != site
