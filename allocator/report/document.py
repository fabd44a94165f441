"""A page made of paragraphs, charts and tables: ``report.html`` of what is no plan.

It looks and works as that of a plan, :mod:`allocator.report.page`: one file that needs nothing
else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocator.report.charts import Drawing
from allocator.report.page import content_security_policy, environment, style
from allocator.texts import Texts

PAGE, STYLE, PART = "shelter/report.html", "shelter/shelter.css", "document/part.html"


@dataclass(frozen=True)
class Paragraph:
    """Sentences; ``quiet`` for a remark beneath a table."""

    text: str
    quiet: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class Chart:
    """A chart, with what it is called and what it shows in words."""

    id: str
    title: str
    text: str
    drawing: Drawing
    kind: str = "chart"


@dataclass(frozen=True)
class Grid:
    """A table of texts; the first cell of a row is its heading.

    ``numbers`` are the positions of the columns that hold numbers.
    """

    id: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    kind: str = "grid"


@dataclass(frozen=True)
class Part:
    """A part of a page: its id in the page, its heading, and what it holds."""

    id: str
    title: str
    blocks: Sequence[Paragraph | Chart | Grid]
    template: str = PART


@dataclass(frozen=True)
class Fact:
    """A number that stands out at the head of a page; ``tone`` is a class of its style."""

    value: str
    what: str
    tone: str = ""


@dataclass(frozen=True)
class _Dated:
    """What the head of a page asks of a plan."""

    peildatum: date


def to_page(
    title: str,
    peildatum: date,
    *,
    lead: Sequence[str],
    facts: Sequence[Fact],
    parts: Sequence[Part],
    t: Texts,
) -> bytes:
    """Return a page.

    Parameters
    ----------
    lead
        Paragraphs that say it all.
    facts
        Numbers beneath them.
    """
    css = style(STYLE)
    template = environment().get_template(PAGE)
    page = template.render(
        t=t,
        title=title,
        plan=_Dated(peildatum),
        lead=lead,
        facts=facts,
        sections=parts,
        style=css,
        policy=content_security_policy(css),
    )
    return page.encode("utf-8")
