"""Sentences for people, in Dutch and English, from gettext catalogues.

The catalogues are the ``.po`` files in ``nl/`` and ``en/``, one per subject
(``rules.po``, ``reading.po``, …).  A message id is a dotted name such as
``rule.BEDROOMS``; its text may name values in braces.  They are compiled in memory at
first use, so there is no generated file to forget.
"""

from __future__ import annotations

import gettext
import io
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

LANGUAGES = ("nl", "en")


class Texts:
    """The sentences of one language.

    Raises
    ------
    KeyError
        When a message id is not in the catalogue: a fault of ours, found by the tests.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, message: str, /, **values: object) -> str:
        """Return the sentence of ``message`` with its values filled in."""
        text = self._catalogue.gettext(message)
        if text == message:
            raise KeyError(message)
        return text.format(**values)

    def count(self, message: str, n: int, /, **values: object) -> str:
        """Return the singular or plural of ``message``; the text may name ``{n}``."""
        text = self._catalogue.ngettext(message, message + ".many", n)
        if text in (message, message + ".many"):
            raise KeyError(message)
        return text.format(n=n, **values)

    def day(self, day: date) -> str:
        """Return a date as people of this language write it."""
        pattern = "d-M-yyyy" if self.language == "nl" else "d MMMM yyyy"
        return format_date(day, pattern, locale=self.language)

    def euro(self, amount: Decimal | float) -> str:
        """Return an amount in euro."""
        return format_currency(amount, "EUR", locale=self.language).replace("\u00a0", " ")

    def number(self, amount: Decimal | float) -> str:
        """Return a number with the decimal sign of this language."""
        return format_decimal(amount, locale=self.language, group_separator=False)


@lru_cache(maxsize=len(LANGUAGES))
def texts(language: str = "nl") -> Texts:
    """Return the sentences of a language, loaded once."""
    return Texts(language)


def _catalogue(language: str) -> gettext.GNUTranslations:
    """Read and compile all catalogues of a language, later subjects as fallbacks."""
    folder = resources.files(__name__) / language
    merged: gettext.GNUTranslations | None = None
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".po"):
            continue
        compiled = io.BytesIO()
        with file.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language))
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        if merged is None:
            merged = translations
        else:
            merged.add_fallback(translations)
    if merged is None:
        raise FileNotFoundError(f"no catalogue for language {language!r}")
    return merged
