"""Checking bundles one after the other, and telling what came out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import Console

from evidence.cli.outputs import Outputs
from evidence.cli.progress import shown_on
from evidence.domain.errors import Unreadable
from evidence.domain.findings import Standing
from evidence.pipeline.judgement import Judgement
from evidence.report import terminal
from evidence.wiring.checking import check_bundle

VALID, INVALID, UNREADABLE, REVIEW = 0, 1, 2, 3  # the contract's exit codes


def check_all(
    bundles: Sequence[Path], *, policy: str | None, outputs: Outputs, lang: str, verbose: bool
) -> int:
    """Check each bundle and say what came out; one that can't be read does not stop the others.

    Returns the exit code of the command.
    """
    answers, asides = Console(), Console(stderr=True)
    judgements: list[Judgement] = []
    for bundle in bundles:
        try:
            with shown_on(asides, lang=lang) as progress:
                judgement = check_bundle(
                    bundle, policy=policy, progress=progress, close_ups=outputs.html is not None
                )
        except Unreadable as error:
            terminal.print_unreadable(error, lang=lang, console=asides)
            continue
        judgements.append(judgement)
        outputs.write(judgement, bundle, lang=lang)
        if not outputs.own_standard_output:
            terminal.print_judgement(judgement, lang=lang, console=answers, verbose=verbose)

    if len(judgements) > 1 and not outputs.own_standard_output:
        terminal.print_summary(judgements, lang=lang, console=answers)
    return exit_code(judgements) if len(judgements) == len(bundles) else UNREADABLE


def exit_code(judgements: Collection[Judgement]) -> int:
    """The exit code for bundles that could all be read."""
    standings = {judgement.verdict.standing for judgement in judgements}
    if Standing.INVALID in standings:
        return INVALID
    return REVIEW if Standing.REVIEW in standings else VALID
