"""The pages of households: all of them, and one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds import dossiers, looking
from allocator.rounds.browsing import FILTERS, FIRST, LARGE, households
from allocator.rounds.secret_filters import SECRET
from allocator.rounds.standing import HERE
from allocator.texts import Texts
from allocator.web.acting import actor, words
from allocator.web.facts.filters import FilterForm, headings, pages
from allocator.web.facts.seen import facts_of, gone, history, origin
from allocator.web.facts.values import word
from allocator.web.forms import Choices

COLUMNS = (
    ("id", "id"), ("group", None), ("persons", "persons"), ("koppeldatum", None),
    ("weeks", "weeks"), ("documents", None), ("state", "state"), ("home", None),
)  # fmt: skip
PLAIN = [name for name in FILTERS if name not in SECRET]


def listed(request: HttpRequest) -> HttpResponse:
    """Show the households that somebody asked for."""
    t = words(request)
    form = FilterForm(request.GET, words=t, filters=_choices(t))
    asked = form.asked()
    found = households(actor(request), asked)
    context = {
        "form": form,
        "plain": form.some(PLAIN),
        "secret": form.some(list(SECRET)),
        "opened": bool(asked.filters.keys() & SECRET.keys()),
        "searched": bool(asked.search),
        "asked": bool(asked.search or asked.filters),
        "found": found,
        "headings": headings(request, COLUMNS, FIRST),
        "pages": pages(request, found),
        "nothing_yet": not found.found and not looking.imported(actor(request)),
    }
    return render(request, "web/facts/households.html", context)


def one(request: HttpRequest, household: str) -> HttpResponse:
    """Show all about a household."""
    t = words(request)
    seen = dossiers.household(actor(request), household)
    context = {
        "seen": seen,
        "gone": gone(t, seen.facts),
        "facts": facts_of(t, seen.facts, seen.names),
        "persons": [facts_of(t, person, seen.names) for person in seen.persons],
        "history": history(t, seen.past, seen.names),
        "decisions": [(one, origin(t, one.source, one.made)) for one in seen.decisions],
    }
    return render(request, "web/facts/household.html", context)


def _choices(t: Texts) -> dict[str, Choices]:
    """Return the choices of each filter, the empty one first."""
    made: dict[str, Choices] = {}
    for name, values in FILTERS.items():
        if name == "state":
            said = [(v, t(f"pages.stands.{v}")) for v in values if v != HERE]
            made[name] = [("", t("pages.stands.here")), *said]
        else:
            made[name] = [("", t("pages.all")), *((v, _said(t, name, v)) for v in values)]
    return made


def _said(t: Texts, name: str, value: str) -> str:
    if value in ("yes", "no"):
        return t("pages.yes") if value == "yes" else t("pages.no")
    if name == "size":
        return t("pages.browse.or_more", n=value) if int(value) == LARGE else value
    return word(t, name, value)
