"""Message ids that the pages ask for, in their templates and in what those put together.

A template asks with ``{% t "pages.x" %}`` or ``{% tn "households" n %}``; one that puts an id
together writes ``{% t "pages.role."|add:account.role %}``, and what may follow stands here.
"""

from __future__ import annotations

import re
from pathlib import Path

from allocator.web.context import MENU
from allocator.web.models import ROLES

TEMPLATES = Path(__file__).parents[2] / "allocator" / "web" / "templates"
SUBJECTS = tuple(
    sorted(file.stem for file in (TEMPLATES.parents[1] / "texts" / "nl").glob("pages*.po"))
)
# What may follow on what a template writes.
PREFIXES: dict[str, list[str]] = {
    "pages.role.": list(ROLES),
    "pages.menu.": sorted({name for names in MENU.values() for name in names}),
}
# What stands in braces in the code of the pages, by what it can be.
MADE: dict[str, list[str]] = {
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
