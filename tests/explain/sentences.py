"""Takes a sentence apart by the patterns of the catalogue: message ids and their values."""

from __future__ import annotations

import re
from functools import cache

from allocator.check import PAIR_RULES
from allocator.texts import texts

Part = tuple[str, dict[str, str]]

PLACED = tuple(
    f"why.{part}"
    for part in ("bedrooms", "shared", "ties", "nareis_room", "load", "locked", "deviation")
)
LEFT_OUT = tuple(
    f"why.{part}" for part in ("no_homes_at_all", "no_home", "limit", "choice", "priority")
)
KINDS = ("draagkracht", "complex", "supported", "corporatie", "guidance")
LIMITS = tuple(f"why.limit.{kind}" for kind in KINDS)
NUMBERS = {"n", "over", "bedrooms", "load", "most", "draagkracht", "least"}


@cache
def patterns(language: str, message: str) -> tuple[re.Pattern[str], ...]:
    """Return what a message looks like, each value a group; singular and plural apart."""
    catalogue = texts(language)._catalogue
    forms = {catalogue.gettext(message), *(catalogue.ngettext(message, "", n) for n in (1, 2))}
    return tuple(_pattern(form) for form in forms if form not in ("", message))


def _pattern(text: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", text)
    for i, piece in enumerate(pieces):
        kind = r"\d+" if piece in NUMBERS else ".+"
        pieces[i] = re.escape(piece) if i % 2 == 0 else f"(?P<{piece}>{kind})"
    return re.compile("".join(pieces))


def part_of(language: str, text: str, messages: tuple[str, ...]) -> Part:
    """Return the one message that a text is, and its values."""
    found = [
        (message, match.groupdict())
        for message in messages
        for pattern in patterns(language, message)
        if (match := pattern.fullmatch(text))
    ]
    assert len(found) == 1, (text, found)
    return found[0]


def waited(language: str, text: str) -> dict[str, int]:
    """Return the numbers that a sentence opens with: weeks, and weeks over the term."""
    first = text.partition("; ")[0]
    weeks, comma, over = first.partition(", ")
    _, numbers = part_of(language, weeks, ("why.waited",))
    if comma:
        numbers |= part_of(language, comma + over, ("why.over_term",))[1]
    return {name: int(number) for name, number in numbers.items()}


def proposal_parts(language: str, text: str) -> list[Part]:
    """Return the parts of the sentence of a proposal, after the weeks."""
    return [part_of(language, piece, PLACED) for piece in text.split("; ")[1:]]


def reason_part(language: str, text: str) -> Part:
    """Return the reason that a sentence gives, after the weeks."""
    return part_of(language, text.partition("; ")[2], LEFT_OUT)


def rules_named(language: str, names: str) -> list[str]:
    """Return the codes of the rules that a sentence names."""
    codes = {texts(language)(f"rule.{code}.name"): code for code in PAIR_RULES}
    return [codes[name] for name in names.split(", ")]


def rule_counts(language: str, counts: str) -> dict[str, int]:
    """Return the homes per rule that a sentence names."""
    pairs = [item.rsplit(" ", 1) for item in counts.split(", ")]
    codes = rules_named(language, ", ".join(name for name, _ in pairs))
    assert len(set(codes)) == len(codes)
    return {code: int(n) for code, (_, n) in zip(codes, pairs, strict=True)}


def limit_parts(language: str, limits: str) -> list[Part]:
    """Return the limits that a sentence names, with their values."""
    return [part_of(language, text, LIMITS) for text in limits.split(", ")]
