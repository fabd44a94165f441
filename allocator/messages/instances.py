"""What to say about an instance."""

from __future__ import annotations

from pathlib import Path

from allocator.domain.choices import Group
from allocator.domain.instance import Instance
from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.texts import Texts


def instance_counts(instance: Instance) -> dict[str, int]:
    """Return how much of everything an instance has."""
    return {
        "statushouders": sum(h.group is Group.STATUSHOUDER for h in instance.households),
        "ontheemden": sum(h.group is Group.ONTHEEMDE for h in instance.households),
        "persons": sum(len(h.persons) for h in instance.households),
        "homes": len(instance.homes),
        "units": sum(home.units for home in instance.homes),
        "sites": len(instance.sites),
    }


def generated_document(instance: Instance, folder: Path) -> dict[str, object]:
    """Return what was generated as a document for ``--json``."""
    return {"folder": str(folder), "name": instance.name, **instance_counts(instance)}


def generated_lines(instance: Instance, folder: Path, t: Texts) -> list[str]:
    """Return what was generated."""
    return [t("cli.generated", folder=folder, **instance_counts(instance))]


def template_document(file: Path) -> dict[str, object]:
    """Return what was written as a document for ``--json``."""
    tables = [table.name for table in (SETTINGS, TAAKSTELLING, *TABLES)]
    return {"file": str(file), "tables": tables}


def template_lines(file: Path, t: Texts) -> list[str]:
    """Return what was written, and how to go on."""
    return [t("cli.template.written", file=file)]
