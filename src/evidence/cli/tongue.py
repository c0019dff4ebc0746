"""The tongue of ``--help``: every command's help, told in the language of whoever asks.

The help texts stand in the commands, in English, where Typer wants them. Before the command line
is read in another language, each paragraph of them is exchanged for its translation; the headings
that Typer adds are drawn from the same catalogue. Chinese is broken into lines here, for Typer
breaks at blanks only, and counts a wide letter as one column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from unicodedata import east_asian_width

import typer

AS_IT_STANDS = "\b\n"  # in front of a paragraph, it keeps Typer from breaking its lines anew
PAGE, COLUMN, LINE = 76, 46, 46  # columns: of a page, of an option's help, of a command's line
NEVER_FIRST = frozenset("，。；：、？！）》」”’")
USAGE = ("Usage: ", "[OPTIONS]", "COMMAND [ARGS]...")
HEADINGS = (
    *USAGE,
    "Options",
    "Commands",
    "Arguments",
    "required",
    "default: {default}",
    "Missing command.",
)

Tell = Callable[[str], str]


def paragraphs(command: Any) -> Iterator[str]:
    """Every paragraph that the help of a command, and of those below it, is made of."""
    for one, parameters in _family(command):
        yield from (paragraph for _, paragraph in _split(one.help or ""))
        yield from (parameter.help for parameter in parameters)


def translate(command: Any, tell: Tell) -> None:
    """Exchange all help texts of a command and of those below it, in place."""
    for one, parameters in _family(command):
        told = [(mark, tell(paragraph)) for mark, paragraph in _split(one.help or "")]
        one.short_help = _line(told[0][1]) if told else None
        one.help = "\n\n".join(_block(text, PAGE) for _, text in told)
        _in_usage(one, tell)
        for parameter in parameters:
            parameter.help = _block(tell(parameter.help), COLUMN)


def _in_usage(command: Any, tell: Tell) -> None:
    """The line that shows what a command takes."""
    heading, options, below = map(tell, USAGE)
    command.options_metavar = options
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = below

    def format_usage(context: Any, formatter: Any) -> None:
        words = " ".join(command.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, words, prefix=heading)

    command.format_usage = format_usage


def _family(command: Any, parent: Any = None) -> Iterator[tuple[Any, list[Any]]]:
    """A command and all below it, with the parameters that have help; nobody reads a hidden one."""
    if command.hidden:
        return
    context = typer.Context(command, parent=parent, **command.context_settings)
    yield command, [one for one in command.get_params(context) if getattr(one, "help", None)]
    for below in getattr(command, "commands", {}).values():
        yield from _family(below, context)


def _split(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a help text, one whose lines stand as they are with its mark."""
    for paragraph in text.split("\n\n"):
        kept = paragraph.startswith(AS_IT_STANDS)
        words = paragraph.removeprefix(AS_IT_STANDS).strip("\n")
        if words:
            yield (AS_IT_STANDS, words) if kept else ("", " ".join(words.split()))


def _line(text: str) -> str:
    """The first sentence, for the list of commands."""
    sentence = re.split(r"(?<=。)|\n", text, maxsplit=1)[0]
    first, *rest = _lines(sentence, LINE)
    return f"{first}…" if rest else first.removesuffix("。")


def _block(text: str, width: int) -> str:
    """A paragraph broken into lines of at most ``width`` columns, to stand as they are."""
    return AS_IT_STANDS + "\n".join(
        line for whole in text.split("\n") for line in _lines(whole, width)
    )


def _lines(text: str, width: int) -> Iterator[str]:
    indent = text[: len(text) - len(text.lstrip())]
    line, used = "", 0
    for piece in re.findall(r"\s+|[!-~]+|.", text):
        columns = _columns(piece)
        if used + columns > width and piece not in NEVER_FIRST and line.strip():
            yield line.rstrip()
            line, used = indent, len(indent)
            if piece.isspace():
                continue
        line, used = line + piece, used + columns
    yield line.rstrip()


def _columns(piece: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in piece)
