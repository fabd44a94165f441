"""How figures of scenarios are written: a mean with what it may be off, a change with its sign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from babel.numbers import format_decimal

from allocator.scenarios.intervals import Interval
from allocator.texts import Texts

HUNDRED = 100
MOST_DIGITS = 4
NONE = "–"


@dataclass(frozen=True)
class Measure:
    """A measure, and to how many digits it is written; ``share`` for one that is a fraction."""

    name: str
    digits: int = 0
    share: bool = False


MEASURES = {
    one.name: one
    for one in (
        Measure("housed_persons"),
        Measure("waiting_persons_end"),
        Measure("person_weeks"),
        Measure("waited_mean", 1),
        Measure("waited_p90", 1),
        Measure("over_term_share", 0, share=True),
        Measure("second_moves", 1),
        Measure("empty_days"),
        Measure("lapsed", 1),
        Measure("housed", 0),
        Measure("task_left", 0),
        Measure("wijk_load", 0, share=True),
        Measure("shelter_without", 0),
        Measure("shelter_most_without", 0),
        Measure("shelter_moved", 0),
        Measure("shelter_extended", 0),
        Measure("shelter_proven_months", 0, share=True),
    )
}
HEADLINE = tuple(MEASURES)[:9]
"""What is told of each scenario, and of each difference, for everybody together."""
IN_LINE = HEADLINE[:-1]
"""What fits on a line."""
SHELTER = ("shelter_without", "shelter_most_without", "shelter_moved", "shelter_extended")
"""What is told of the shelter, where it was planned."""
BRIEF = (
    *("housed_persons", "waiting_persons_end", "person_weeks", "waited_mean", "second_moves"),
    *("shelter_without", "shelter_moved"),
)
"""What is said of a difference in a sentence."""


class Verdict(StrEnum):
    """What may be said of a difference."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


def verdict(difference: Interval | None) -> Verdict:
    """Return what may be said: nothing when its interval holds 0, or when there is none.

    ``SAME`` is for what was the same in every replication.
    """
    if difference is None or difference.low is None or difference.high is None:
        return Verdict.UNKNOWN
    if difference.low == difference.high == 0:
        return Verdict.SAME
    if difference.low <= 0 <= difference.high:
        return Verdict.UNSURE
    return Verdict.MORE if difference.mean > 0 else Verdict.LESS


class Amounts:
    """Writes means, changes and intervals in a language."""

    def __init__(self, t: Texts) -> None:
        self._t = t

    def value(self, measure: Measure, found: Interval | None) -> str:
        """Return a mean and what it may be off: ``272 ± 5``."""
        if found is None:
            return NONE
        unit = "%" if measure.share else ""
        mean = self.number(_scaled(measure, found.mean), measure.digits)
        return f"{mean}{unit}{self._off(measure, found, measure.digits)}"

    def mean(self, measure: Measure, found: Interval | None) -> str:
        """Return a mean alone."""
        if found is None:
            return NONE
        unit = "%" if measure.share else ""
        return f"{self.number(_scaled(measure, found.mean), measure.digits)}{unit}"

    def change(self, measure: Measure, found: Interval | None) -> str:
        """Return a difference with its sign: ``+38 ± 3``; of shares in points."""
        if found is None:
            return NONE
        mean, digits = _scaled(measure, found.mean), _digits(measure, found)
        mean = round(mean, digits)
        sign = "+" if mean > 0 else "−" if mean < 0 else ""
        return f"{sign}{self.number(abs(mean), digits)}{self._off(measure, found, digits)}"

    def size(self, measure: Measure, found: Interval) -> str:
        """Return how large a difference is, without its sign: ``38 ± 3``."""
        return self.change(measure, found).lstrip("+−")

    def number(self, amount: float, digits: int) -> str:
        """Return a number to so many digits."""
        rounded = round(amount, digits)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        written = str(format_decimal(abs(rounded), format=pattern, locale=self._t.language))
        return f"−{written}" if rounded < 0 else written

    def _off(self, measure: Measure, found: Interval, digits: int) -> str:
        """Return what a mean may be off, with a space before it.

        Nothing where it is not known, and where the value was always the same.
        """
        if found.high is None or found.high == found.low:
            return ""
        half = _scaled(measure, found.high - found.mean)
        return f" ± {self.number(half, digits)}"


def _scaled(measure: Measure, value: float) -> float:
    return value * HUNDRED if measure.share else value


def _digits(measure: Measure, found: Interval) -> int:
    """Return to how many digits to write a difference: one that is there shows as more than ±."""
    digits = measure.digits
    if found.high is None or verdict(found) not in (Verdict.MORE, Verdict.LESS):
        return digits
    mean = abs(_scaled(measure, found.mean))
    half = _scaled(measure, found.high - found.mean)
    while digits < MOST_DIGITS and round(half, digits) >= round(mean, digits):
        digits += 1
    return digits
