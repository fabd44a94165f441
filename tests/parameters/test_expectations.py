"""The defaults of what is expected: each with its source, and the same as the domain has."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pydantic import BaseModel

from allocator.domain.future import Future
from allocator.parameters import expectations as module
from allocator.parameters.expectations import Value, expectations


def defaults(model: BaseModel, path: str = "") -> Iterator[tuple[str, Value]]:
    """Return each field with its default as the file would write it."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from defaults(value, f"{path}{name}.")
        elif isinstance(value, int) and not isinstance(value, bool):
            yield f"{path}{name}", Decimal(value)
        else:
            yield f"{path}{name}", None if value == () else value


def test_they_are_the_defaults_of_a_future_and_none_is_missing() -> None:
    written = [(key, one.value) for key, one in expectations().items()]
    assert written == list(defaults(Future()))


def test_each_says_where_it_comes_from_in_both_languages() -> None:
    starts = {"nl": ("aanname: ", "afgeleid: ", "Programma: "),
              "en": ("assumption: ", "derived: ", "Programma: ")}  # fmt: skip
    for one in expectations().values():
        kinds = set()
        for language, options in starts.items():
            assert one.name[language]
            assert one.unit[language]
            (start,) = (s for s in options if one.source[language].startswith(s))
            assert len(one.source[language]) > len(start)
            kinds.add(options.index(start))
        assert len(kinds) == 1, one.key
        assert (one.value is None) == (kinds == {1} or "like" in one.source["en"]
                                       or "where the homes" in one.source["en"])  # fmt: skip


def test_words_in_one_language_are_refused() -> None:
    with pytest.raises(TypeError):
        module._words({"nl": "weken"})
