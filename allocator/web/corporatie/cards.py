"""What is with a corporatie: to answer first, then what it accepted, then what came to an end."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.report.csv import to_csv
from allocator.rounds import corporatie
from allocator.rounds.corporatie import WithOwner
from allocator.rounds.lists import list_of
from allocator.rounds.states import State
from allocator.web.acting import actor, file_answer
from allocator.web.describing import home_facts, people_line


@dataclass(frozen=True)
class Row:
    """A card in a list; ``late`` when today is its last day."""

    one: WithOwner
    people: str
    late: bool


def waiting(request: HttpRequest) -> HttpResponse:
    """Show the proposals that are with the corporatie."""
    who = actor(request)
    found = corporatie.with_owner(who)
    rows = [
        Row(one, people_line(request, one.card), late=one.answer_by == who.today) for one in found
    ]
    return render(
        request,
        "web/corporatie/cards.html",
        {
            "to_answer": [row for row in rows if row.one.state == State.SENT],
            "accepted": [row for row in rows if row.one.state != State.SENT],
            "ended": corporatie.ended(who),
            "agreement": corporatie.agreement(who),
        },
    )


def as_list(request: HttpRequest) -> HttpResponse:
    """Return what is with the corporatie as a file."""
    found = [one.card for one in corporatie.with_owner(actor(request))]
    return file_answer(to_csv(list_of(found)), "voorstellen.csv", "text/csv; charset=utf-8")


def homes(request: HttpRequest) -> HttpResponse:
    """Show the homes of the corporatie, and how far each is."""
    rows = [
        {"one": one, "facts": home_facts(request, one.home)}
        for one in corporatie.own_homes(actor(request))
    ]
    return render(request, "web/corporatie/homes.html", {"rows": rows})
