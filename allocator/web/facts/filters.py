"""The form above a list, and what somebody asked with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from allocator.rounds.found import Asked, Found
from allocator.web.acting import words
from allocator.web.forms import Choices, SaidForm

PAGE, SORT, SEARCH = "pagina", "sort", "search"
NUMBERS = ("persons", "weeks", "bedrooms", "max_persons", "rent")
LONGEST_SEARCH = 64  # as an id


class FilterForm(SaidForm):
    """What to search and to filter on; every field may be left as it is.

    Parameters
    ----------
    filters
        The choices of each filter, without the empty one.
    """

    search = forms.CharField(required=False, max_length=LONGEST_SEARCH)

    def __init__(self, *args: Any, filters: Mapping[str, Choices], **kwargs: Any) -> None:
        self.filters = filters
        super().__init__(*args, auto_id="filter_%s", **kwargs)

    def said(self) -> None:
        """Say what is asked."""
        self.name("search", "pages.browse.search")
        for name, choices in self.filters.items():
            field = forms.ChoiceField(required=False)
            field.choices = choices
            field.label = self.words(f"pages.filter.{name}")
            self.fields[name] = field

    def asked(self) -> Asked:
        """Return what was asked; what no form of ours sends is left out."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in self.filters}
        page = self.data.get(PAGE, "")
        return Asked(
            search=self.cleaned_data.get(SEARCH, ""),
            filters={name: value for name, value in given.items() if value},
            sort=self.data.get(SORT, ""),
            page=int(page) if page.isdecimal() and len(page) < 9 else 1,
        )

    def some(self, names: Sequence[str]) -> list[forms.BoundField]:
        """Return some of the fields."""
        return [self[name] for name in names if name in self.fields]


@dataclass(frozen=True)
class Heading:
    """A heading; ``query`` sorts by it, ``sorted`` is as ``aria-sort`` says it."""

    label: str
    query: str
    sorted: str
    of_numbers: bool


@dataclass(frozen=True)
class Pages:
    """A page of a list, as the links below it need it; ``more`` is the rest of the question."""

    found: Found[Any]
    more: str

    @property
    def number(self) -> int:
        """Which page this is."""
        return self.found.page

    @property
    def num_pages(self) -> int:
        """How many there are."""
        return self.found.pages

    @property
    def paginator(self) -> Pages:
        """What knows how many there are."""
        return self

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        """The page before this one."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after this one."""
        return self.number + 1


def pages(request: HttpRequest, found: Found[Any]) -> Pages:
    """Return what the links below a list need."""
    return Pages(found, _query(request.GET, PAGE))


def headings(
    request: HttpRequest, names: Sequence[tuple[str, str | None]], first: str
) -> list[Heading]:
    """Return headings; ``names`` gives each with the order that it sorts by, if any."""
    now = request.GET.get(SORT) or first
    t, rest = words(request), _query(request.GET, PAGE, SORT)
    made = []
    for name, order in names:
        label = t(f"pages.head.{name}")
        if order is None:
            made.append(Heading(label, "", "", name in NUMBERS))
            continue
        here = now.removeprefix("-") == order
        down = here and not now.startswith("-")
        direction = ("ascending" if down else "descending") if here else ""
        query = f"{rest}{SORT}={'-' if down else ''}{order}"
        made.append(Heading(label, query, direction, name in NUMBERS))
    return made


def _query(given: QueryDict, *without: str) -> str:
    """Return a question without some of it, ready to be added to."""
    kept = given.copy()
    for name in without:
        kept.pop(name, None)
    for name in [name for name, value in kept.items() if not value]:
        kept.pop(name, None)
    text = kept.urlencode()
    return f"{text}&" if text else ""
