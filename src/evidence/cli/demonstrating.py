"""Demonstrating: each sample class checked and told in a few lines, beside what is true of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from evidence.cli.progress import shown_on
from evidence.cli.samples import part
from evidence.domain.errors import Unreadable
from evidence.domain.findings import Ruling, Standing
from evidence.domain.policy import Effect, Policy
from evidence.domain.text import say
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ports import Progress
from evidence.report.groups import FindingGroup, grouped
from evidence.report.names import MARK, STANDING, briefly, mark_of, rule_title
from evidence.report.words import Voice
from evidence.rules.rule import catalogue
from evidence.wiring.checking import check_bundle

if TYPE_CHECKING:
    from sample_media.truth import ClassTruth

_COLOUR = {Standing.VALID: "green", Standing.INVALID: "red", Standing.REVIEW: "yellow"}
_FEW = 3  # subjects or problems told one by one


# Checks a bundle and shows its progress.
Check = Callable[[Path, Progress], Judgement]


def checked(bundle: Path, progress: Progress) -> Judgement:
    """A sample class, checked as any other."""
    return check_bundle(bundle, progress=progress)


def demonstrate(folder: Path, *, lang: str, check: Check = checked) -> int:
    """Check every sample class in ``folder``, where they are made if they are not there.

    Returns the exit code of the command.
    """
    answers, asides = Console(), Console(stderr=True)
    voice = Voice(lang, "Asia/Shanghai")
    _make(folder, asides, voice)
    truths: tuple[ClassTruth, ...] = part("truth").load()
    answers.print(_opening(folder, len(truths), voice))

    right = 0
    for truth in truths:
        with shown_on(asides, lang=lang) as progress:
            judge = partial(check, folder / truth.bundle, progress)
            headline, lines, wrong = _answered(judge, truth, voice)
        answers.print(Line("\n").append(headline).append(f"  {truth.name}", style="bold"))
        story = Line(truth.story.get(lang, truth.story["en"]), style="dim")
        for line in (story, *lines, *(Line(told, style="bold red") for told in wrong[:_FEW])):
            answers.print(Padding(line, (0, 0, 0, 2)))
        right += not wrong

    answers.print(_summary(right, len(truths), voice))
    for command, why in _commands(folder, voice):
        answers.print(Line(f"\n  {why}", style="dim"), soft_wrap=True)
        answers.print(Line(f"  {command}", style="bold"), soft_wrap=True)
    return 0 if right == len(truths) else 1


def _answered(
    judge: Callable[[], Judgement], truth: ClassTruth, voice: Voice
) -> tuple[Line, Iterator[Line], Sequence[str]]:
    """One class checked: the answer in a word, its reasons, and how it differs from the truth."""
    try:
        judgement = judge()
    except Unreadable as error:
        headline = Line(voice.word("can't be read"), style="bold red")
        return headline, _refusal(error, voice), truth.untold(error.problems)
    standing = judgement.verdict.standing
    headline = Line(
        f"{MARK[standing]} {voice.tell(STANDING[standing])}", style=f"bold {_COLOUR[standing]}"
    )
    return headline, _caught(judgement, voice), truth.differences(judgement.verdict)


def _make(folder: Path, asides: Console, voice: Voice) -> None:
    """Make the samples where they are not there yet."""
    make = part("make")
    if make.is_made(folder):
        return
    told = voice.word("Drawing and filming the sample classes, once: this takes a minute …")
    asides.print(Line(told, style="dim"))
    with shown_on(asides, lang=voice.lang) as progress:
        progress.stage(say("Drawing the sample classes"), len(make.SAMPLES))
        make.make_all(folder, progress=lambda _sample: progress.advance())


def _opening(folder: Path, count: int, voice: Voice) -> Line:
    told = voice.word(
        "{count} sample classes in {folder}. Everybody and everything in them is invented, and "
        "what is wrong with each is known.",
        count=count,
        folder=_shown(folder),
    )
    return Line(told)


def _caught(judgement: Judgement, voice: Voice) -> Iterator[Line]:
    """A line for each rule that was broken or left in doubt, and one for all not yet checked."""
    groups = grouped(judgement.verdict.findings)
    checked = [group for group in groups if group.rule in catalogue()]
    yield from (_group(group, judgement.policy, voice) for group in checked)
    left = [rule_title(group.rule, voice) for group in groups if group not in checked]
    if left:
        told = voice.word("left to a person in this version: {rules}", rules=", ".join(left))
        yield Line(f"{MARK[Standing.REVIEW]} {told}", style="yellow")


def _group(group: FindingGroup, policy: Policy, voice: Voice) -> Line:
    colour = "red" if group.effect.invalidates else "yellow"
    if group.effect is Effect.NOTICE:
        colour = "cyan"
    line = Line(f"{mark_of(group.effect)} {rule_title(group.rule, voice)}: ", style=colour)
    told = []
    for finding in group.findings[:_FEW]:
        numbers = _against(finding.ruling, voice)
        subject = briefly(finding.subject)
        told.append(f"{subject} ({numbers})" if subject and numbers else subject or numbers)
    if len(group.findings) > _FEW:
        told.append(voice.word("and {count} more", count=len(group.findings) - _FEW))
    place = group.clause.removeprefix(policy.cite(""))
    return line.append("; ".join(told), style="default").append(f"  {place}", style="dim default")


def _against(ruling: Ruling, voice: Voice) -> str:
    measured = voice.measure(ruling.measured, ruling.unit)
    required = voice.measure(ruling.required, ruling.unit)
    if measured and required:
        return voice.word("{measured}; limit {limit}", measured=measured, limit=required)
    return measured


def _refusal(error: Unreadable, voice: Voice) -> Iterator[Line]:
    for problem in error.problems[:_FEW]:
        yield Line(f"{voice.tell(problem.place)}: {voice.tell(problem.what)}")
    if len(error.problems) > _FEW:
        yield Line(voice.word("and {count} more", count=len(error.problems) - _FEW), style="dim")


def _summary(right: int, count: int, voice: Voice) -> Line:
    if right == count:
        told = voice.word("All {count} answers are the known truth. Go on with:", count=count)
        return Line(f"\n{told}", style="bold green")
    told = voice.word(
        "Only {right} of {count} answers are the known truth.", right=right, count=count
    )
    return Line(f"\n{told}", style="bold red")


def _commands(folder: Path, voice: Voice) -> Iterator[tuple[str, str]]:
    evidence = _shown(Path(sys.argv[0])) if not shutil.which("evidence") else "evidence"
    short, cheats = (_shown(folder / name) for name in ("short-practical", "cheats-online"))
    yield (
        f"{evidence} check {short} --html report.html",
        voice.word("one report to read and print"),
    )
    yield (
        f"{evidence} check {cheats} --verbose",
        voice.word("every finding on a line of its own"),
    )
    yield (
        f"{evidence} policy show sanmenxia-2021",
        voice.word("the regulation, and what of each clause is checked"),
    )
    yield f"{evidence} check BUNDLE", voice.word("a class of your own")


def _shown(path: Path) -> str:
    """A path as somebody here would type it."""
    near = os.path.relpath(path)
    return near if not near.startswith("..") else str(path)
