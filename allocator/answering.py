"""A question to a plan on files, and its answer as lines and as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from allocator.cards import cards
from allocator.errors import BadCall, Fault
from allocator.explaining import (
    Opened,
    decisions_of,
    explain,
    open_plan,
    position_of_home,
    position_of_household,
    price,
    what_helps,
)
from allocator.explaining_shelter import (
    explain_shelter,
    open_shelter,
    position_of_resident,
    position_of_site,
)
from allocator.formulate import lay_out
from allocator.matching import Settings
from allocator.messages.cards import card_document, card_lines
from allocator.messages.explaining import (
    ExplainLines,
    alternatives_document,
    help_document,
    price_document,
)
from allocator.messages.explaining_shelter import ShelterLines, site_document
from allocator.reading import is_relocation
from allocator.texts import Texts
from models.budget import Budget
from models.tiers import Tier


@dataclass(frozen=True)
class Question:
    """What is asked: about a household, a home or site, decisions, or cards for corporaties."""

    household: str | None = None
    home: str | None = None
    site: str | None = None
    decisions: Sequence[str] = ()
    what_helps: bool = False
    audience: str | None = None
    corporatie: str | None = None

    def check(self) -> None:
        """Make sure that it is one question.

        Raises
        ------
        BadCall
            When nothing is asked, or several things at once.
        """
        about = bool(self.household or self.home or self.site)
        if self.what_helps and (not self.household or self.home or self.site):
            raise BadCall("explain.one_question")
        asked = about + bool(self.decisions) + bool(self.audience)
        if asked == 0:
            raise BadCall("explain.what")
        if asked > 1 or (self.home and self.site) or (self.corporatie and not self.audience):
            raise BadCall("explain.one_question")

    @property
    def of_household_alone(self) -> bool:
        """Whether it can be asked of either kind of plan."""
        return bool(self.household) and not (self.home or self.what_helps)


@dataclass(frozen=True)
class Answer:
    """What to show."""

    warnings: tuple[Fault, ...]
    document: object
    lines: Callable[[], list[str]]


class Progress(Protocol):
    """Is told how far the answer is."""

    def stage(self, tier: Tier) -> None:
        """Note which tier is being optimised."""

    def solved(self, done: int, total: int) -> None:
        """Note how many of some solves are done."""


def answer(
    source: Path,
    folder: Path,
    question: Question,
    budget: Budget,
    progress: Progress,
    t: Texts,
) -> Answer:
    """Answer a question to the plan in a folder.

    Raises
    ------
    BadInput, BadCall, NoPlan
        As the functions of ``allocator.explaining`` do.
    """
    question.check()
    if question.site or (question.of_household_alone and is_relocation(folder)):
        return _why_not_there(source, folder, question, budget, progress, t)
    opened = open_plan(source, folder)
    if question.audience is not None:
        return _cards(opened, question, t)
    if question.decisions:
        return _price(opened, question, budget, progress, t)
    return _why(opened, question, budget, progress, t)


def _cards(opened: Opened, question: Question, t: Texts) -> Answer:
    """Answer with the cards for the corporaties, one or all."""
    found = cards(opened.instance, opened.pairs, question.corporatie)
    return Answer(
        (),  # warnings may name households that the corporatie has nothing to do with
        [card_document(card) for card in found],
        lambda: [line for card in found for line in (*card_lines(card, t), "")],
    )


def _price(
    opened: Opened,
    question: Question,
    budget: Budget,
    progress: Progress,
    t: Texts,
) -> Answer:
    """Answer what decisions would do."""
    decisions = decisions_of(question.decisions, opened.instance)
    settings = Settings(
        budget=budget, on_stage=progress.stage, language=t.language, prices=opened.prices
    )
    found = price(opened, decisions, settings)
    lines = ExplainLines(opened, lay_out(opened.instance), t)
    return Answer(opened.warnings, price_document(opened, found), lambda: lines.price(found))


def _why(
    opened: Opened, question: Question, budget: Budget, progress: Progress, t: Texts
) -> Answer:
    """Answer what the alternatives are, or what would help."""
    plan = opened.known(budget)
    lines = ExplainLines(opened, plan.case, t)
    household, home = question.household, question.home
    head: list[str] = []
    if household is not None:
        head += lines.household(position_of_household(plan, household))
    if home is not None:
        head += lines.home(position_of_home(plan, home))
    if question.what_helps and household is not None:
        progress.solved(0, 1)
        helped = what_helps(plan, household, budget)
        return Answer(
            opened.warnings,
            help_document(household, helped),
            lambda: [*head[:-1], *(lines.help(helped)[1:] if helped else [])],
        )
    found = explain(plan, household, home, budget, progress.solved)
    document = alternatives_document(plan, found)
    of_home = household is None
    return Answer(
        opened.warnings, document, lambda: [*head, *lines.alternatives(found, of_home=of_home)]
    )


def _why_not_there(
    source: Path, folder: Path, question: Question, budget: Budget, progress: Progress, t: Texts
) -> Answer:
    """Answer what other sites, or other households for a site, would mean."""
    opened = open_shelter(source, folder)
    lines = ShelterLines(opened, t)
    household, site = question.household, question.site
    head: list[str] = []
    if household is not None:
        head += lines.household(position_of_resident(opened, household))
    if site is not None:
        head += lines.site(position_of_site(opened, site))
    found = explain_shelter(opened, household, site, budget, progress.solved)
    of_site = household is None
    return Answer(
        opened.warnings,
        site_document(opened, found),
        lambda: [*head, *lines.alternatives(found, of_site=of_site)],
    )
