"""``--json``: one document on standard output and nothing else, whatever happens."""

from __future__ import annotations

import pytest

from tests.cli.build import summary

GENERATE = ("generate", "{tmp}/new", "--size", "village", "--seed", "1")
CALLS = [
    (("match", "{golden}", "--out", "{tmp}/plan"), 0),
    (("match", "{golden}", "--out", "{tmp}/plan", "--backend", "cpsat"), 0),
    (("match", "{golden}", "--out", "{tmp}/plan", "--backend", "cbc"), 0),
    (("match", "{golden}", "--out", "{tmp}/plan", "--write-model", "{tmp}/model.lp"), 0),
    (("match", "{golden}", "--out", "{golden}"), 2),
    (("match", "{tmp}/none", "--out", "{tmp}/plan"), 2),
    (("match", "{golden}", "--json", "--out"), 2),
    (("match", "{golden}", "--out"), 2),  # --json stands where the folder should
    (("match", "{golden}"), 2),
    (("match", "{golden}", "--out", "{tmp}/plan", "--threads", "0"), 2),
    (("check", "{golden}"), 0),
    (("check", "{golden}", "{tmp}/plan"), 0),
    (("check", "{golden}", "{tmp}/hand.csv"), 5),
    (("check", "{golden}", "{golden}"), 2),
    (("check", "{tmp}/none"), 2),
    (("check",), 2),
    (("explain", "{golden}", "{tmp}/plan", "--household", "H5", "--what-helps"), 0),
    (("explain", "{golden}", "{tmp}/plan", "--if", "lock H3 W2"), 0),
    (("explain", "{golden}", "{tmp}/plan", "--if", "lock H3 W1", "--if", "lock H1 W1"), 3),
    (("explain", "{golden}", "{tmp}/plan"), 2),
    (("explain", "{golden}", "{golden}", "--household", "H5"), 2),
    (("explain", "{golden}"), 2),
    (GENERATE, 0),
    (("template", "{tmp}/new.xlsx"), 0),
    (("template", "{golden}"), 2),
    (("generate", "{golden}", "--size", "village", "--seed", "1"), 2),
    (("generate", "{tmp}/new", "--size", "hamlet", "--seed", "1"), 2),
]


@pytest.mark.parametrize(("arguments", "code"), CALLS)
def test_one_document(call, golden, tmp_path, arguments, code):
    (tmp_path / "hand.csv").write_text("household,home\nH1,W3\n")
    if "{tmp}/plan" in arguments and arguments[0] in ("check", "explain"):
        assert call("match", golden, "--out", tmp_path / "plan").code == 0
    filled = [a.format(tmp=tmp_path, golden=golden) for a in arguments]
    called = call(*filled, *([] if "--json" in filled else ["--json"]))
    assert called.code == code
    document = called.document
    assert isinstance(document, dict)
    assert called.out.endswith("}\n")
    if code == 2:
        assert document["exit"] == 2
        assert document["errors"]
        assert called.err
    for_people = [a.replace("/plan", "/other") for a in filled if a != "--json"]
    assert not call(*for_people).out.startswith("{")


def test_match_gives_the_summary(call, golden, tmp_path):
    called = call("match", golden, "--out", tmp_path / "plan", "--json")
    assert called.document == summary(tmp_path / "plan", seconds=True)
    assert "previous.csv:5" in called.err  # the warning


def test_check_gives_counts_or_a_verdict(call, golden, tmp_path):
    sound = call("check", golden, "--json").document
    assert {k: v for k, v in sound.items() if k != "warnings"} == {
        "sound": True,
        "statushouders": 6,
        "ontheemden": 1,
        "persons": 11,
        "homes": 4,
        "units": 5,
        "sites": 0,
    }
    assert [(w["file"], w["row"], w["column"]) for w in sound["warnings"]] == [
        ("previous.csv", 5, "household")
    ]
    (tmp_path / "hand.csv").write_text("household,home\nH1,W3\nH6,W3\n")
    bad = call("check", golden, tmp_path / "hand.csv", "--json", "--lang", "en").document
    assert bad["sound"] is False
    rules = {(v["rule"], v["household"], v["home"]) for v in bad["violations"]}
    assert ("SIZE", "H1", "W3") in rules
    assert all(v["message"] for v in bad["violations"])
    assert bad["deviations"] == [{"household": "H6", "home": "W3", "codes": ["TRANSIT"]}]
    assert bad["tiers"][0]["name"] == "waiting"
    assert bad["tiers"][0]["best"] == 162
    assert bad["tiers"][0]["optimal"] is True


def test_generate_says_what_it_made(call, tmp_path):
    made = call("generate", tmp_path / "new", "--size", "village", "--seed", "1", "--json").document
    assert made["folder"] == str(tmp_path / "new")
    assert (made["statushouders"], made["homes"], made["sites"]) == (20, 6, 3)
    assert made == {"folder": made["folder"], "name": made["name"]} | {
        k: v
        for k, v in call("check", tmp_path / "new", "--json").document.items()
        if k not in ("sound", "warnings")
    }


@pytest.mark.parametrize("backend", ["highs", "cpsat", "cbc"])
def test_no_banner_of_a_solver(call, golden, tmp_path, backend):
    called = call("match", golden, "--out", tmp_path / "plan", "--backend", backend)
    assert called.out.startswith("Voorgesteld: ")
    assert len(called.out.splitlines()) == 13
    assert len(called.err.splitlines()) == 1  # the warning
