"""The catalogues of translations: drawn from the code, checked against it, and compiled.

    python scripts/catalogues.py            bring the .po up to date and compile it
    python scripts/catalogues.py --check    fail where a sentence is missing, untranslated or stale

Sentences come from ``say("…")``, ``….word("…")`` and, in templates, ``_("…")``; from the docstrings
of the rules and of the attacks; from the ids and units of the rules, whose translations are their
short titles; and from the help of the commands.
"""

from __future__ import annotations

import ast
import io
import string
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from evidence.attacks.kind import kinds
from evidence.cli.app import app
from evidence.cli.tongue import HEADINGS, paragraphs
from evidence.report.language import CHINESE
from evidence.rules.rule import catalogue as rules

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "evidence"
FOLDER = SOURCE / "report" / "locale" / CHINESE / "LC_MESSAGES"
PO, MO = FOLDER / "evidence.po", FOLDER / "evidence.mo"
KEYWORDS = {"python": {"say": None, "word": None}, "jinja2.ext:babel_extract": {"_": None}}
# A date that never changes, so that the files change only when a sentence does.
STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def sentences() -> set[str]:
    """Every sentence of the code that a person may read."""
    return {*_called(), *_of_rules(), *_of_attacks(), *_of_commands()}


def _called() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield from _extracted("python", path)
        yield from _units(path)
    for path in sorted(SOURCE.rglob("templates/*.html")):
        yield from _extracted("jinja2.ext:babel_extract", path)


def _extracted(method: str, path: Path) -> Iterator[str]:
    for _, found, _, _ in extract_from_file(method, path, keywords=KEYWORDS[method]):
        sentence = found if isinstance(found, str) else found[0]
        if sentence:
            yield sentence


def _units(path: Path) -> Iterator[str]:
    """The words given as ``unit="…"``; a plain "s" belongs to JSON alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "unit":
            value = node.value
            if isinstance(value, ast.Constant) and value.value not in {"", "s"}:
                yield str(value.value)


def _of_rules() -> Iterator[str]:
    yield from tomllib.loads((ROOT / "config" / "rules.toml").read_text("utf-8"))
    for rule in rules().values():
        yield " ".join(rule.law.split())


def _of_attacks() -> Iterator[str]:
    yield from (kind.summary for kind in kinds().values())


def _of_commands() -> Iterator[str]:
    yield from HEADINGS
    yield from paragraphs(typer.main.get_command(app))


def updated() -> Catalog:
    """The catalogue with every sentence of the code, and no other."""
    old = read() if PO.exists() else Catalog()
    new = Catalog(
        CHINESE,
        header_comment="# Chinese (Simplified) words of evidence.",
        project="evidence",
        creation_date=STAMP,
        revision_date=STAMP,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    for sentence in sorted(sentences()):
        known = old.get(sentence)
        new.add(sentence, known.string if known else "")
    return new


def read() -> Catalog:
    """The catalogue as it stands in the tree."""
    with PO.open("rb") as file:
        return read_po(file, locale=CHINESE)


def compiled(catalogue: Catalog) -> bytes:
    """What gettext reads at run time."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Each sentence that is not told as it should be."""
    for message in catalogue:
        sentence, told = str(message.id), str(message.string)
        if not sentence:
            continue
        if not told:
            yield f"not translated: {sentence}"
        elif _placeholders(sentence) != _placeholders(told):
            yield f"other placeholders: {sentence} -> {told}"


def _placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


def stale() -> Iterator[str]:
    """What differs between the code, the .po and the .mo of the tree."""
    kept = {str(message.id) for message in read() if message.id}
    wanted = sentences()
    yield from (f"missing from the .po: {sentence}" for sentence in sorted(wanted - kept))
    yield from (f"no longer said: {sentence}" for sentence in sorted(kept - wanted))
    if _told() != {
        str(message.id): message.string for message in read() if message.id and message.string
    }:
        yield "the .mo is older than the .po"


def _told() -> dict[str, str]:
    with MO.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_mo(file) if m.id}


def main(arguments: list[str]) -> int:
    """Check, or update and compile; returns the exit code."""
    if arguments == ["--check"]:
        wrong = [*stale(), *faults(read())]
    else:
        catalogue = updated()
        FOLDER.mkdir(parents=True, exist_ok=True)
        with PO.open("wb") as file:
            write_po(file, catalogue, no_location=True, width=100)
        MO.write_bytes(compiled(catalogue))
        wrong = list(faults(catalogue))
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    if wrong:
        sys.stderr.write("put it right in evidence.po, then run scripts/catalogues.py\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
