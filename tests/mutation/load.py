"""Puts a mutant in the place of its module, and imports anew all that uses it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader

from tests.mutation.mutants import Mutant, path_of


def load(mutant: Mutant, users: Iterable[str]) -> None:
    """Load a mutant; modules under ``users`` are forgotten, so that they import it.

    There is no way back: call it in a process that ends afterwards.
    """
    sys.meta_path.insert(0, _Finder(mutant))
    gone = tuple(users)
    for name in list(sys.modules):
        if name in gone or name.startswith(tuple(f"{user}." for user in gone)):
            del sys.modules[name]


class _Finder(MetaPathFinder):
    """Finds the mutated module, and no other."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name != self._mutant.module:
            return None
        return spec_from_loader(name, _Loader(self._mutant))


class _Loader(SourceFileLoader):
    """Loads the code of a mutant instead of that of the file."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(path_of(mutant.module)))
        self._mutant = mutant

    def get_code(self, fullname: str) -> object:
        return self._mutant.code()
