"""The pages of importing: what is taken in, shown, applied, and everything that is refused."""

from __future__ import annotations

import io
import os
import re
import tempfile
import time
import zipfile
from datetime import date
from pathlib import Path
from unittest.mock import ANY

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django_tasks_db.models import DBTaskResult

from allocator.reading import read_instance, write_folder, write_workbook
from allocator.reading.untrusted import MOST_BYTES, limits
from allocator.rounds import uploads
from allocator.rounds.case import known
from allocator.rounds.editing import edit
from allocator.store import models
from allocator.web import tasks
from tests.rounds.people import NIJMEGEN, TINY, imported, team
from tests.web.test_facts import on_monday, words
from tests.web.visitors import visitor

__all__ = ["on_monday"]

XLSX = "instance.xlsx"


@pytest.fixture(autouse=True)
def place_of_uploads(tmp_path, monkeypatch) -> Path:
    """Keep uploads in a folder of the test."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder / f"plaatswijs-{os.geteuid()}"


def kept(place: Path) -> list[Path]:
    return sorted(file for file in place.rglob("*") if file.is_file()) if place.exists() else []


def send(client, *files: tuple[str, bytes]):
    uploaded = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/inlezen/", {"files": uploaded})


def loose(folder: Path) -> list[tuple[str, bytes]]:
    kinds = (".csv", ".toml")
    return [(f.name, f.read_bytes()) for f in sorted(folder.iterdir()) if f.suffix in kinds]


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(name, content)
    return out.getvalue()


def workbook(folder: Path) -> bytes:
    write_workbook(read_instance(TINY).instance, folder / XLSX)
    return (folder / XLSX).read_bytes()


def changed(folder: Path, **values: object) -> list[tuple[str, bytes]]:
    """Return the files of tiny with another value of W1."""
    tiny = read_instance(TINY).instance
    first, *others = tiny.homes
    homes = (first.model_copy(update=values), *others)
    write_folder(tiny.model_copy(update={"homes": homes}), folder / "changed")
    return loose(folder / "changed")


def apply(client):
    shown = client.get("/inlezen/")
    return client.post(
        "/inlezen/toepassen/", {"seen": shown.context["found"].difference.fingerprint}
    )


# --- the whole way -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["workbook", "zip", "files"])
def test_files_are_looked_at_applied_and_thrown_away(file, tmp_path, place_of_uploads, form):
    files = {
        "workbook": lambda: [("week 1.xlsx", workbook(tmp_path))],
        "zip": lambda: [("week 1.zip", zipped(loose(TINY)))],
        "files": lambda: loose(TINY),
    }[form]()
    client = visitor()
    answer = send(client, *files)
    assert (answer.status_code, answer.url) == (303, "/inlezen/")
    assert kept(place_of_uploads)
    text = words(client.get("/inlezen/"))
    assert "Peildatum 7-4-2025. Er is nog niets veranderd." in text
    assert "huishoudens 6 0 0 0" in text
    assert not models.Import.objects.exists()
    answer = apply(client)
    made = models.Import.objects.get()
    assert (answer.status_code, answer.url) == (303, f"/inlezen/{made.n}/")
    assert known().instance == read_instance(TINY).instance
    assert made.source == ("csv 2025-04-07" if form == "files" else files[0][0])
    assert kept(place_of_uploads) == []
    text = words(client.get(answer.url))
    assert "huishoudens 6 0 0 0" in text
    assert "Naar de ronde" in text
    assert made.source in words(client.get("/inlezen/"))


def test_the_difference_is_shown_field_by_field_but_for_special_ones(file, tmp_path):
    imported()
    edit(team(), "homes", "W1", {"rent_eur": "600"})
    edit(team(), "households", "H5", {"support": "licht", "nareis_persons": "4"})
    client = visitor()
    send(client, ("tiny.zip", zipped(loose(TINY))))
    text = words(client.get("/inlezen/"))
    by = r"verbeterd door anna op \d+-\d+-20\d\d"
    assert re.search(rf"W1 veranderd rekenhuur € 600,00 {by} € 610,00", text)
    assert re.search(rf"H5 veranderd nareizigers 4 {by} 0", text)
    assert re.search(rf"H5 veranderd begeleiding {by} veranderd; een bijzonder gegeven", text)
    assert "3 gegevens zijn hier met de hand verbeterd" in text
    assert "lichte begeleiding" not in text


def test_settings_that_differ_are_shown(file, tmp_path):
    imported()
    files = [
        (n, b.replace(b"[[taakstelling]]", b"[policy]\nterm_weeks = 12\n\n[[taakstelling]]"))
        for n, b in loose(TINY)
    ]
    client = visitor()
    send(client, *files)
    assert "Termijn in weken 10 12" in words(client.get("/inlezen/"))


def test_nothing_new_says_so(file):
    imported()
    client = visitor()
    send(client, *loose(TINY))
    assert "Alles is al bekend" in words(client.get("/inlezen/"))
    answer = apply(client)
    assert "Alles is al bekend" in words(client.get(answer.url))


def test_what_was_uploaded_can_be_thrown_away(file, place_of_uploads):
    client = visitor()
    send(client, *loose(TINY))
    answer = client.post("/inlezen/weg/")
    assert (answer.status_code, answer.url) == (303, "/inlezen/")
    assert kept(place_of_uploads) == []
    assert "weggegooid" in words(client.get("/inlezen/"))
    assert not models.Import.objects.exists()
    assert client.post("/inlezen/toepassen/", {"seen": "x"}).status_code == 303
    assert "worden niet langer bewaard" in words(client.get("/inlezen/"))


def test_another_upload_takes_the_place_of_the_first(file, tmp_path, place_of_uploads):
    imported()
    client = visitor()
    send(client, *changed(tmp_path, bedrooms=4))
    first = client.get("/inlezen/").context["found"].difference.fingerprint
    send(client, *changed(tmp_path, bedrooms=5))
    assert len({file.parts[-3] for file in kept(place_of_uploads) if file.suffix}) == 1
    answer = client.post("/inlezen/toepassen/", {"seen": first})  # of a page opened before
    assert (answer.status_code, answer.url) == (303, "/inlezen/")
    assert known().instance == read_instance(TINY).instance
    assert apply(client).status_code == 303
    assert models.Home.objects.get(key="W1").bedrooms == 5


def test_what_was_edited_meanwhile_is_not_overwritten_unseen(file, tmp_path):
    imported()
    client = visitor()
    send(client, *changed(tmp_path, bedrooms=4))
    seen = client.get("/inlezen/").context["found"].difference.fingerprint
    edit(team(), "homes", "W1", {"rent_eur": "600"})
    client.post("/inlezen/toepassen/", {"seen": seen})
    text = words(client.get("/inlezen/"))
    assert "W1 veranderd rekenhuur € 600,00" in text  # the new difference, to look at again
    assert models.Home.objects.get(key="W1").bedrooms == 1


# --- whose it is ---------------------------------------------------------------------------------


def test_files_are_of_the_session_that_sent_them(file):
    mine = visitor()
    send(mine, *loose(TINY))
    for other in (visitor(username="bas"), visitor()):  # another account, and another browser
        assert "found" not in other.get("/inlezen/").context
        other.post("/inlezen/toepassen/", {"seen": ANY})
    assert not models.Import.objects.exists()


def test_who_takes_over_a_session_word_gets_nothing(file):
    mine, other = visitor(), visitor(username="bas")
    send(mine, *loose(TINY))
    session = other.session
    session["upload"] = mine.session["upload"]
    session.save()
    assert "found" not in other.get("/inlezen/").context
    other.post("/inlezen/weg/")
    assert mine.get("/inlezen/").context["found"] is not None


def test_files_are_gone_after_an_hour_also_when_nobody_comes_back(file, place_of_uploads):
    client = visitor()
    send(client, *loose(TINY))
    (task,) = DBTaskResult.objects.all()
    assert task.task_path.endswith("sweep")
    assert uploads.KEPT <= (task.run_after - task.enqueued_at).total_seconds() < uploads.KEPT + 60
    late = time.time() - uploads.KEPT - 1
    for folder in place_of_uploads.iterdir():
        os.utime(folder, (late, late))
    assert "found" not in client.get("/inlezen/").context
    tasks.sweep.call()
    assert kept(place_of_uploads) == []


@pytest.mark.parametrize("role", ["corporatie", "planner", "auditor"])
def test_only_the_team_may(file, role):
    imported()
    client = visitor(role, "wonen" if role == "corporatie" else "")
    for address in ("", "toepassen/", "weg/", "sjabloon/", "1/"):
        assert client.get(f"/inlezen/{address}").status_code == 403
        assert client.post(f"/inlezen/{address}").status_code == 403


def test_steps_are_forms_and_what_is_no_import_is_not_found(file):
    imported()
    client = visitor()
    assert client.get("/inlezen/toepassen/").status_code == 405
    assert client.get("/inlezen/weg/").status_code == 405
    assert client.get("/inlezen/999/").status_code == 404


def test_the_template_can_be_downloaded_and_is_taken_in(file):
    client = visitor()
    answer = client.get("/inlezen/sjabloon/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plaatswijs-invoer.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "huishoudens" in book.sheetnames
    assert send(client, ("leeg.xlsx", answer.content)).status_code == 303
    assert client.get("/inlezen/").status_code == 200


# --- faults at their cells -----------------------------------------------------------------------


def test_all_faults_stand_in_a_table_at_their_cells(file):
    imported()
    files = [
        (name, body.replace(b"2024-06-28", b"31-02-2025").replace(b"H2;statushouder", b"H2;nomade"))
        for name, body in loose(TINY)
        if name != "corporaties.csv"
    ]
    client = visitor()
    assert send(client, *files).status_code == 303
    answer = client.get("/inlezen/")
    assert answer.status_code == 200
    text = words(answer)
    assert "households.csv 2 koppeldatum '31-02-2025' is geen datum; verwacht" in text
    assert "households.csv 3 group 'nomade' is hier geen keuze" in text
    assert "corporaties.csv Ontbreekt; dit bestand is verplicht" in text
    assert client.post("/inlezen/toepassen/", {"seen": "x"}).status_code == 303
    assert models.Import.objects.count() == 1
    client.post("/inlezen/weg/")
    assert client.get("/inlezen/").status_code == 200


def test_warnings_are_shown_with_the_difference(file):
    client = visitor()
    send(client, ("x.zip", zipped([*loose(TINY), ("persons_oud.csv", b"a\n")])))
    assert client.get("/inlezen/").status_code == 200
    odd = [(n, b.replace(b"1;1;2;light", b"1;2;2;light")) for n, b in loose(TINY)]
    odd = [(n, b.replace(b"lottery_seed = 20250407", b"lottery_seed = 0")) for n, b in odd]
    send(client, *odd)
    text = words(client.get("/inlezen/"))
    assert "instance.toml 4 lottery_seed Het startgetal van de loting is 0" in text


def test_thousands_of_faults_are_cut_off_with_how_many_more(file):
    rows = b"".join(b"X%d;statushouder;2025-13-01\n" % n for n in range(1500))
    files = [(n, b"id;group;koppeldatum\n" + rows if n == "households.csv" else b)
             for n, b in loose(TINY)]  # fmt: skip
    client = visitor()
    send(client, *files)
    text = words(client.get("/inlezen/"))
    assert re.search(r"En nog \d+ andere\.", text)


def test_a_formula_without_a_result_is_a_fault_at_its_cell(file, tmp_path):
    workbook(tmp_path)
    book = openpyxl.load_workbook(tmp_path / XLSX)
    sheet = book["wijken"]
    column = next(c.column for c in sheet[1] if c.value == "draagkracht_persons")
    row = next(r for r in range(2, 5) if sheet.cell(r, 1).value == "noord")
    sheet.cell(row, column).value = "=10+1"
    book.save(tmp_path / XLSX)
    client = visitor()
    send(client, (XLSX, (tmp_path / XLSX).read_bytes()))
    answer = client.get("/inlezen/")
    assert answer.status_code == 200
    assert f"wijken {row} draagkracht_persons '#FORMULA' is een formule met een fout" in words(
        answer
    )


ATTACK = "<script>alert(1)</script>"


def test_what_files_say_is_shown_as_text(file):
    client = visitor()
    files = [(n, b.replace(b"H1;statushouder", f"H1;{ATTACK}".encode())) for n, b in loose(TINY)]
    send(client, *files)
    content = client.get("/inlezen/").content
    assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert" in content
    answer = send(client, (f"{ATTACK}.csv", b"x"))
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    send(client, (f"{ATTACK}.zip", zipped(loose(TINY))))
    assert b"<script>alert" not in client.get("/inlezen/").content
    assert apply(client).status_code == 303
    for address in ("/inlezen/", f"/inlezen/{models.Import.objects.get().n}/", "/huishoudens/H1/"):
        assert b"<script>alert" not in client.get(address).content


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Er is geen bestand gekozen"),
        ([("leeg.csv", b"")], "Wordt hier niet gelezen"),
        ([("plan.pdf", b"%PDF-1.7")], "Wordt hier niet gelezen"),
        ([("x.zip", b"")], "Is geen zip-bestand"),
        ([("x.xlsx", b"PK\x03\x04")], "Is geen leesbare .xlsx-werkmap"),
        ([("x.zip", zipped([("../homes.csv", b"id\n")]))], "verboden naam (../homes.csv)"),
        ([("x.zip", zipped([("homes.csv", b"0" * limits.SMALL * 2)]))], "Wordt uitgepakt te groot"),
        ([("a.zip", b"x"), ("b.csv", b"x")], "Moet alleen komen"),
        ([("homes.csv", b"id")] * 2, "Staat er ook als homes.csv"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_page_that_says_what_to_do(file, place_of_uploads, files, said):
    answer = send(visitor(), *files)
    assert answer.status_code == 200
    assert said in words(answer)
    assert kept(place_of_uploads) == []


def test_an_empty_table_is_a_fault(file):
    client = visitor()
    assert send(client, *[(n, b"" if n == "homes.csv" else b) for n, b in loose(TINY)])
    assert "homes.csv Is leeg; verwacht een rij met kolomnamen" in words(client.get("/inlezen/"))


def test_more_files_than_anybody_needs_are_refused(file):
    for n in (21, 300):
        answer = send(visitor(), *[("homes.csv", b"id\n")] * n)
        assert answer.status_code == 200
        assert "Dat zijn te veel bestanden; verwacht er hoogstens 20" in words(answer)


@pytest.mark.parametrize(("more", "status"), [(0, 303), (1, 200)])
def test_a_byte_too_many_is_stopped_while_it_comes_in(file, place_of_uploads, more, status):
    """A table of one cell that is just as large as may be, or one byte larger."""
    answer = send(visitor(), ("homes.csv", b"x" * (MOST_BYTES + more)))
    assert answer.status_code == status
    if more:
        assert "De bestanden zijn samen te groot; verwacht hoogstens 25 MB" in words(answer)
        assert kept(place_of_uploads) == []


def test_far_too_much_never_reaches_a_disk(file, place_of_uploads, monkeypatch):
    def kept_on_disk(*_: object, **__: object) -> None:
        raise AssertionError("a file was begun")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", kept_on_disk)
    answer = send(visitor(), ("homes.csv", b"x" * (MOST_BYTES + 2 * limits.MEGABYTE)))
    assert answer.status_code == 200
    assert "hoogstens 25 MB" in words(answer)


def test_a_place_that_others_can_enter_is_not_used(file, place_of_uploads):
    place_of_uploads.mkdir(0o777)
    place_of_uploads.chmod(0o777)
    answer = send(visitor(), *loose(TINY))
    assert answer.status_code == 503
    assert "er is niets bewaard" in words(answer)


def test_an_import_of_a_whole_city_is_shown(file):
    client = visitor()
    send(client, ("nijmegen.zip", zipped(loose(NIJMEGEN))))
    answer = client.get("/inlezen/")
    assert "huishoudens 685 0 0 0" in words(answer)
    assert len(answer.content) < 200_000
    assert date(2025, 1, 6) == answer.context["found"].difference.peildatum
