"""The addresses of the housing team's week."""

from __future__ import annotations

from allocator.web.routes import page
from allocator.web.team import (
    drafts,
    moves,
    prices,
    proposals,
    round_page,
    solves,
    steps_of_round,
    withdrawing,
)

TEAM = ("team",)

ROUND = [
    page("ronde/", round_page.newest, "round", roles=TEAM),
    page("ronde/openen/", steps_of_round.open_round, "round_open", roles=TEAM),
    page("ronde/ga/", steps_of_round.go, "round_go", roles=TEAM),
    page("ronde/<int:number>/", round_page.numbered, "round_numbered", roles=TEAM),
    page("ronde/<int:number>/concept/", steps_of_round.draft, "round_draft", roles=TEAM),
    page("ronde/<int:number>/versturen/", steps_of_round.send, "round_send", roles=TEAM),
    page("ronde/<int:number>/sluiten/", steps_of_round.close, "round_close", roles=TEAM),
    page("ronde/<int:number>/heropenen/", steps_of_round.reopen, "round_reopen", roles=TEAM),
    page("ronde/<int:number>/stand/<str:state>/", round_page.part, "round_part", roles=TEAM),
    page("ronde/<int:number>/niet-geplaatst/", drafts.left_out, "left_out", roles=TEAM),
    page("ronde/<int:number>/concept/<int:draft>/", drafts.draft, "draft", roles=TEAM),
    page(
        "ronde/<int:number>/concept/<int:draft>/<str:file>",
        drafts.file,
        "draft_file",
        roles=TEAM,
    ),
]
PROPOSALS = [
    page("voorstel/<str:household>/<str:home>/", proposals.proposal, "proposal", roles=TEAM),
    page("voorstel/<str:household>/<str:home>/stap/", proposals.step, "proposal_step", roles=TEAM),
    page("andere-woning/", prices.override, "override", roles=TEAM),
    page("andere-woning/prijs/", prices.ask, "price_ask", roles=TEAM),
    page("andere-woning/bevestigen/", prices.confirm, "price_confirm", roles=TEAM),
    page("alternatieven/<str:household>/", prices.alternatives, "alternatives", roles=TEAM),
]
SOLVES = [
    page("berekening/<uuid:solve>/", solves.solve, "solve", roles=TEAM),
    page("berekening/<uuid:solve>/stand/", solves.standing, "solve_standing", roles=TEAM),
    page("berekening/<uuid:solve>/beeindigen/", solves.end, "solve_end", roles=TEAM),
]
MOVES = [
    page("verhuizingen/", moves.moves, "moves", roles=TEAM),
    page("verhuizingen/aankondigen/", moves.announce, "announce", roles=TEAM),
    page("verhuizingen/<str:household>/<str:month>/", moves.move, "move", roles=TEAM),
    page("verhuizingen/<str:household>/<str:month>/stap/", moves.step, "move_step", roles=TEAM),
]
WITHDRAWING = [
    page(
        "huishoudens/<str:household>/terugtrekken/",
        withdrawing.household,
        "household_withdraw",
        roles=TEAM,
    ),
    page("woningen/<str:home>/terugtrekken/", withdrawing.home, "home_withdraw", roles=TEAM),
]
PAGES = [*ROUND, *PROPOSALS, *SOLVES, *MOVES, *WITHDRAWING]
