"""Collecting what is wrong in the input, and putting it into words."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.errors import BadInput, Fault
from allocator.texts import Texts

LONGEST_VALUE, LONGEST_NAME = 40, 200


def shown(found: object, most: int = LONGEST_VALUE) -> str:
    """Return a found value as a message may show it: one short printable line."""
    # A cell can hold anything, also codes that steer a terminal.
    text = "".join(sign if sign.isprintable() else " " for sign in str(found))
    return text if len(text) <= most else text[: most - 1] + "…"


class Faults:
    """All faults found so far, in whatever order they were found."""

    def __init__(self) -> None:
        self._found: set[Fault] = set()

    def add(
        self,
        file: str,
        row: int | None,
        column: str,
        message: str,
        *,
        warning: bool = False,
        **values: object,
    ) -> None:
        """Note one fault; ``values`` are the values that its text names."""
        named = tuple(sorted((name, str(value)) for name, value in values.items()))
        place = shown(file, LONGEST_NAME), row, shown(column, LONGEST_NAME)
        self._found.add(Fault(*place, message, named, warning))

    def include(self, other: Faults) -> None:
        """Note the faults that were found elsewhere too."""
        self._found |= other._found

    def without(self, other: Faults) -> Faults:
        """Return the faults that were not found there."""
        left = Faults()
        left._found = self._found - other._found
        return left

    def sorted(self) -> tuple[Fault, ...]:
        """Return all faults in order of file, row and column."""
        return tuple(sorted(self._found, key=_order))

    def stop_if_any(self) -> None:
        """Stop when there is an error.

        Raises
        ------
        BadInput
            With all faults, warnings too, when at least one is an error.
        """
        if any(not fault.warning for fault in self._found):
            raise BadInput(self.sorted())


def _order(fault: Fault) -> tuple[str, int, str, str, tuple[tuple[str, str], ...]]:
    """Sort key; a fault of the whole file comes before those of its rows."""
    return fault.file, fault.row or 0, fault.column, fault.message, fault.values


def render_fault(fault: Fault, texts: Texts) -> str:
    """Return a fault as one line: its place, what was found, expected and to do."""
    return f"{fault.place}: {texts(fault.message, **dict(fault.values))}"


def one_of(words: Iterable[str]) -> str:
    """Return allowed values as a message lists them."""
    return ", ".join(words)
