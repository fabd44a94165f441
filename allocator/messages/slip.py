"""What to say about slips."""

from __future__ import annotations

from allocator.messages.columns import aligned
from allocator.scenarios.slip.page import WITHOUT, lead, named
from allocator.scenarios.slip.run import Slipped
from allocator.scenarios.slip.tables import status_of
from allocator.texts import Texts


def slip_lines(done: Slipped, t: Texts) -> list[str]:
    """Return a line for each slip, and what is to be learned from all."""
    heading = (
        t("cli.scenario.slip.slip"),
        t("cli.scenario.slip.gone"),
        t("cli.scenario.slip.months"),
        t("cli.scenario.slip.again"),
        t("cli.scenario.slip.changed"),
        t("cli.tiers.proof"),
    )
    rows = [heading]
    for one in done.results:
        again = None if one.replanned is None else one.replanned.tier(WITHOUT)
        more, changed, status = "–", "–", status_of(one)
        if again is not None and one.replanned is not None:
            more = f"{again.value - done.base.values[WITHOUT]:+d}"
            if again.optimal is False:
                more = t("report.slip.unproven", value=more)
            changed = str(one.replanned.households)
        rows.append(
            (
                named(done.base, one.slip, t),
                str(one.replay.broken.households),
                str(one.replay.person_months),
                more,
                changed,
                t(f"report.slip.status.{status}"),
            )
        )
    return [
        *lead(done.base, done.results, t),
        "",
        *aligned(rows, text_columns=1),
        "",
        t("cli.match.written", folder=done.folder),
    ]
