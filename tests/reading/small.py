"""A small sound instance as files, for tests to spoil."""

from __future__ import annotations

from pathlib import Path

from allocator.errors import BadInput
from allocator.reading import Reading, read_instance

FILES = {
    "instance.toml": """\
name = "Testdorp"
municipality = "0268"
peildatum = 2025-04-07
lottery_seed = 7

[policy]
spare_bedrooms = 2

[[taakstelling]]
from = 2025-01-01
until = 2025-06-30
persons = 40
""",
    "wijken.csv": """\
code;name;within;draagkracht_persons;placed_persons
stad;Stad;;;
noord;Noord;stad;12;3
zuid;Zuid;stad;;
""",
    "corporaties.csv": """\
id;name;max_placements
talis;Talis;4
""",
    "complexes.csv": """\
id;name;wijk
ndw21;NDW21;noord
""",
    "homes.csv": """\
id;corporatie;wijk;complex;kind;bedrooms;min_persons;max_persons;sharing;rent_eur;available_from;available_until;bag_id
w1;talis;noord;ndw21;flexwoning;1;1;2;none;650,50;2025-04-01;2027-04-01;0268100000000001
w2;talis;zuid;;sociale_huur;3;3;5;;;2025-05-01;;
""",
    "households.csv": """\
id;group;koppeldatum;preferred_wijken;needs;current_site;moved_in_on;arrives_on;leaves_on
h1;statushouder;2025-01-06;noord|zuid;;;;;
h2;statushouder;2025-02-03;;own_home;;;;
o1;ontheemde;;;;bloem;2024-06-01;;
o2;ontheemde;;;;;;2025-05-01;2026-05-01
""",
    "persons.csv": """\
id;household;birth_date;gender;role
p1;h1;1990-03-02;f;head
p2;h1;2015-03-02;m;child
p3;h2;1980-12-31;x;
p4;o1;1970-01-01;f;
p5;o2;1960-02-29;m;
""",
    "decisions.csv": """\
household;home;decision;decided_on;reason
h1;w1;lock;2025-03-31;aanbod aanvaard
h2;w1;refused_by_team;;
""",
    "points.csv": """\
household;home;points;reason
h1;w2;-5;ver van school
""",
    "previous.csv": """\
household;home
h1;w1
""",
    "sites.csv": """\
id;name;wijk;opens_on;closes_on;extend_until
bloem;Bloemerhof;zuid;;2026-01-01;2026-07-01
""",
    "rooms.csv": """\
site;beds;count;opens_on;closes_on
bloem;2;10;;
""",
    "site_decisions.csv": """\
household;site;decision;from_on;reason
o1;bloem;lock;;
""",
}

Place = tuple[str, int | None, str, str]


class Files:
    """The files of an instance in a folder; each can be spoiled before it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = dict(FILES)

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace what stands once in a file."""
        assert self.texts[file].count(old) == 1, (file, old)
        self.texts[file] = self.texts[file].replace(old, new)

    def add(self, file: str, *rows: str) -> None:
        """Add rows to a file."""
        self.texts[file] += "".join(row + "\n" for row in rows)

    def write(self) -> Path:
        """Write all files and return their folder."""
        for name, text in self.texts.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder

    def read(self) -> Reading:
        """Write and read."""
        return read_instance(self.write())

    def faults(self) -> list[Place]:
        """Write, read and return the places and messages of all faults."""
        return places_of(self.write())


def places_of(path: Path) -> list[Place]:
    """Return the places and messages of all faults in an instance."""
    try:
        faults = read_instance(path).warnings
        assert all(fault.warning for fault in faults)
    except BadInput as error:
        faults = error.faults
        assert not all(fault.warning for fault in faults)
    return [(f.file, f.row, f.column, f.message.removeprefix("reading.")) for f in faults]
