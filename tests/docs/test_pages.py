"""The pages of docs/ tell of everything that a user may meet."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from evidence.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
TOLD = "\n".join(page.read_text("utf-8") for page in PAGES)


def note_codes() -> Iterator[str]:
    """The first argument of every ``Note(…)`` and ``….note(…)`` of the code."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func
                name = called.attr if isinstance(called, ast.Attribute) else ""
                name = called.id if isinstance(called, ast.Name) else name
                if name in {"Note", "note"} and isinstance(node.args[0].value, str):
                    yield node.args[0].value


def commands() -> Iterator[str]:
    root = typer.main.get_command(app)
    for name, command in vars(root)["commands"].items():
        if command.hidden:
            continue
        below = getattr(command, "commands", {})
        yield from (f"evidence {name} {each}" for each in below) if below else (f"evidence {name}",)


@pytest.mark.parametrize("code", sorted(set(note_codes())))
def test_every_note_is_explained(code: str) -> None:
    assert f"| `{code}` |" in TOLD


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_shown(command: str) -> None:
    assert command in TOLD


def test_every_page_is_linked_from_another() -> None:
    names = [page.name for page in PAGES if page.name != "README.md"]
    alone = [name for name in names if not _linked(name)]
    assert not alone


def _linked(name: str) -> bool:
    return any(name in page.read_text("utf-8") for page in PAGES if page.name != name)


def test_the_codes_are_found_at_all() -> None:
    assert {"policy-not-in-force", "photo-missing", "log-unreadable"} <= set(note_codes())
