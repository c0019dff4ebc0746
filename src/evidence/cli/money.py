"""Working out subsidies, and telling what came out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from evidence.cli.misuse import Misused
from evidence.cli.outputs import STANDARD_OUTPUT, replace
from evidence.cli.progress import shown_on
from evidence.domain.errors import Problem, Unreadable
from evidence.domain.policy import Policy
from evidence.domain.subsidy import YUAN
from evidence.domain.text import say
from evidence.facts.subsidy import SubsidySheet, subsidy_sheet
from evidence.report import subsidy, subsidy_record
from evidence.report.claims import Before, claim_of
from evidence.sources.policies import load_policy
from evidence.wiring.places import config_folder
from evidence.wiring.trainings import kept_with_record
from evidence.wiring.verdicts_kept import GivenVerdict, verdict_at

_WIDTH_OF_A_FILE = 160


def subsidies(
    what: Sequence[str],
    *,
    store: bool,
    policy: str | None,
    standard: int | None,
    json: Path | None,
    xlsx: Path | None,
    lang: str,
) -> None:
    """Work out the sheets and write what was asked for.

    Raises:
        Unreadable: with what is wrong with a bundle, a verdict, the policy or the store.
    """
    refuse_places(json, xlsx)
    fresh = () if store else verdicts_of(what, policy=policy, lang=lang)
    given = kept_with_record(what) if store else ((each, {}) for each in fresh)
    named = load_policy(policy, folder=config_folder()) if policy else None
    sheets = [_sheet(each, named or each.policy, standard, before) for each, before in given]
    if json:
        put(json, subsidy_record.write(sheets))
    if xlsx:
        with TemporaryDirectory(prefix="evidence-") as scratch:
            book = Path(scratch, "book.xlsx")
            subsidy.workbook(sheets, book, lang=lang)
            put(xlsx, book.read_bytes())
    if json != STANDARD_OUTPUT:
        subsidy.print_sheets(sheets, lang=lang, console=console())


def _sheet(
    given: GivenVerdict, policy: Policy, standard: int | None, before: Before
) -> tuple[SubsidySheet, Policy]:
    if policy.subsidy is None:
        problem = Problem(say("this policy says nothing of a subsidy's sum"), policy.id)
        raise Unreadable(policy.id, (problem,))
    claim = claim_of(given.verdict, given.decided, before)
    fen = None if standard is None else standard * YUAN
    return subsidy_sheet(claim, policy.subsidy, fen), policy


def verdicts_of(what: Sequence[str], *, policy: str | None, lang: str) -> Iterator[GivenVerdict]:
    """The verdicts on bundles or in files, one after the other."""
    for each in what:
        with shown_on(Console(stderr=True), lang=lang) as progress:
            yield verdict_at(Path(each), policy=policy, progress=progress)


def refuse_places(*asked: Path | None) -> None:
    """Say at once what can't be written.

    Raises:
        Misused: for two answers in one place, or a folder that is not there.
    """
    files = [path for path in asked if path is not None]
    for path in files:
        if files.count(path) > 1:
            raise Misused(say("two answers can't both go to {path}", path=str(path)))
        if path != STANDARD_OUTPUT and (path.is_dir() or not path.absolute().parent.is_dir()):
            raise Misused(say("{path}: name a file in a folder that is there", path=str(path)))


def put(place: Path, content: bytes) -> None:
    """Write an answer to its file, or to standard output."""
    if place == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        replace(place, content)


def console() -> Console:
    """Where tables go; wide where that is a file, so that lines do not break early."""
    told = Console()
    if not told.is_terminal:
        told.width = _WIDTH_OF_A_FILE
    return told
