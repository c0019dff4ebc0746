"""Checking bundles one after the other, and telling what came out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from evidence.cli.misuse import Misused
from evidence.cli.outputs import Outputs
from evidence.cli.progress import shown_on
from evidence.domain.errors import Unreadable
from evidence.domain.findings import Standing
from evidence.domain.text import say
from evidence.pipeline.judgement import Judgement
from evidence.report import side_by_side, terminal
from evidence.report.terminal import Reader
from evidence.wiring.checking import Weighed, weigh_bundle

VALID, INVALID, UNREADABLE, REVIEW = 0, 1, 2, 3  # the contract's exit codes


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check is asked for: the policies in place of the class's own, and what is supposed."""

    policies: Sequence[str]
    what_if: Sequence[str]

    @property
    def names(self) -> tuple[str, ...]:
        """What each policy is called: its id or its file's name, with its place where two are."""
        names = [Path(each).stem if each.endswith(".toml") else each for each in self.policies]
        return tuple(
            name if names.count(name) == 1 else f"{place}-{name}"
            for place, name in enumerate(names, start=1)
        ) or ("",)

    def refuse_clashes(self) -> None:
        """Say at once what can't be asked for together.

        Raises:
            Misused: for suppositions about several policies.
        """
        if self.what_if and len(self.policies) > 1:
            raise Misused(say("--what-if goes with one --policy"))


def check_all(
    bundles: Sequence[Path], *, asked: Asked, outputs: Outputs, lang: str, verbose: bool
) -> int:
    """Check each bundle and say what came out; one that can't be read does not stop the others.

    Returns the exit code of the command.
    """
    asides = Console(stderr=True)
    # Where standard output belongs to a file, a table that was asked for stands beside it.
    answers = asides if outputs.own_standard_output else Console()
    weighed: list[Weighed] = []
    for bundle in bundles:
        try:
            with shown_on(asides, lang=lang) as progress:
                found = weigh_bundle(
                    bundle,
                    policies=asked.policies,
                    what_if=asked.what_if,
                    progress=progress,
                    close_ups=outputs.html is not None,
                )
        except Unreadable as error:
            terminal.print_unreadable(error, lang=lang, console=asides)
            continue
        weighed.append(found)
        for name, judgement in zip(asked.names, found.judgements, strict=True):
            outputs.write(judgement, bundle, lang=lang, under=name)
            if not outputs.own_standard_output and (verbose or len(found.judgements) == 1):
                told(judgement, bundle, lang=lang, console=answers, verbose=verbose)
        _compare(found, asked, lang, answers, verbose=verbose)

    judgements = [judgement for found in weighed for judgement in found.judgements]
    if len(weighed) > 1 and not outputs.own_standard_output:
        terminal.print_summary(judgements, lang=lang, console=answers)
    return exit_code(judgements) if len(weighed) == len(bundles) else UNREADABLE


def _compare(found: Weighed, asked: Asked, lang: str, console: Console, *, verbose: bool) -> None:
    """The table that several policies, or suppositions, are asked for."""
    if len(found.judgements) > 1:
        named = tuple(zip(asked.names, found.judgements, strict=True))
        side_by_side.print_policies(named, lang=lang, console=console, verbose=verbose)
    if found.supposed:
        side_by_side.print_suppositions(
            found.judgements[0], found.supposed, lang=lang, console=console, verbose=verbose
        )


def told(judgement: Judgement, bundle: Path, *, lang: str, console: Console, verbose: bool) -> None:
    """Print one judgement, for somebody who reads it today."""
    today = datetime.now(ZoneInfo(judgement.verdict.timezone)).date()
    terminal.print_judgement(
        judgement, lang=lang, console=console, verbose=verbose, asked=Reader(str(bundle), today)
    )


def exit_code(judgements: Collection[Judgement]) -> int:
    """The exit code for bundles that could all be read."""
    standings = {judgement.verdict.standing for judgement in judgements}
    if Standing.INVALID in standings:
        return INVALID
    return REVIEW if Standing.REVIEW in standings else VALID
