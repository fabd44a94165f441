"""Legal amounts that change by the year: dated tables with unit and source.

Each table is a YAML file here.  ``value_on`` gives the amounts of the year of a day, or
the last known ones; ``known_on`` says which of the two it was; ``warnings_for`` gives the
warning that an instance deserves because of it.
"""

from allocator.parameters.dated import Amounts, known_on, source_on, value_on
from allocator.parameters.missing import warnings_for

__all__ = ["Amounts", "known_on", "source_on", "value_on", "warnings_for"]
