"""What is expected where a scenario does not say so: each number with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

Value = Decimal | bool | str | None


@dataclass(frozen=True)
class Expectation:
    """A default of :class:`allocator.domain.future.Future`.

    Parameters
    ----------
    key
        Its path there, with points: ``inflow.factor``.
    value
        The default; ``None`` where there is none, and ``source`` says what is used.
    name, unit, source
        What it is, in which unit, and where it comes from, by language (``nl``, ``en``).
    """

    key: str
    value: Value
    name: Mapping[str, str]
    unit: Mapping[str, str]
    source: Mapping[str, str]


@cache
def expectations() -> Mapping[str, Expectation]:
    """Return all defaults by key, in the order of the file; read once."""
    import yaml  # only here: most commands never need it

    package = __name__.rpartition(".")[0]
    text = (resources.files(package) / "expectations.yaml").read_text("utf-8")
    rows = [_expectation(row) for row in yaml.safe_load(text)["expectations"]]
    return {row.key: row for row in rows}


def _expectation(row: Mapping[str, object]) -> Expectation:
    """Return one row of the file; a number stands there as text, to be exact."""
    return Expectation(
        key=str(row["key"]),
        value=_value(row["value"]),
        name=_words(row["name"]),
        unit=_words(row["unit"]),
        source=_words(row["source"]),
    )


def _value(found: object) -> Value:
    if found is None or isinstance(found, bool):
        return found
    text = str(found)
    return Decimal(text) if text[:1].isdigit() else text


def _words(found: object) -> Mapping[str, str]:
    if not isinstance(found, dict) or set(found) != {"nl", "en"}:
        raise TypeError(f"not words in two languages: {found!r}")
    return {language: str(words) for language, words in found.items()}
