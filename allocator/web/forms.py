"""Forms in our own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from allocator.texts import Texts

Choices = list[tuple[str, str]]


class SaidForm(forms.Form):
    """A form whose labels come from our catalogue, in the language of the request."""

    def __init__(self, *args: Any, words: Texts, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.words = words
        self.said()

    def said(self) -> None:
        """Give every field its label; each form says its own."""

    def name(self, field: str, label: str, help_text: str = "") -> None:
        """Label a field, by message id."""
        self.fields[field].label = self.words(label)
        if help_text:
            self.fields[field].help_text = self.words(help_text)

    def choose(self, field: str, choices: Choices) -> None:
        """Give a field its choices."""
        found = self.fields[field]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 - for the type checker
        found.choices = choices


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar; without one it is typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def reason_choices(t: Texts, codes: Iterable[str]) -> Choices:
    """Return the reasons of a list, with an empty choice first: nobody refuses by accident."""
    return [("", t("pages.choose")), *((code, t(f"pages.reason.{code}")) for code in codes)]
