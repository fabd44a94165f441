"""What a comparison says, in sentences: of the base, and of each scenario beside it."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.reading.scenario import ScenarioReading
from allocator.scenarios.comparison.result import Result, to_do
from allocator.scenarios.comparison.shown import (
    BRIEF,
    HEADLINE,
    MEASURES,
    SHELTER,
    Amounts,
    Verdict,
    verdict,
)
from allocator.texts import Texts


def lead(result: Result, t: Texts) -> Iterator[str]:
    """Say what the base comes to, and what stands behind a mean."""
    show = Amounts(t)
    scenario = result.found.base

    def said(name: str) -> str:
        return show.value(MEASURES[name], result.found.value(scenario, name))

    yield " ".join(
        [
            t(
                "report.scenario.lead",
                scenario=scenario,
                weeks=result.weeks,
                persons=said("housed_persons"),
            ),
            *_asked(result, t),
            t("report.scenario.lead_waiting", persons=said("waiting_persons_end")),
            *_waited(result, show, t),
        ]
    )
    if result.found.replications < 2:
        yield t("report.scenario.once")
    else:
        yield t("report.scenario.spread", n=result.found.replications)


def _asked(result: Result, t: Texts) -> Iterator[str]:
    """Say what the taakstelling asks in the half-years in which there are rounds."""
    tasks = result.tasks(result.readings[0])
    if tasks:
        persons = sum(map(to_do, tasks))
        until = t.day(tasks[-1].until)
        yield t("report.scenario.lead_task", persons=persons, until=until)


def _waited(result: Result, show: Amounts, t: Texts) -> Iterator[str]:
    """Say how long those waited who were housed."""
    mean, most = (
        result.found.value(result.found.base, name) for name in ("waited_mean", "waited_p90")
    )
    if mean is not None:
        yield t(
            "report.scenario.lead_waited",
            mean=show.value(MEASURES["waited_mean"], mean),
            most=show.mean(MEASURES["waited_p90"], most),
        )


def told(result: Result, reading: ScenarioReading, t: Texts) -> str:
    """Say in what a scenario differs from the base beyond doubt."""
    show, name = Amounts(t), reading.scenario.name
    changes = []
    for measure in BRIEF:
        difference = result.found.difference(name, measure)
        found = verdict(difference)
        if difference is not None and found in (Verdict.MORE, Verdict.LESS):
            amount = show.size(MEASURES[measure], difference)
            changes.append(t(f"report.scenario.{found}.{measure}", amount=amount))
    if changes:
        return t("report.scenario.differs", scenario=name, changes="; ".join(changes))
    if result.found.replications < 2:
        return t("report.scenario.differs_once", scenario=name)
    if all(_is_same(result, name, measure) for measure in (*HEADLINE, *SHELTER)):
        return t("report.scenario.differs_nothing", scenario=name)
    return t("report.scenario.differs_not", scenario=name)


def _is_same(result: Result, scenario: str, measure: str) -> bool:
    """Whether a measure was the same in every replication, or is in none."""
    difference = result.found.difference(scenario, measure)
    return difference is None or verdict(difference) is Verdict.SAME
