"""The pages where people edit a household, a person or a home."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.errors import BadInput, Refused
from allocator.messages.errors import warning_lines
from allocator.rounds.editing import Edited, edit, look
from allocator.web.acting import actor, refused, see_other, words
from allocator.web.facts.fields import SEEN, RowForm
from allocator.web.facts.values import label

AREAS = {"household_dossier": "households", "home_dossier": "homes"}


def household(request: HttpRequest, household: str) -> HttpResponse:
    """Edit a household."""
    title = words(request)("pages.edit.household", household=household)
    return _edit(request, "households", household, title, ("household_dossier", household))


def person(request: HttpRequest, household: str, person: str) -> HttpResponse:
    """Edit a person of a household."""
    title = words(request)("pages.edit.person", person=person)
    return _edit(request, "persons", person, title, ("household_dossier", household), of=household)


def home(request: HttpRequest, home: str) -> HttpResponse:
    """Edit a home."""
    title = words(request)("pages.edit.home", home=home)
    return _edit(request, "homes", home, title, ("home_dossier", home))


def _edit(
    request: HttpRequest, table: str, key: str, title: str, back: tuple[str, str], *, of: str = ""
) -> HttpResponse:
    """Show the form of a row, or change the row and go back to the page ``back``.

    Parameters
    ----------
    of
        The household that a person must be of.
    """
    row = look(actor(request), table, key)
    if of and row.fact.household != of:
        raise Http404
    form = RowForm(row, words(request), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            done = edit(actor(request), table, key, form.changed(), seen=form.cleaned_data[SEEN])
        except BadInput as error:
            form.show(error)
        except Refused as error:
            return refused(request, error, *_here(request))
        else:
            _say(request, done)
            return see_other(*back)
    context = {"form": form, "title": title, "back": back, "area": AREAS[back[0]]}
    return render(request, "web/facts/edit.html", context)


def _here(request: HttpRequest) -> list[str]:
    """Return the name of this page, and what stands in its address."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - for the type checker
    return [match.view_name, *match.kwargs.values()]


def _say(request: HttpRequest, done: Edited) -> None:
    t = words(request)
    names = ", ".join(label(t, done.table, field) for field in done.fields)
    messages.success(request, t("pages.edit.saved", fields=names))
    for line in warning_lines(done.warnings, t):
        messages.warning(request, line)
