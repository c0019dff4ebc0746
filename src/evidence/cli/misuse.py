"""Misuse: what is wrong with a command line, in one sentence of the user's language.

Typer says it in English sentences of its own; what they mean is told anew here, with the nearest
name where one is near, and where to read what the command takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import typer

from evidence.domain.errors import nearest
from evidence.domain.text import Text, say

# What Typer raises for a command line that it can't use; it gives the base no name of its own.
Misread: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


class Misused(typer.BadParameter):
    """A command line that can't be meant, as one of the commands says itself."""

    def __init__(self, what: Text) -> None:
        super().__init__(str(what))
        self.what = what


def wrong(error: Any) -> tuple[Text, str]:
    """What is wrong with a command line, and which name was meant, "" where none is near."""
    if isinstance(error, Misused):
        return error.what, ""
    tell = _TOLD.get(type(error).__name__, _in_words)
    return tell(error)


def command_of(error: Any, command: Any, words: Sequence[str]) -> str:
    """The command that was called; it is read off the words typed where the error does not tell."""
    context = getattr(error, "ctx", None)
    if context:
        return str(context.command_path)
    path = ["evidence"]
    for word in words:
        command = getattr(command, "commands", {}).get(word)
        if command is None:
            break
        path.append(word)
    return " ".join(path)


def _no_option(error: Any) -> tuple[Text, str]:
    known = [name for one in _parameters(error) for name in (*one.opts, *one.secondary_opts)]
    options = tuple(name for name in known if name.startswith("--"))
    what = say("there is no option {name} here", name=error.option_name)
    return what, nearest(error.option_name, options)


def _missing(error: Any) -> tuple[Text, str]:
    name = _name(error)
    if name.startswith("-"):
        return say("the option {name} is missing", name=name), ""
    return say("{name} is missing: write it behind the command", name=name), ""


def _bad_option(error: Any) -> tuple[Text, str]:
    if "does not take" in error.message:
        return say("{name} takes no value", name=error.option_name), ""
    what = say("{name} is missing its value: write it behind", name=error.option_name)
    return what, ""


def _bad_value(error: Any) -> tuple[Text, str]:
    message, name = str(error.message), _name(error)
    if not name:
        return say("{detail}", detail=message), ""
    for pattern, tell in _VALUES:
        if found := re.search(pattern, message):
            return tell(name, found), ""
    return say("{name}: {detail}", name=name, detail=message), ""


def _in_words(error: Any) -> tuple[Text, str]:
    """What Typer has no class for, known by its words."""
    message = str(error.format_message())
    if found := re.match(r"No such command '(.*?)'", message):
        known = tuple(getattr(error.ctx.command, "commands", {})) if error.ctx else ()
        what = say("there is no command {name} here", name=found[1])
        return what, nearest(found[1], known)
    if found := re.match(r"Got unexpected extra argument\(s\) \((.*)\)$", message):
        return say("{words} is more than this command takes", words=found[1]), ""
    if message == "Missing command.":
        return say("the command is missing"), ""
    return say("{detail}", detail=message), ""


def _parameters(error: Any) -> list[Any]:
    context = getattr(error, "ctx", None)
    return list(context.command.get_params(context)) if context else []


def _name(error: Any) -> str:
    """What a parameter is called on the command line."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    options = [name for name in parameter.opts if name.startswith("-")]
    return str(max(options, key=len) if options else parameter.get_error_hint().strip("'"))


_TOLD: Mapping[str, Callable[[Any], tuple[Text, str]]] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _bad_option,
    "BadParameter": _bad_value,
}
_VALUES: tuple[tuple[str, Callable[[str, re.Match[str]], Text]], ...] = (
    (
        "valid integer",
        lambda name, _: say("{name} takes a whole number", name=name),
    ),
    (
        "valid number|valid decimal|valid float",
        lambda name, _: say("{name} takes a number", name=name),
    ),
    (
        "greater than or equal to (.+)",
        lambda name, found: say("{name} is {least} or more", name=name, least=found[1]),
    ),
    (
        "less than or equal to (.+)",
        lambda name, found: say("{name} is {most} or less", name=name, most=found[1]),
    ),
    (
        "(?:is not one of|Input should be) (.+?)\\.?$",
        lambda name, found: say("{name} is one of {known}", name=name, known=found[1]),
    ),
    (
        "does not match the formats",
        lambda name, _: say("{name} takes a date such as 2021-04-19", name=name),
    ),
    (
        "'(.*)' does not exist",
        lambda name, found: say("{name}: there is no {path}", name=name, path=found[1]),
    ),
    (
        "'(.*)' is a directory",
        lambda name, found: say(
            "{name}: {path} is a folder; name a file", name=name, path=found[1]
        ),
    ),
    (
        "'(.*)' is a file",
        lambda name, found: say(
            "{name}: {path} is a file; name a folder", name=name, path=found[1]
        ),
    ),
)
