"""Homes that are odd, but can be used."""

from __future__ import annotations

from allocator.domain.choices import Sharing
from allocator.reading.faults import Faults
from allocator.reading.source import Source


def check(source: Source, faults: Faults) -> None:
    """Warn of shared rooms for two, and of homes elsewhere than their complex."""
    homes, complexes = source.tables["homes"], source.tables["complexes"]
    for line, sharing, most in homes.given("sharing", "max_persons"):
        if sharing != Sharing.NONE and most > 1:
            homes.note(
                faults, line, "max_persons", "reading.shared_for_more", warning=True, found=most
            )
    known = source.tables["wijken"].ids()
    wijk_of = {id_: wijk for _, id_, wijk in complexes.given("id", "wijk") if wijk in known}
    for line, wijk, complex_ in homes.given("wijk", "complex"):
        there = wijk_of.get(complex_, wijk)
        if there != wijk:
            homes.note(
                faults, line, "wijk", "reading.other_wijk_than_complex", warning=True,
                beside=("complex",), found=wijk, complex=complex_, wijk=there,
            )  # fmt: skip
