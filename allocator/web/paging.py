"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZE = 50


def paged(request: HttpRequest, rows: Sequence[Any], size: int = SIZE) -> Page[Any]:
    """Return the page that was asked for; the nearest one that there is."""
    return Paginator(rows, size).get_page(request.GET.get("pagina"))
