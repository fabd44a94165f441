"""Homes and households in a few words, as several pages show them."""

from __future__ import annotations

from django.http import HttpRequest

from allocator.cards import Card, CardHome
from allocator.messages.cards import home_words, people_words
from allocator.web.acting import words


def home_facts(request: HttpRequest, home: CardHome) -> list[str]:
    """Return what is known of a home, fact by fact."""
    return home_words(home, words(request))


def people_line(request: HttpRequest, card: Card) -> str:
    """Return how many adults and children there are, and how old the children."""
    return people_words(card, words(request))
