from __future__ import annotations

import hashlib
from datetime import date

import numpy as np

from allocator.rules.columns import columns
from allocator.rules.fit import PARTS
from allocator.rules.measures import lottery, lottery_number, urgency
from tests.rules import build


def test_lottery_numbers_are_the_first_20_bits():
    # printf '5:2025-04-07:H1' | sha256sum begins with …; 20 bits are five hexadecimal digits
    digest = hashlib.sha256(b"5:2025-04-07:H1").hexdigest()
    assert lottery_number("5:2025-04-07:H1") == int(digest[:5], 16)
    h, _, c = columns(build.instance([build.household("H1"), build.household("H2")]))
    other = hashlib.sha256(b"5:2025-04-07:H2").hexdigest()
    assert lottery(h, c).tolist() == [int(digest[:5], 16), int(other[:5], 16)]
    assert lottery(h.rows(), c).shape == (2, 1)


def test_a_known_lottery_number():
    # sha256sum of the text begins with e3b0c (the empty text)
    assert lottery_number("") == 0xE3B0C


def test_lottery_depends_on_seed_and_day():
    people = [build.household("H1")]
    texts = {
        tuple(lottery(*columns(build.instance(people, **change))[::2]).tolist())
        for change in ({}, {"lottery_seed": 6}, {"peildatum": date(2025, 4, 8)})
    }
    assert len(texts) == 3


def test_measures_are_whole_numbers():
    h, _, c = columns(build.instance([build.household("H1")]))
    assert urgency(h, c).dtype == lottery(h, c).dtype == np.int64


def test_fit_parts_have_the_names_of_the_policy():
    assert list(PARTS) == list(type(build.instance().policy.fit).model_fields)
