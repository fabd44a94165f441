"""Comparing scenarios on what is known today: read, run, put side by side, and keep.

Running happens between two transactions.  Nothing is written but the result: what is known of
people stays in this process, and of it only what a replication needs
(:mod:`allocator.scenarios.sweeping.pseudonyms`).
"""

from __future__ import annotations

from collections.abc import Callable

from allocator.domain.instance import Instance
from allocator.errors import BadInput
from allocator.reading import digest
from allocator.reading.scenario import ScenarioReading, lay_over
from allocator.rounds.case import known, latest_day
from allocator.rounds.scenarios.keeping import PLANNERS, rows_named
from allocator.rounds.scenarios.question import NOW, Question
from allocator.rounds.use import Actor, Refused, using
from allocator.scenarios.comparison.page import to_html
from allocator.scenarios.comparison.run import Ask, compared
from allocator.scenarios.comparison.workbook import to_workbook
from allocator.scenarios.sweeping.here import sweep_here
from allocator.scenarios.sweeping.sweep import Told
from allocator.store import models
from allocator.texts import texts


def compare(
    actor: Actor,
    question: Question,
    told: Told = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> models.Comparison:
    """Compare scenarios with the first of them, and keep what comes of it.

    Parameters
    ----------
    told
        Called with how many weeks-long runs are done, and of how many.
    stopped
        Asked before each run: whether to end with those that every scenario has.

    Raises
    ------
    Refused
        When a scenario is not there, or does not fit what is known now; or nothing was imported.
    NoPlan
        When locks and limits contradict each other.
    SweepStopped
        When it was stopped before each scenario was run once.
    """
    with using(actor, "read", roles=PLANNERS) as use:
        kept = {row.name: row.text for row in rows_named(question.stored)}
        now = known(latest_day())
        use.about(now.subject[h.id] for h in now.instance.households)
        use.settings = digest(now.instance)
        use.result = {"for": "compare_scenarios"}
    readings = tuple(_reading(now.instance, name, kept, question) for name in question.names)
    ask = Ask(
        replications=question.replications,
        seed=question.seed,
        policy="matching",
        sweep=lambda tasks: sweep_here(tasks, told, stopped),
        language=question.language,
    )
    result, facts = compared(readings, ask)
    page = to_html(result, language=question.language)
    workbook = to_workbook(result, language=question.language)
    with using(actor, "compare_scenarios", roles=PLANNERS) as use:
        use.settings = digest(now.instance)
        use.result = {"scenarios": len(readings), "replications": result.found.replications}
        return models.Comparison.objects.create(
            who=actor.who,
            names=list(result.found.scenarios),
            replications=result.found.replications,
            weeks=question.weeks,
            seed=question.seed,
            summary={**facts, "term_weeks": now.instance.policy.term_weeks},
            report=page,
            workbook=workbook,
        )


def _reading(
    instance: Instance, name: str, kept: dict[str, str], question: Question
) -> ScenarioReading:
    """Lay one scenario over what is known, for as many weeks as all of them are run."""
    try:
        reading = lay_over(instance, kept.get(name, ""))
    except BadInput:
        raise Refused("rounds.scenario_unsound", name=name) from None
    scenario = reading.scenario
    given = {"name": name or scenario.name}
    if name == NOW:
        t = texts(question.language)
        given = {"name": t("rounds.scenario_now"), "note": t("rounds.scenario_now_note")}
    future = scenario.future.model_copy(update={"weeks": question.weeks})
    changed = scenario.model_copy(update={**given, "future": future})
    return ScenarioReading(changed, reading.instance, reading.base)
