"""Wrong calls and help, in the language asked for."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

import cli
from allocator import __version__

WRONG = [
    (("foo",), "Onbekende opdracht foo.", "Unknown command foo.", "allocator"),
    (
        ("matc",),
        "Onbekende opdracht matc; bedoelt u match?",
        "Unknown command matc; did you mean match?",
        "allocator",
    ),
    (("match",), "INSTANCE ontbreekt.", "INSTANCE is missing.", "allocator match"),
    (("match", "x"), "--out ontbreekt.", "--out is missing.", "allocator match"),
    (
        ("generate", "x", "--seed", "1"),
        "--size ontbreekt.",
        "--size is missing.",
        "allocator generate",
    ),
    (("check", "x", "--zzz"), "Onbekende optie --zzz.", "Unknown option --zzz.", "allocator check"),
    (
        ("match", "x", "--backen", "cbc"),
        "Onbekende optie --backen; bedoelt u --backend?",
        "Unknown option --backen; did you mean --backend?",
        "allocator match",
    ),
    (("match", "x", "--out"), "--out heeft een waarde nodig.", "--out needs a value.", "allocator"),
    (
        ("match", "x", "--out", "--seed"),
        "--out: verwacht wordt een plek om te schrijven, geen optie.",
        "--out: expected a place to write to, not an option.",
        "allocator match",
    ),
    (
        ("match", "x", "--json=1"),
        "--json heeft geen waarde; laat die weg.",
        "--json takes no value; leave it out.",
        "allocator",
    ),
    (
        ("match", "x", "y", "--out", "z"),
        "Hier hoort niets meer te staan: y.",
        "Nothing more is expected here: y.",
        "allocator match",
    ),
    (
        ("match", "x", "--out", "y", "--backend", "gurobi"),
        "--backend: verwacht wordt een van: highs, cpsat, cbc.",
        "--backend: expected one of: highs, cpsat, cbc.",
        "allocator match",
    ),
    (
        ("match", "x", "--out", "y", "--threads", "0"),
        "--threads: verwacht wordt een geheel getal van ten minste 1.",
        "--threads: expected a whole number of at least 1.",
        "allocator match",
    ),
    (
        ("match", "x", "--out", "y", "--work-limit", "-1"),
        "--work-limit: verwacht wordt een geheel getal van ten minste 0.",
        "--work-limit: expected a whole number of at least 0.",
        "allocator match",
    ),
    (
        ("check", "x", "--time-limit", "soon"),
        "--time-limit: verwacht wordt een getal van ten minste 0.",
        "--time-limit: expected a number of at least 0.",
        "allocator check",
    ),
    (
        ("match", "x", "--out", "y", "--seed", "one"),
        "--seed: verwacht wordt een geheel getal.",
        "--seed: expected a whole number.",
        "allocator match",
    ),
]


@pytest.mark.parametrize(("arguments", "dutch", "english", "name"), WRONG)
def test_a_wrong_call(call, arguments, dutch, english, name):
    called = call(*arguments)
    assert (called.code, called.out) == (2, "")
    assert called.err == f"{dutch}\nHulp: {name} --help\n"
    called = call("--lang", "en", *arguments)
    assert (called.code, called.out) == (2, "")
    assert called.err == f"{english}\nHelp: {name} --help\n"


def test_a_language_that_we_do_not_have(call):
    called = call("match", "--lang", "fr")
    assert called.code == 2
    assert called.err.startswith("--lang: verwacht wordt een van: nl, en.\n")


def test_a_language_without_a_command(call):
    assert call("--lang", "en").err == "Give a command.\nHelp: allocator --help\n"


def test_nothing_at_all_shows_the_help(call):
    called = call()
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("Gebruik: allocator [OPTIES] OPDRACHT [ARGUMENTEN]...\n")


@pytest.mark.parametrize("before", [True, False])
def test_the_language_may_stand_anywhere(call, golden, before):
    language = ("--lang", "en")
    arguments = (*language, "check", golden) if before else ("check", golden, *language)
    called = call(*arguments)
    assert called.out.startswith("tiny is sound. ")
    assert called.err.startswith("warning: previous.csv:5:household: ")
    joined = call("check", golden, "--lang=en")
    assert joined.out == called.out
    assert call("check", golden).out.startswith("tiny is in orde. ")


def every_command(group: click.Group = cli.commands, above: tuple[str, ...] = ()):
    """Yield every command as it is written."""
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every_command(command, (*above, name))
        else:
            yield (*above, name)


@pytest.mark.parametrize("command", list(every_command()), ids=" ".join)
def test_help(call, command):
    dutch, english = call(*command, "--help"), call(*command, "--help", "--lang", "en")
    assert (dutch.code, english.code) == (0, 0)
    assert call("--lang", "en", *command, "--help").out == english.out
    for text in (dutch.out, english.out):
        assert "cli." not in text  # a message id
        assert max(len(line) for line in text.splitlines()) <= 100
    options = [re.findall(r"--[a-z-]+", text) for text in (dutch.out, english.out)]
    assert options[0] == options[1]
    assert {"--help", "--lang"} <= set(options[0])
    for word in ("Usage", "Options", "Show", "required", "[x", "ARGS", " or ", "message"):
        assert word not in dutch.out
    for word in ("Gebruik", "Opties", "Toon", "verplicht", "[x", " of 0", "of meer"):
        assert word not in english.out


def test_help_of_match_says_what_is_mandatory_and_allowed(call):
    text = " ".join(call("match", "--help").out.split())
    assert "Map voor de resultaten; een eerder plan daar wordt vervangen. [verplicht]" in text
    assert text.count("[0 of meer]") == 2
    assert text.count("[1 of meer]") == 1
    assert "[2 tot en met 104]" in text
    assert "Gebruik: allocator match [OPTIES] INSTANCE" in text


def test_version(call):
    called = call("--version")
    assert (called.code, called.out) == (0, f"allocator {__version__}\n")


def test_help_and_a_wrong_call_import_nothing_that_takes_long():
    heavy = ["numpy", "pandas", "ortools", "highspy", "pulp", "pydantic", "scipy", "networkx"]
    script = f"""
import sys
import cli
for arguments in (["--help"], ["match", "--help"], ["match", "--threads", "0"], ["foo"]):
    try:
        cli.main(arguments)
    except SystemExit:
        pass
print([name for name in {heavy} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=180
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_installed_command_is_this_one():
    from importlib.metadata import entry_points

    (entry,) = entry_points(group="console_scripts", name="allocator")
    assert entry.value == "cli:main"
