"""Words in templates: sentences of our catalogues, days, amounts and numbers as people write them.

``{% t "pages.x" n=3 %}`` is a sentence, ``{% tn "households" 3 %}`` one that counts.  Values are
escaped like any other.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context

from allocator.texts import Texts, texts

register = template.Library()
NOTHING = "–"


def _texts(context: Context) -> Texts:
    found = context.get("texts")
    return found if isinstance(found, Texts) else texts()


@register.simple_tag(takes_context=True)
def t(context: Context, message: str, **values: Any) -> str:
    """Return a sentence."""
    return _texts(context)(message, **values)


@register.simple_tag(takes_context=True)
def tn(context: Context, message: str, n: int, **values: Any) -> str:
    """Return a sentence that counts."""
    return _texts(context).count(message, n, **values)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> str:
    """Return a day as people write it."""
    return NOTHING if value is None else _texts(context).day(value)


@register.simple_tag(takes_context=True)
def number(context: Context, value: Decimal | float | None) -> str:
    """Return a number as people write it."""
    return NOTHING if value is None else _texts(context).number(value)


@register.simple_tag(takes_context=True)
def euro(context: Context, value: Decimal | float | str | None) -> str:
    """Return an amount as people write it."""
    return NOTHING if value in (None, "") else _texts(context).euro(Decimal(str(value)))
