"""The pages of homes: all of them, and one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds import dossiers, looking
from allocator.rounds.browsing_homes import FILTERS, FIRST, MANY, homes
from allocator.rounds.standing import HERE
from allocator.texts import Texts
from allocator.web.acting import actor, words
from allocator.web.facts.filters import FilterForm, headings, pages
from allocator.web.facts.seen import facts_of, gone, history, origin
from allocator.web.facts.values import word
from allocator.web.forms import Choices

COLUMNS = (
    ("id", "id"), ("corporatie", "corporatie"), ("wijk", "wijk"), ("kind", None),
    ("bedrooms", "bedrooms"), ("max_persons", None), ("rent", "rent"),
    ("available_from", "available_from"), ("state", None), ("candidates", None),
)  # fmt: skip


def listed(request: HttpRequest) -> HttpResponse:
    """Show the homes that somebody asked for."""
    t = words(request)
    who = actor(request)
    # What is asked is known before the places are: any corporatie or wijk may be asked for.
    free = {name: [(v, v) for v in request.GET.getlist(name)] for name in ("corporatie", "wijk")}
    asked = FilterForm(request.GET, words=t, filters=_choices(t, free)).asked()
    found, places = homes(who, asked)
    known = {"corporatie": list(places.corporaties), "wijk": list(places.wijken)}
    form = FilterForm(request.GET, words=t, filters=_choices(t, known))
    context = {
        "form": form,
        "plain": form.some(list(FILTERS)),
        "searched": bool(asked.search),
        "asked": bool(asked.search or asked.filters),
        "found": found,
        "headings": headings(request, COLUMNS, FIRST),
        "pages": pages(request, found),
        "nothing_yet": not found.found and not looking.imported(who),
    }
    return render(request, "web/facts/homes.html", context)


def one(request: HttpRequest, home: str) -> HttpResponse:
    """Show all about a home."""
    t = words(request)
    seen = dossiers.home(actor(request), home)
    context = {
        "seen": seen,
        "gone": gone(t, seen.facts),
        "facts": facts_of(t, seen.facts, seen.names),
        "history": history(t, seen.past, seen.names),
        "decisions": [(one, origin(t, one.source, one.made)) for one in seen.decisions],
    }
    return render(request, "web/facts/home.html", context)


def _choices(t: Texts, places: dict[str, Choices]) -> dict[str, Choices]:
    """Return the choices of each filter, the empty one first."""
    made: dict[str, Choices] = {}
    for name, values in FILTERS.items():
        if name == "state":
            said = [(v, t(f"pages.stands.{v}")) for v in values or () if v != HERE]
            made[name] = [("", t("pages.stands.here")), *said]
        else:
            said = [(v, _said(t, name, v)) for v in values] if values else places[name]
            made[name] = [("", t("pages.all")), *said]
    return made


def _said(t: Texts, name: str, value: str) -> str:
    if name == "bedrooms":
        return t("pages.browse.or_more", n=value) if int(value) == MANY else value
    return word(t, name, value)
