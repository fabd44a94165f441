"""Settings that are not the default, by their key in the reference."""

from __future__ import annotations

from decimal import Decimal

from allocator.domain.policy import MATCHING_TIERS, Policy
from allocator.figures.settings import Setting, changed_settings


def test_all_default():
    assert changed_settings(Policy()) == ()


def test_changed():
    policy = Policy.model_validate(
        {
            "term_weeks": 8,
            "count_nareis": True,
            "fit": {"ties": 0},
            "rent_limits": {"small": Decimal("600.5")},
            "tiers": {"matching": ("fit",)},
            "tolerance": {"waiting": Decimal(1)},
            "slack": {"fit": 3},
        }
    )
    assert changed_settings(policy) == (
        Setting("rent_limits.small", Decimal("600.5"), None),
        Setting("count_nareis", True, False),
        Setting("term_weeks", 8, 10),
        Setting("fit.ties", 0, 40),
        Setting("tiers.matching", ("fit",), MATCHING_TIERS),
        Setting("tolerance.waiting", Decimal(1), None),
        Setting("slack.fit", 3, None),
    )
