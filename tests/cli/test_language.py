"""Every command can be asked for a language."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from evidence.cli.app import app


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, by its words."""
    below = getattr(command, "commands", {})
    if not below:
        yield words, command
    for name, one in below.items():
        yield from commands(one, (*words, name))


ALL = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("words", [words for words, one in ALL.items() if not one.hidden])
def test_every_command_takes_a_language(words: tuple[str, ...]) -> None:
    assert "lang" in {parameter.name for parameter in ALL[words].params}


@pytest.mark.parametrize(
    "words", [("attack",), ("models", "list"), ("schema", "verdict"), ("schedule", "--once")]
)
def test_one_that_nobody_speaks_is_refused(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*words, "--lang", "klingon"])

    assert "klingon" in repr(told.exception.problems)


def test_attacks_are_told_in_chinese() -> None:
    assert "黑屏" in CliRunner().invoke(app, ["attack", "--lang", "zh"]).stdout
