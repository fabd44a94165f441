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
from typing import Any

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
}


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
        super().write_usage(prog, args, prefix or speak()("cli.help.usage"))

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
    known = CLICK_WORDS.get(text, text)
    return MESSAGE_ID.sub(lambda found: speak()(found[0]), known)


class WordedContext(click.Context):
    """A context that writes help in the user's language."""

    formatter_class = WordedFormatter


class Worded(click.Command):
    """A command with its help in the catalogue."""

    context_class = WordedContext


class WordedGroup(click.Group):
    """A group of such commands; notes the language before anything can go wrong."""

    context_class = WordedContext
    command_class = Worded

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, with the language known."""
        ctx.meta[LANGUAGE] = language(args)
        return super().parse_args(ctx, args)


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command has, and turn exceptions into exit codes."""

    @wraps(command)
    def run(*args: Any, lang: str | None, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except AllocatorError as error:
            from allocator.messages.errors import error_document, error_lines

            if kwargs.get("as_json"):
                show(True, error_document(error, speak()), list)
            say(error_lines(error, speak()))
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            say([speak()("cli.interrupted")])
            sys.exit(STOPPED)
        except OSError as error:
            say([speak()("cli.os_error", error=error.strerror, path=error.filename)])
            sys.exit(STOPPED)
        except Exception as error:
            if os.environ.get(TRACEBACK):
                raise
            say([speak()("cli.our_error", kind=type(error).__name__, variable=TRACEBACK)])
            sys.exit(STOPPED)

    with_json = click.option("--json", "as_json", is_flag=True, help="cli.option.json")(run)
    return click.option("--lang", type=click.Choice(LANGUAGES), help="cli.option.lang")(with_json)


def show(as_json: bool, document: object, lines: Callable[[], Sequence[str]]) -> None:
    """Print a result on standard output: one JSON document, or lines for people."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for line in lines():
            click.echo(line)


def say(lines: Sequence[str]) -> None:
    """Print messages on standard error."""
    for line in lines:
        click.echo(line, err=True)


def usage_lines(error: click.UsageError) -> list[str]:
    """Return what is wrong with a call, in the language of its context."""
    meta = error.ctx.meta if error.ctx else {}
    t = texts(meta.get(LANGUAGE, LANGUAGES[0]))
    name = error.ctx.command_path if error.ctx else "allocator"
    return [_usage(error, t), t("cli.usage.help", command=name)]


def _usage(error: click.UsageError, t: Texts) -> str:
    if isinstance(error, click.NoSuchOption):
        return t("cli.usage.option", option=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return t("cli.usage.command", command=error.command_name)
    if isinstance(error, click.MissingParameter):
        return t("cli.usage.missing", parameter=_name(error.param))
    if isinstance(error, click.BadParameter):
        return t("cli.usage.value", parameter=_name(error.param), message=error.message)
    return error.format_message()


def _name(parameter: click.Parameter | None) -> str:
    """Return what the user calls a parameter."""
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name if parameter else ""
