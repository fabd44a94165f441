"""The command line in the user's language: help, usage errors and exit codes.

click speaks English; here its help is put into words from the catalogue ``cli.po`` by
message id, and our exceptions become messages and exit codes.  Imports nothing that takes
long, so that ``--help`` and a wrong call answer at once.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, NoReturn

import click

from allocator.errors import AllocatorError
from allocator.texts import LANGUAGES, Texts, texts

STOPPED = 1
TRACEBACK = "PLAATSWIJS_TRACEBACK"
LANGUAGE = "plaatswijs.language"
MESSAGE_ID = re.compile(r"cli\.[a-z_.]*[a-z]")
CLICK_WORDS = {
    "Options": "cli.help.options",
    "Commands": "cli.help.commands",
    "Show this message and exit.": "cli.help.help",
    "[OPTIONS]": "cli.help.usage_options",
    "COMMAND [ARGS]...": "cli.help.usage_command",
    "[required]": "cli.help.required",
}
RANGE = re.compile(r"\[(?:(?P<least>\d+)<=x<=(?P<most>\d+)|x>=(?P<from>\d+))\]")
CLICK_PATTERN = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in CLICK_WORDS))
MISSING_COMMAND = "Missing command."
UNEXPECTED = re.compile(r"Got unexpected extra arguments? \((.*)\)")


def language(arguments: Sequence[str]) -> str:
    """Return the language asked for on the command line, Dutch when it is none of ours."""
    for i, word in enumerate(arguments):
        asked = ""
        if word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        elif word == "--lang" and i + 1 < len(arguments):
            asked = arguments[i + 1]
        if asked in LANGUAGES:
            return asked
    return LANGUAGES[0]


def speak() -> Texts:
    """Return the sentences in the language of the running command."""
    context = click.get_current_context(silent=True)
    return texts(context.meta.get(LANGUAGE, LANGUAGES[0]) if context else LANGUAGES[0])


class WordedFormatter(click.HelpFormatter):
    """Writes help with every message id replaced by its text."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how to call."""
        super().write_usage(prog, _in_words(args), prefix or speak()("cli.help.usage"))

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_in_words(heading))

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        super().write_text(_in_words(text))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with their help."""
        super().write_dl([(name, _in_words(text)) for name, text in rows], col_max, col_spacing)


def _in_words(text: str) -> str:
    known = CLICK_PATTERN.sub(lambda found: CLICK_WORDS[found[0]], text)
    known = MESSAGE_ID.sub(lambda found: speak()(found[0]), known)
    return RANGE.sub(_range, known)


def _range(found: re.Match[str]) -> str:
    if found["from"]:
        return speak()("cli.help.from", least=found["from"])
    return speak()("cli.help.between", least=found["least"], most=found["most"])


class WordedContext(click.Context):
    """A context that writes help in the user's language."""

    formatter_class = WordedFormatter


class Worded(click.Command):
    """A command with its help in the catalogue."""

    context_class = WordedContext


class WordedGroup(click.Group):
    """A group of such commands; notes the language before anything can go wrong.

    ``--lang`` may stand anywhere, so before a command of a group too.
    """

    context_class = WordedContext
    command_class = Worded

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = click.Choice(LANGUAGES)
        self.params.append(
            click.Option(["--lang"], type=choice, expose_value=False, help="cli.option.lang")
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, with the language known: that of the whole call."""
        if ctx.parent is None:
            ctx.meta[LANGUAGE] = language(args)
        return super().parse_args(ctx, args)


class InOrder(WordedGroup):
    """A group whose commands are shown in the order in which people need them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in order."""
        return list(self.commands)


class Target(click.Path):
    """A place to write to; an option that was taken for it is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if str(value).startswith("-"):
            self.fail(str(value), param, ctx)
        return super().convert(value, param, ctx)


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command has, and turn exceptions into exit codes."""

    @wraps(command)
    def run(*args: Any, lang: str | None, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except AllocatorError as error:
            from allocator.messages.errors import error_document, error_lines

            document = error_document(error, speak())
            fail(error.exit_code, error_lines(error, speak()), kwargs["as_json"], document)
        except KeyboardInterrupt:
            fail(STOPPED, [speak()("cli.interrupted")], kwargs["as_json"])
        except OSError as error:
            fail(STOPPED, [speak()("cli.os_error", error=_os_error(error))], kwargs["as_json"])
        except Exception as error:
            if os.environ.get(TRACEBACK):
                raise
            line = speak()("cli.our_error", kind=type(error).__name__, variable=TRACEBACK)
            fail(STOPPED, [line], kwargs["as_json"])

    with_json = click.option("--json", "as_json", is_flag=True, help="cli.option.json")(run)
    return click.option("--lang", type=click.Choice(LANGUAGES), help="cli.option.lang")(with_json)


def show(as_json: bool, document: object, lines: Callable[[], Sequence[str]]) -> None:
    """Print a result on standard output: one JSON document, or lines for people."""
    written = [json.dumps(document, ensure_ascii=False, indent=2)] if as_json else lines()
    try:
        for line in written:
            click.echo(line)
    except OSError as error:  # what was done stands, though nobody can read it here
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the end
        if not isinstance(error, BrokenPipeError):
            fail(STOPPED, [speak()("cli.not_shown", error=_os_error(error))], as_json=False)


def fail(exit_code: int, lines: Sequence[str], as_json: bool, document: object = None) -> NoReturn:
    """End with an error: messages, with ``as_json`` also one document, and the exit code."""
    if as_json:
        show(True, document or {"exit": exit_code, "errors": list(lines)}, list)
    say(lines)
    sys.exit(exit_code)


def say(lines: Sequence[str]) -> None:
    """Print messages on standard error."""
    for line in lines:
        click.echo(line, err=True)


def refuse(error: click.UsageError, arguments: Sequence[str]) -> NoReturn:
    """End a call that cannot be understood, in the language asked for in it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        fail(error.exit_code, [error.format_message()], as_json=False)
    t = texts(language(arguments))
    name = error.ctx.command_path if error.ctx else "allocator"
    lines = [_usage(error, t), t("cli.usage.help", command=name)]
    fail(error.exit_code, lines, as_json="--json" in arguments)


def _usage(error: click.UsageError, t: Texts) -> str:
    """Return what is wrong with a call."""
    if isinstance(error, click.NoSuchOption):
        close = (error.possibilities or [""])[0]
        key = "cli.usage.option_meant" if close else "cli.usage.option"
        return t(key, option=error.option_name, close=close)
    if isinstance(error, click.exceptions.NoSuchCommand):
        close = (error.possibilities or [""])[0]
        key = "cli.usage.command_meant" if close else "cli.usage.command"
        return t(key, command=error.command_name, close=close)
    if isinstance(error, click.MissingParameter):
        return t("cli.usage.missing", parameter=_name(error.param))
    if isinstance(error, click.BadParameter):
        expected = _expected(error.param, t) or error.message
        return t("cli.usage.value", parameter=_name(error.param), expected=expected)
    if isinstance(error, click.BadOptionUsage):
        none = "does not take" in error.message
        key = "cli.usage.takes_none" if none else "cli.usage.option_value"
        return t(key, option=error.option_name)
    if error.message == MISSING_COMMAND:
        return t("cli.usage.no_command")
    extra = UNEXPECTED.fullmatch(error.message)
    return t("cli.usage.extra", extra=extra[1]) if extra else error.format_message()


def _expected(parameter: click.Parameter | None, t: Texts) -> str:
    """Return what a parameter takes, in words; empty when there are none for it."""
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return t("cli.usage.choice", choices=", ".join(kind.choices))
    if isinstance(kind, Target):
        return t("cli.usage.place")
    if isinstance(kind, click.IntRange):
        return t("cli.usage.whole_from", least=kind.min)
    if isinstance(kind, click.FloatRange):
        return t("cli.usage.number_from", least=kind.min)
    if kind is not None and kind.name == "day":
        return t("cli.usage.day")
    return t("cli.usage.whole") if kind is click.INT else ""


def _name(parameter: click.Parameter | None) -> str:
    """Return what the user calls a parameter."""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name if parameter else ""


def _os_error(error: OSError) -> str:
    """Return what the system says, with the path when it names one."""
    said = error.strerror or str(error)
    return f"{said} ({error.filename})" if error.filename else said
