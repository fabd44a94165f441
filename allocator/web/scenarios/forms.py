"""The forms of scenarios: adding one, and choosing which to compare."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms

from allocator.reading.faults import shown
from allocator.rounds.scenarios.keeping import MOST_BYTES
from allocator.rounds.scenarios.question import (
    MOST_REPLICATIONS,
    MOST_SEED,
    MOST_WEEKS,
    NOW,
    REPLICATIONS,
    SEED,
    WEEKS,
    Question,
)
from allocator.store.models import Scenario
from allocator.web.forms import SaidForm

AS_IT_IS = "nu"
"""What is known now, among the scenarios to choose from."""


class AddForm(SaidForm):
    """A scenario: a file, or its text."""

    file = forms.FileField(required=False)
    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea({"rows": 8, "spellcheck": "false"})
    )

    def said(self) -> None:
        """Say what is asked."""
        self.name("file", "pages.scenarios.file", "pages.scenarios.file_help")
        self.name("text", "pages.scenarios.text", "pages.scenarios.text_help")

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all, and both."""
        found = super().clean() or {}
        if bool(found.get("file")) == bool(str(found.get("text") or "").strip()):
            self.add_error("file", self.words("pages.scenarios.one_of"))
        return found

    @property
    def field(self) -> str:
        """Which of the two was filled in."""
        return "file" if self.cleaned_data.get("file") else "text"

    @property
    def content(self) -> bytes:
        """What was sent; of what is too large a byte more than there may be."""
        file = self.cleaned_data.get("file")
        if file:
            return bytes(file.read(MOST_BYTES + 1))
        return str(self.cleaned_data["text"]).encode()

    @property
    def called(self) -> str:
        """The name of the file, or of a text that came without one."""
        file = self.cleaned_data.get("file")
        return shown(PurePath(file.name).name) if file else self.words("pages.scenarios.pasted")


class CompareForm(SaidForm):
    """Which scenarios to compare with which, how often, and over how many weeks."""

    base = forms.ChoiceField(widget=forms.RadioSelect)
    others = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    replications = forms.IntegerField(
        min_value=1, max_value=MOST_REPLICATIONS, initial=REPLICATIONS
    )
    weeks = forms.IntegerField(min_value=1, max_value=MOST_WEEKS, initial=WEEKS)
    seed = forms.IntegerField(min_value=0, max_value=MOST_SEED, initial=SEED)

    def __init__(self, *args: Any, scenarios: Sequence[Scenario], **kwargs: Any) -> None:
        self._names = {AS_IT_IS: NOW, **{str(row.pk): row.name for row in scenarios}}
        super().__init__(*args, **kwargs)

    def said(self) -> None:
        """Say what is asked."""
        now = self.words("rounds.scenario_now")
        choices = [(key, name or now) for key, name in self._names.items()]
        for field in ("base", "others"):
            self.choose(field, choices)
        self.fields["base"].initial = AS_IT_IS
        for field in self.fields:
            self.name(field, f"pages.compare.{field}", f"pages.compare.{field}_help")

    def clean(self) -> dict[str, Any]:
        """Refuse a comparison of a scenario with itself alone."""
        found = super().clean() or {}
        if "base" in found and set(found.get("others", ())) == {found["base"]}:
            self.add_error("others", self.words("pages.compare.another"))
        return found

    def question(self) -> Question:
        """Return what is asked.

        Raises
        ------
        Refused
            When it has no answer.
        """
        said = self.cleaned_data
        keys = dict.fromkeys([said["base"], *said["others"]])
        return Question(
            names=tuple(self._names[key] for key in keys),
            replications=said["replications"],
            weeks=said["weeks"],
            seed=said["seed"],
            language=self.words.language,
        )
