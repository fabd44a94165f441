"""Tests of the pages; what is here can also be run by itself, with the settings of the pages."""

import tests.conftest  # noqa: F401
