"""What to say about what more of something is worth."""

from __future__ import annotations

from allocator.scenarios.worth.page import lead
from allocator.scenarios.worth.run import WorthFound
from allocator.texts import Texts


def worth_lines(done: WorthFound, t: Texts) -> list[str]:
    """Return what is worth most, and where all of it stands."""
    return [*lead(done.valued, t), "", t("cli.match.written", folder=done.folder)]
