"""All addresses of the pages, as they are, so that a new page falls under every test by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, reverse

from allocator.web import urls
from allocator.web.models import ROLES
from allocator.web.routes import EVERYBODY

CORPORATIE = "corporatie"
OWN, OTHERS, ABSENT = "own", "another's", "absent"


@dataclass(frozen=True)
class Address:
    """An address: its name, what it needs to be written, and who may open it."""

    name: str
    parameters: tuple[str, ...]
    roles: tuple[str, ...]

    @property
    def everybodys(self) -> bool:
        """Whether it is open without an account."""
        return EVERYBODY in self.roles

    def of(self, values: Mapping[str, object]) -> str:
        """Return the address with its parameters filled in."""
        return reverse(self.name, kwargs={name: values[name] for name in self.parameters})


def addresses() -> Iterator[Address]:
    """Return all addresses.

    Fails for one that was not made by :func:`allocator.web.routes.page`: without roles it would
    be open to all who have an account.
    """
    for found in urls.urlpatterns:
        assert isinstance(found, URLPattern), f"{found}: no include() here, each page has its roles"
        roles = getattr(found.callback, "roles", ())
        assert roles, f"{found.pattern}: has no roles"
        assert set(roles) <= {*ROLES, EVERYBODY}
        assert found.name, f"{found.pattern}: has no name"
        yield Address(found.name, tuple(found.pattern.converters), tuple(roles))


ALL = tuple(addresses())
each_address = pytest.mark.parametrize("address", ALL, ids=lambda one: one.name)
