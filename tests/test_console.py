"""The frame around every command: language, output, and how an error ends it."""

from __future__ import annotations

import io
import json
import sys

import click
import pytest

from allocator import console
from allocator.console import Target, common, fail, language, refuse, say, show, speak
from allocator.errors import BadCall
from allocator.texts import texts


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], "nl"),
        (["match", "--lang", "en"], "en"),
        (["--lang=en", "match"], "en"),
        (["--lang", "nl", "--lang", "en"], "nl"),
        (["--lang", "fr", "--lang=en"], "en"),
        (["--lang"], "nl"),
        (["--lang="], "nl"),
        (["en"], "nl"),
        (["--language", "en"], "nl"),
    ],
)
def test_language(arguments, found):
    assert language(arguments) == found


def test_speak_without_a_command_is_dutch():
    assert speak() is texts("nl")


def test_show(capsys):
    show(True, {"naam": "Één"}, list)
    show(False, None, lambda: ["a", "b"])
    assert capsys.readouterr().out == '{\n  "naam": "Één"\n}\na\nb\n'


def test_say(capsys):
    say(["een", "twee"])
    assert capsys.readouterr() == ("", "een\ntwee\n")


class Broken(io.StringIO):
    """A standard output that cannot be written to."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _: str) -> int:
        raise self.error


def test_a_reader_that_has_gone_is_no_error(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError(32, "Broken pipe")))
    show(False, None, lambda: ["a", "b"])
    print("goes nowhere")
    sys.stdout.close()
    assert capsys.readouterr().err == ""


def test_an_output_that_cannot_be_written(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", Broken(OSError(28, "No space left on device")))
    with pytest.raises(SystemExit) as ended:
        show(True, {}, list)
    sys.stdout.close()
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "De uitkomst kon niet getoond worden: No space left on device. "
        "Wat de opdracht heeft geschreven, staat er wel.\n"
    )


@pytest.mark.parametrize("document", [None, {"exit": 3, "more": 1}])
def test_fail(capsys, document):
    with pytest.raises(SystemExit) as ended:
        fail(3, ["so it is"], True, document)
    printed = capsys.readouterr()
    assert ended.value.code == 3
    assert json.loads(printed.out) == (document or {"exit": 3, "errors": ["so it is"]})
    assert printed.err == "so it is\n"
    with pytest.raises(SystemExit):
        fail(3, ["so it is"], as_json=False)
    assert capsys.readouterr().out == ""


def ended_by(error: BaseException, *arguments: str):
    """Run a command that ends with an error."""

    @click.group(cls=console.WordedGroup)
    def commands() -> None:
        pass

    @commands.command()
    @common
    def go(as_json: bool) -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        commands.main(["go", *arguments], standalone_mode=False)
    return ended.value.code


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BadCall("cli.target_exists", path="p"), 2, "p exists already; choose another name."),
        (KeyboardInterrupt(), 1, "Interrupted; nothing was written."),
        (
            OSError(28, "No space left on device", "/x/y"),
            1,
            "The operating system says: No space left on device (/x/y). "
            "Nothing was written; make room or choose another folder.",
        ),
        (
            OSError("odd"),
            1,
            "The operating system says: odd. "
            "Nothing was written; make room or choose another folder.",
        ),
        (
            RuntimeError("x"),
            1,
            "Error in the program (RuntimeError); nothing was written. "
            "Set PLAATSWIJS_TRACEBACK=1 for the technical report and pass it on.",
        ),
    ],
)
def test_how_errors_end_a_command(capsys, error, code, said):
    assert ended_by(error, "--lang", "en") == code
    assert capsys.readouterr() == ("", said + "\n")
    assert ended_by(error, "--json", "--lang", "en") == code
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"exit": code, "errors": [said]}
    assert printed.err == said + "\n"


def test_the_traceback_on_request(monkeypatch):
    monkeypatch.setenv("PLAATSWIJS_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match=r"^x$"):
        ended_by(RuntimeError("x"))


def refused(error: click.UsageError, *arguments: str, capsys) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        refuse(error, arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()


def test_a_wrong_call_that_click_has_more_words_for(capsys):
    error = click.UsageError("Something new.")
    assert refused(error, capsys=capsys) == ["Something new.", "Hulp: allocator --help"]
    error = click.BadParameter("odd", param=click.Argument(["file"], type=click.Path()))
    assert refused(error, capsys=capsys)[0] == "FILE: verwacht wordt odd."
    assert refused(click.BadParameter("odd"), "--lang=en", capsys=capsys)[0] == ": expected odd."


def test_a_place_to_write_is_no_option():
    assert Target().convert("plan", None, None) == "plan"
    with pytest.raises(click.BadParameter):
        Target().convert("--json", None, None)
