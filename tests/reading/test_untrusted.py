"""Files from outside: what is taken in, and everything that is not."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from allocator.errors import BadInput
from allocator.reading import digest, read_instance, template, write_workbook
from allocator.reading.untrusted import MOST_BYTES, MOST_FILES, Arrived, limits, put

TINY = Path(__file__).parents[2] / "instances" / "tiny"
NIJMEGEN = TINY.parent / "nijmegen"
SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>'
    b"</worksheet>"
)


def arrived(name: str, content: bytes) -> Arrived:
    return Arrived(name, io.BytesIO(content), len(content))


def loose(folder: Path) -> list[Arrived]:
    kinds = (".csv", ".toml")
    return [arrived(f.name, f.read_bytes()) for f in sorted(folder.iterdir()) if f.suffix in kinds]


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def tiny_files(prefix: str = "") -> dict[str, bytes]:
    return {f"{prefix}{file.name}": file.content.read() for file in loose(TINY)}


def refused(files: list[Arrived], folder: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        put(files, folder)
    return [fault.message for fault in caught.value.faults]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files in a workbook of the sample."""
    file = tmp_path_factory.mktemp("workbook") / "nijmegen.xlsx"
    write_workbook(read_instance(NIJMEGEN).instance, file)
    with zipfile.ZipFile(file) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


# --- what is taken in ----------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "nijmegen/", "a/b/"])
def test_a_zip_is_taken_in_whatever_folder_it_holds(prefix, tmp_path):
    found = put([arrived("week 2.zip", zipped(tiny_files(prefix)))], tmp_path)
    assert read_instance(found).instance == read_instance(TINY).instance


def test_loose_files_are_taken_in_under_names_of_ours(tmp_path):
    files = loose(TINY)
    named = [Arrived(f"C:\\map\\{f.name.upper()}", f.content, f.size) for f in files]
    found = put(named, tmp_path)
    assert sorted(f.name for f in found.iterdir()) == sorted(f.name for f in files)
    assert digest(read_instance(found).instance) == digest(read_instance(TINY).instance)


def test_a_workbook_is_written_anew_and_says_the_same(parts, tmp_path):
    more = {**parts, "xl/media/image1.png": b"\x89PNG", "xl/vbaProject.bin": b"MZ"}
    found = put([arrived("nijmegen.xlsx", zipped(more))], tmp_path)
    assert digest(read_instance(found).instance) == digest(read_instance(NIJMEGEN).instance)
    with zipfile.ZipFile(found) as archive:
        assert set(archive.namelist()) == set(parts)  # nothing but what is read


def test_the_template_is_taken_in(tmp_path):
    found = put([arrived("leeg.xlsx", template("nl"))], tmp_path)
    with pytest.raises(BadInput) as caught:  # as empty as it is, and nothing else
        read_instance(found)
    assert "reading.not_a_workbook" not in {fault.message for fault in caught.value.faults}


def test_what_is_not_read_is_said(tmp_path):
    files = {**tiny_files(), "README.md": b"hallo", "__MACOSX/._homes.csv": b"x", ".DS_Store": b""}
    found = put([arrived("tiny.zip", zipped(files))], tmp_path)
    assert {f.name for f in found.iterdir()} == set(tiny_files())


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../homes.csv", "a/../../homes.csv", "/homes.csv", "C:/homes.csv", "C:homes.csv",
        "..\\homes.csv", "map\\homes.csv", "con/homes.csv", "aux.x/homes.csv", "nul.csv",
        "ho\nmes.csv", "homes.csv\0.exe",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name, tmp_path):
    files = {k: v for k, v in tiny_files().items() if k != "homes.csv"}
    # Python itself does not write such names: put it where another name stood.
    stand_in = "Q" * len(name)
    content = zipped({**files, stand_in: b"id\n"}).replace(stand_in.encode(), name.encode())
    assert refused([arrived("x.zip", content)], tmp_path) == ["reading.upload_path"]
    assert not list(tmp_path.parent.glob("homes.csv"))


def test_a_link_is_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("homes.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    assert "reading.upload_link" in refused([arrived("x.zip", out.getvalue())], tmp_path)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "reading.upload_none"),
        (["plan.pdf"], "reading.upload_unknown"),
        (["oud.xls"], "reading.upload_unknown"),
        (["tabel.csv"], "reading.upload_unknown"),
        (["homes.csv", "woningen.csv", "HOMES.CSV"], "reading.table_twice"),
        (["a.xlsx", "homes.csv"], "reading.upload_mixed"),
        (["a.zip", "b.zip"], "reading.upload_mixed"),
        (["homes.csv"] * (MOST_FILES + 1), "reading.upload_too_many"),
    ],
)  # fmt: skip
def test_other_files_are_refused(files, message, tmp_path):
    assert message in refused([arrived(name, b"id\n") for name in files], tmp_path)


# --- sizes ---------------------------------------------------------------------------------------


def test_files_too_large_together_are_refused(tmp_path):
    half = MOST_BYTES // 2 + 1
    files = [Arrived(name, io.BytesIO(), half) for name in ("homes.csv", "persons.csv")]
    assert refused(files, tmp_path) == ["reading.upload_too_large"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"homes.csv": b"0" * (limits.SMALL + 2)}, "reading.upload_bomb"),  # a thousand to one
        ({f"f{n}/x": b"" for n in range(limits.MOST_ENTRIES + 1)}, "reading.upload_entries"),
        ({"binnen.zip": zipped({"homes.csv": b"id"})}, "reading.upload_nested"),
        ({"binnen.xlsx": b"PK"}, "reading.upload_nested"),
        ({"a/homes.csv": b"id\n", "b/woningen.csv": b"id\n", "b/homes.csv": b"x"},
         "reading.table_twice"),
        ({}, "reading.upload_unknown"),
    ],
)  # fmt: skip
def test_a_zip_that_does_harm_is_refused(files, message, tmp_path):
    assert message in refused([arrived("x.zip", zipped(files))], tmp_path)
    assert sum(f.stat().st_size for f in tmp_path.rglob("*") if f.is_file()) < limits.MEGABYTE


def test_just_under_the_limits_is_taken_in(tmp_path):
    """What is small may be packed as tight as it likes."""
    files = {**tiny_files(), **{f"f{n}/x": b"" for n in range(400)}, "groot.txt": b"0" * 1_000_000}
    assert put([arrived("x.zip", zipped(files))], tmp_path).is_dir()


def test_an_archive_that_lies_of_its_sizes_is_refused(tmp_path):
    """The directory says 10 bytes, and there are two million of them."""
    content = bytearray(zipped({"homes.csv": b"01234567" * 250_000}))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 10)
    assert "reading.upload_not_a_zip" in refused([arrived("x.zip", bytes(content))], tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7"])
def test_what_is_no_zip_is_refused(content, tmp_path):
    for name, messages in (
        ("x.zip", {"reading.upload_not_a_zip", "reading.upload_unknown"}),
        ("x.xlsx", {"reading.not_a_workbook"}),
    ):
        folder = tmp_path / name[2:]
        folder.mkdir()
        assert set(refused([arrived(name, content)], folder)) <= messages


def test_a_password_is_refused(tmp_path):
    content = bytearray(zipped({"homes.csv": b"id\n"}))
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "reading.upload_encrypted" in refused([arrived("x.zip", bytes(content))], tmp_path)


@pytest.mark.parametrize("row", [b"\n1", b"\r1", b"," * 9, b";" * 9], ids=repr)
def test_a_table_that_becomes_too_many_cells_is_refused(row, tmp_path):
    content = b"id" + row * (limits.MOST_CELLS + 1)
    assert "reading.upload_cells" in refused([arrived("homes.csv", content)], tmp_path)


def test_settings_too_long_are_refused(tmp_path):
    content = b"#" * (limits.MOST_TOML + 1)
    assert "reading.upload_cells" in refused([arrived("instance.toml", content)], tmp_path)


# --- workbooks -----------------------------------------------------------------------------------

FAR = b'<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        FAR + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        FAR + b'<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>',
        b"<row>" + b'<c r="A1" t="s"><v>0</v></c>' * 4000 + b"</row>",  # a long text, many times
    ],
    ids=["first and last cell", "without a place", "one text in many cells"],
)
def test_a_sheet_that_becomes_too_large_is_refused(rows, parts, tmp_path):
    text = b"x" * limits.LONGEST_CELL
    shared = b"<sst><si><t>" + text + b"</t></si></sst>"
    made = {**parts, "xl/worksheets/sheet1.xml": SHEET % rows, "xl/sharedStrings.xml": shared}
    content = zipped(made, zipfile.ZIP_STORED)
    assert refused([arrived("x.xlsx", content)], tmp_path) == ["reading.upload_bomb"]


def test_a_sheet_that_only_says_it_is_large_is_read(parts, tmp_path):
    """A program may write any size above the cells; an empty cell far away counts for nothing."""
    made = dict(parts)
    name = "xl/worksheets/sheet1.xml"
    made[name] = made[name].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert made[name] != parts[name]
    put([arrived("x.xlsx", zipped(made))], tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml,
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData><!-- <c -->"),
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData><![CDATA[ ]]>"),
        lambda xml: xml.replace(b'r="A1"', b'r="A1>"'),
        lambda xml: xml.replace(b'r="A1"', b'r="' + b"A" * 3000 + b'"'),
        lambda xml: xml.replace(b'r="A1"', b'r="A0"'),
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b"<x>" * 99 + b"</x>" * 99),
        lambda xml: xml[:-9],
        lambda xml: b'<?xml version="1.0" encoding="F-8"?>' + xml[xml.index(b"<worksheet") :],
    ],
)  # fmt: skip
def test_a_sheet_that_no_program_writes_is_refused(change, parts, tmp_path):
    name = "xl/worksheets/sheet1.xml"
    made = {**parts, name: change(parts[name])}
    assert made[name] != parts[name]
    assert refused([arrived("x.xlsx", zipped(made))], tmp_path) == ["reading.not_a_workbook"]


def test_a_sheet_where_nobody_looked_is_refused(parts, tmp_path):
    links = "xl/_rels/workbook.xml.rels"
    made = {**parts, links: parts[links].replace(b"worksheets/sheet1.xml", b"media/sheet1.png")}
    made["xl/media/sheet1.png"] = SHEET % FAR
    assert refused([arrived("x.xlsx", zipped(made))], tmp_path) == ["reading.not_a_workbook"]


def test_two_parts_with_one_name_are_refused(parts, tmp_path):
    name = "xl/worksheets/sheet1.xml"
    made = {**parts, name.upper(): parts[name]}
    assert refused([arrived("x.xlsx", zipped(made))], tmp_path) == ["reading.not_a_workbook"]
