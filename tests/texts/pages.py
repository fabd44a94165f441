"""Message ids that the pages ask for, in their templates and in what those put together.

A template asks with ``{% t "pages.x" %}`` or ``{% tn "households" n %}``; one that puts an id
together writes ``{% t "pages.role."|add:account.role %}``, and what may follow stands here.
"""

from __future__ import annotations

import re
from pathlib import Path

from allocator.check import PAIR_RULES
from allocator.domain.policy import MATCHING_TIERS, RELOCATION_TIERS
from allocator.rounds.looking import ENDED, WAITS_FOR
from allocator.rounds.moves_states import MoveState
from allocator.rounds.reasons import OBJECTIONS, REASONS
from allocator.rounds.states import State
from allocator.web.context import MENU
from allocator.web.models import ROLES
from allocator.web.scenarios.forms import CompareForm
from allocator.web.team.drafts import REASONS as LEFT_OUT
from allocator.web.team.proposals import PLAIN, WITH_CODE
from tests.texts import pages_facts as facts
from tests.texts import pages_figures as figures

TEMPLATES = Path(__file__).parents[2] / "allocator" / "web" / "templates"
SUBJECTS = tuple(
    sorted(file.stem for file in (TEMPLATES.parents[1] / "texts" / "nl").glob("pages*.po"))
)
# What may follow on what a template writes.
PREFIXES: dict[str, list[str]] = {
    "pages.role.": [*ROLES, "system"],
    "pages.round.for.": sorted(set(WAITS_FOR.values())),
    "pages.round.part.": [*WAITS_FOR, *ENDED],
    "pages.draft.why.": ["refused", "expired", "withdrawn", "override", "home", "free", "plan"],
    "pages.step.": [*PLAIN, *WITH_CODE],
    "pages.reason.": sorted({code for codes in REASONS.values() for code in codes}),
    "rounds.movestate.": list(MoveState),
    "pages.solve.": ["propose", "resolve", "price", "alternatives", "announce"],
    "report.tier.": [*MATCHING_TIERS, *RELOCATION_TIERS, "announced"],
    "report.reason.": list(LEFT_OUT),
    "rounds.state.": list(State),
    "rule.": [f"{code}.name" for code in PAIR_RULES],
    **facts.PREFIXES,
    **figures.PREFIXES,
    "pages.menu.": sorted({name for names in MENU.values() for name in names}),
}
# What stands in braces in the code of the pages, by what it can be.
MADE: dict[str, list[str]] = {
    **figures.MADE,
    "pages.role.{one.role}": [f"pages.role.{role}" for role in ROLES],
    "pages.sign.{name}.none": [f"pages.sign.{name}.none" for name in ("username", "password")],
    "pages.sign.{one.code}": [
        f"pages.sign.password_too_{why}" for why in ("short", "similar", "common")
    ],
    "cli.account.how.{one.how}": [f"cli.account.how.{how}" for how in ("password", "sso", "demo")],
    "pages.mail.{kind}": [f"pages.mail.{kind}" for kind in ("sent", "answered", "expired")],
    "pages.mail.{kind}.subject": [
        f"pages.mail.{kind}.subject" for kind in ("sent", "answered", "expired")
    ],
    "pages.proposal.{name}": [
        f"pages.proposal.{name}" for name in ("unjudged", "reasonable", "unreasonable")
    ],
    "pages.reason.{code}": [
        f"pages.reason.{code}" for codes in (*REASONS.values(), OBJECTIONS) for code in codes
    ],
    "rounds.state.{done.state}": [f"rounds.state.{state}" for state in State],
    **facts.MADE,
    "pages.compare.{field}": [f"pages.compare.{field}" for field in CompareForm.base_fields],
    "pages.compare.{field}_help": [
        f"pages.compare.{field}_help" for field in CompareForm.base_fields
    ],
    "pages.failed.{status}": [f"pages.failed.{n}" for n in (400, 403, 404, 500)],
}
TAG = re.compile(r"""{%\s*tn?\s+["']([\w.]+)["'](\|add:)?""")


def asked_for() -> set[str]:
    """Return every message id that the templates of the pages ask for."""
    found = TAG.findall("".join(f.read_text("utf-8") for f in TEMPLATES.rglob("*.html")))
    whole = {name for name, goes_on in found if not goes_on}
    begun = {name for name, goes_on in found if goes_on}
    assert begun <= set(PREFIXES), begun - set(PREFIXES)
    return whole | {name + end for name in PREFIXES for end in PREFIXES[name]}
