"""What to compare, and how: as it is asked, and as it is kept with the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from allocator.rounds.use import Refused

NOW = ""
"""Stands for what is known now, without any change, among names of scenarios."""
REPLICATIONS, WEEKS, SEED = 10, 52, 1
MOST_REPLICATIONS, MOST_WEEKS, MOST_SEED, MOST_SCENARIOS = 100, 104, 1_000_000, 12


@dataclass(frozen=True)
class Question:
    """Scenarios by name, the base first; how often each is run, how long, and how chance falls.

    The weeks hold for all of them, whatever each says of its own, so that they can be compared.
    """

    names: tuple[str, ...]
    replications: int = REPLICATIONS
    weeks: int = WEEKS
    seed: int = SEED
    language: str = "nl"

    def __post_init__(self) -> None:
        """Refuse a question without an answer."""
        if not 1 <= len(self.names) <= MOST_SCENARIOS:
            raise Refused("rounds.scenario_few", most=MOST_SCENARIOS)
        if len(set(self.names)) < len(self.names):
            raise Refused("rounds.scenario_once")

    @property
    def stored(self) -> list[str]:
        """The names of scenarios that are kept."""
        return [name for name in self.names if name != NOW]

    def document(self) -> dict[str, Any]:
        """Return it in types of JSON."""
        return {**asdict(self), "names": list(self.names)}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Question:
        """Return what :meth:`document` wrote, among whatever else."""
        fields = {name: document[name] for name in cls.__dataclass_fields__}
        return cls(**{**fields, "names": tuple(fields["names"])})
