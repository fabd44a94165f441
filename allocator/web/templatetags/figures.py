"""Figures in templates: hidden numbers, shares, weeks, months, charts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_datetime
from django import template
from django.template import Context

from allocator.messages import telling
from allocator.report.charts import Drawing
from allocator.report.page import Shown
from allocator.rounds.dashboard.sight import Number
from allocator.texts import Texts, texts
from allocator.web.auditor.actions import action_in_words, ground_in_words

register = template.Library()
MOMENT = "d-M-yyyy HH:mm"


def _texts(context: Context) -> Texts:
    found = context.get("texts")
    return found if isinstance(found, Texts) else texts()


@register.simple_tag(takes_context=True)
def figure(context: Context, value: Number | float | None) -> str:
    """Return a number, or that it is small; a dash for one that is not there."""
    return telling.figure(value, _texts(context))


@register.simple_tag(takes_context=True)
def share(context: Context, value: float | None) -> str:
    """Return a fraction as a percentage."""
    return telling.share(value, _texts(context))


@register.simple_tag(takes_context=True)
def month(context: Context, value: date) -> str:
    """Return a month as people write it."""
    return telling.month(value, _texts(context))


@register.simple_tag(takes_context=True)
def short_month(context: Context, value: date) -> str:
    """Return a month in few letters."""
    return telling.month(value, _texts(context), telling.SHORT_MONTH)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime) -> str:
    """Return a day and the time of day."""
    return str(format_datetime(value, MOMENT, locale=_texts(context).language))


@register.simple_tag(takes_context=True)
def categories(context: Context, trait: str, names: tuple[str, ...], last: str = "or") -> str:
    """Return categories of a trait in words: ``a, b or c``."""
    return Shown(_texts(context)).categories(trait, names, f"report.groups.{last}")


@register.simple_tag(takes_context=True)
def reasons(context: Context, codes: tuple[str, ...]) -> str:
    """Return reasons of refusals in words."""
    return telling.reasons(codes, _texts(context))


@register.simple_tag(takes_context=True)
def action(context: Context, name: str) -> str:
    """Return what was done, as the log calls it."""
    return action_in_words(name, _texts(context))


@register.simple_tag(takes_context=True)
def ground(context: Context, name: str) -> str:
    """Return on which ground something was done."""
    return ground_in_words(name, _texts(context))


@register.inclusion_tag("web/parts/chart.html")
def chart(drawing: Drawing | None, name: str, title: str, text: str) -> dict[str, Any]:
    """Show a chart, when there is one; ``title`` and ``text`` are for who does not see it."""
    return {"drawing": drawing, "name": name, "title": title, "text": text}
