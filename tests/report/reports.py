"""Reports for the tests: the page as text, and what a reader finds in it."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from allocator.domain.instance import Instance
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from allocator.reading import read_instance
from allocator.report.page import to_html

ROOT = Path(__file__).parents[2]
VOID = {"meta", "br", "link", "img", "input", "hr", "col"}


@cache
def nijmegen() -> tuple[Instance, MatchingPlan]:
    """Return the sample week and its plan, made once."""
    instance = read_instance(ROOT / "instances/nijmegen").instance
    return instance, match(instance, Settings())


@cache
def nijmegen_page(language: str = "nl") -> str:
    """Return the report of the sample week."""
    return to_html(*nijmegen(), language=language).decode("utf-8")


class Page(HTMLParser):
    """The elements of a page, and its text by the section that it stands in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.sections: dict[str, str] = {}
        self.text = ""
        self._section = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "section":
            self._section = dict(attrs)["aria-labelledby"] or ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())
        if tag == "section":
            self._section = ""

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.text += data
        self.sections[self._section] = self.sections.get(self._section, "") + data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]
