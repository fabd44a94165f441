"""When two names are the same: headings, keys, table names and choices."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SEPARATORS = re.compile(r"[\s_\-]+")


@cache
def plain(name: str) -> str:
    """Return a name without capitals, spaces, underscores and hyphens."""
    return SEPARATORS.sub("", name.casefold())


def words(name: str) -> list[str]:
    """Return the words of a name in lower case without accents: ``LandVan_x`` has three."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    bare = unicodedata.normalize("NFKD", apart)
    return re.findall(r"[a-z0-9]+", bare.encode("ascii", "ignore").decode().lower())
