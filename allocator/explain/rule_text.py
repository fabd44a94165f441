"""What a pair rule says of one household and one home, in a sentence with its numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.pair_rules import PAIR_RULES
from allocator.texts import Texts

RULES = {rule.code: rule for rule in PAIR_RULES}


def rule_sentence(code: str, household: Household, home: Home, instance: Instance, t: Texts) -> str:
    """Return the sentence of a rule by code."""
    rule = RULES[code]
    values = rule.numbers(household, home, instance)
    return t(rule.sentence, **{name: _written(name, v, t) for name, v in values.items()})


def _written(name: str, value: object, t: Texts) -> object:
    """Return a value as people write it."""
    if isinstance(value, date):
        return t.day(value)
    if isinstance(value, Decimal):
        return t.euro(value) if name.endswith("_eur") else t.number(value)
    return value
