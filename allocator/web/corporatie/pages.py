"""The addresses of a corporatie."""

from __future__ import annotations

from allocator.web.corporatie import answering, cards
from allocator.web.routes import page

CORPORATIE = ("corporatie",)

PAGES = [
    page("voorstellen/", cards.waiting, "cards", roles=CORPORATIE),
    page("voorstellen/lijst.csv", cards.as_list, "cards_list", roles=CORPORATIE),
    page("voorstellen/<str:household>/<str:home>/", answering.card, "card", roles=CORPORATIE),
    page(
        "voorstellen/<str:household>/<str:home>/antwoord/",
        answering.answer,
        "card_answer",
        roles=CORPORATIE,
    ),
    page("mijn-woningen/", cards.homes, "own_homes", roles=CORPORATIE),
]
