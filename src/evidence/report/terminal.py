"""The terminal: a judgement understood at a glance, in 80 columns and without colour too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Line

from evidence.domain.errors import Unreadable
from evidence.domain.findings import HourVerdict, LearnerVerdict, Ruling, Standing, Verdict
from evidence.domain.policy import Effect, Settled
from evidence.pipeline.judgement import Judgement
from evidence.report.finding_names import explaining, finding_name
from evidence.report.groups import (
    FindingGroup,
    SameFinding,
    grouped,
    hour_counts,
    learner_counts,
    same,
)
from evidence.report.names import MARK, STANDING, about, briefly, mark_of, rule_title
from evidence.report.next_steps import next_steps
from evidence.report.words import Voice

_COLOUR = {Standing.VALID: "green", Standing.INVALID: "red", Standing.REVIEW: "yellow"}
_FEW = 4  # lines of one kind before the rest is folded
_LISTED = 12  # learners who lose something and have a line of their own
_NAMED = 6  # subjects named in a folded line
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads a judgement: the bundle as they named it, and the day on which they read."""

    bundle: str
    today: date


def print_judgement(
    judgement: Judgement,
    *,
    lang: str,
    console: Console,
    verbose: bool = False,
    asked: Reader | None = None,
) -> None:
    """The whole judgement; ``verbose`` unfolds every finding."""
    voice = Voice(lang, judgement.verdict.timezone)
    few = len(judgement.verdict.findings) + len(judgement.verdict.learners) if verbose else _FEW

    console.print(_heading(judgement, voice))
    sections = (
        *_hours(judgement.verdict, voice),
        *_learners(judgement.verdict, voice, few),
        *_findings(judgement.verdict, voice, few),
        *_notes(judgement.verdict, voice),
        *_manual(judgement, voice),
        *_steps(judgement, voice, asked.today if asked else None),
    )
    for section in sections:
        console.print(section)
    groups = grouped(judgement.verdict.findings)
    if asked and groups:
        told = voice.word("What a finding rests on, and how near it was:")
        console.print(Line(f"\n{told}", style="dim"))
        # Not broken over lines, so that it can be pasted.
        name = finding_name(groups[0].findings[0])
        console.print(Line(f"  {explaining(asked.bundle, name)}"), soft_wrap=True)


def print_summary(judgements: Sequence[Judgement], *, lang: str, console: Console) -> None:
    """Several bundles in one table, a row each."""
    voice = Voice(lang, judgements[0].verdict.timezone if judgements else "UTC")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(voice.word("Class"), overflow="fold")
    table.add_column(voice.word("Verdict"), no_wrap=True)
    for heading in ("Class hours", "Learners"):
        table.add_column(voice.word(heading), no_wrap=True)
    table.add_column(voice.word("Findings"), justify="right")
    for judgement in judgements:
        verdict = judgement.verdict
        table.add_row(
            Line(verdict.bundle_id),
            _standing(verdict.standing, voice),
            _tally(hour_counts(verdict)),
            _tally(learner_counts(verdict)),
            str(len(verdict.findings)),
        )
    console.print()
    console.print(table)


def print_unreadable(error: Unreadable, *, lang: str, console: Console) -> None:
    """Everything that must be put right before a bundle or a policy can be read."""
    voice = Voice(lang, "UTC")
    headline = voice.word("{subject} can't be read:", subject=error.subject)
    console.print(Line(headline, style="bold red"), soft_wrap=True)

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(voice.word("Where"), overflow="fold", ratio=2)
    table.add_column(voice.word("What"), overflow="fold", ratio=4)
    if any(problem.did_you_mean for problem in error.problems):
        table.add_column(voice.word("Did you mean"), overflow="fold", ratio=1)
    for problem in error.problems:
        cells = (voice.tell(problem.place), voice.tell(problem.what), problem.did_you_mean)
        table.add_row(*(Line(cell) for cell in cells[: len(table.columns)]))
    console.print(Padding(table, (0, 0, 0, 2)))


def _heading(judgement: Judgement, voice: Voice) -> RenderableType:
    verdict, said = judgement.verdict, judgement.bundle.training_class
    title = _standing(verdict.standing, voice, loud=True)
    title.append(f"  {verdict.bundle_id}", style="bold")
    told = (
        f"{said.occupation} {said.level}".strip(),
        said.institution_id,
        f"{said.starts_on} – {said.ends_on}",
    )
    lines = Line("\n").join(
        (
            title,
            Line(" · ".join(filter(None, told))),
            Line(f"{judgement.policy.id} · {judgement.policy.document}", style="dim"),
        )
    )
    return Panel(lines, border_style=_COLOUR[verdict.standing], padding=(0, 1))


def _standing(standing: Standing, voice: Voice, *, loud: bool = False) -> Line:
    word = voice.tell(STANDING[standing])
    style = f"bold {_COLOUR[standing]}" if loud else _COLOUR[standing]
    return Line(f"{MARK[standing]} {word.upper() if loud else word}", style=style)


def _tally(counted: Mapping[Standing, int]) -> Line:
    """How many stand how: ``✓ 38  ✗ 1  ? 1``."""
    parts = [
        Line(f"{MARK[standing]} {count}", style=_COLOUR[standing])
        for standing, count in counted.items()
        if count
    ]
    return Line("  ").join(parts)


def _title(word: str, *beside: Line) -> Line:
    return Line("  ").join((Line(f"\n{word}", style="bold"), *beside))


def _under(*lines: RenderableType) -> Iterator[RenderableType]:
    for line in lines:
        yield Padding(line, (0, 0, 0, 2))


def _hours(verdict: Verdict, voice: Voice) -> Iterator[RenderableType]:
    if not verdict.hours:
        return
    yield _title(voice.word("Class hours"), _tally(hour_counts(verdict)))

    table = Table.grid(padding=(0, 2, 0, 0))
    for day, hours in groupby(verdict.hours, key=lambda hour: voice.day(hour.span.start)):
        table.add_row(Line(day, style="dim"), _strip(tuple(hours)))
    yield from _under(table)


def _strip(hours: Sequence[HourVerdict]) -> Line:
    """One sign for each class hour, session by session; a session is never broken over lines."""
    sessions = []
    for session, taught in groupby(hours, key=lambda hour: hour.session):
        line = Line(f"{session}{_NO_BREAK}")
        for hour in taught:
            line.append(MARK[hour.standing], style=f"bold {_COLOUR[hour.standing]}")
        sessions.append(line)
    return Line("  ").join(sessions)


def _learners(verdict: Verdict, voice: Voice, few: int) -> Iterator[RenderableType]:
    yield _title(voice.word("Learners"), _tally(learner_counts(verdict)))
    for standing in (Standing.INVALID, Standing.REVIEW):
        doubtful = standing is Standing.REVIEW
        stand_so = [learner for learner in verdict.learners if learner.standing is standing]
        told = stand_so if len(stand_so) <= (few if doubtful else max(few, _LISTED)) else []
        yield from _under(*(_learner(learner, voice) for learner in told))
        if stand_so and not told:
            line = _standing(standing, voice)
            ids = _some([learner.id for learner in stand_so], voice, few)
            yield from _under(line.append(f"  {ids}", style=""))


def _learner(learner: LearnerVerdict, voice: Voice) -> Line:
    line = Line(f"{MARK[learner.standing]} {learner.id}  ", style=_COLOUR[learner.standing])
    told = [
        voice.word(
            "{credited} of {planned} class hours credited",
            credited=learner.hours_credited,
            planned=learner.hours_planned,
        )
    ]
    if learner.hours_in_review:
        told.append(voice.word("{hours} in review", hours=learner.hours_in_review))
    if not learner.admitted:
        told.append(voice.word("not admitted to assessment"))
    return line.append(" · ".join(told), style="default")


def _findings(verdict: Verdict, voice: Voice, few: int) -> Iterator[RenderableType]:
    if not verdict.findings:
        return
    yield _title(voice.word("Findings"), Line(str(len(verdict.findings))))
    for group in grouped(verdict.findings):
        yield from _under(_group_heading(group, voice))
        alike = same(group.findings)
        shown = alike[:few]
        for finding in shown:
            yield Padding(_finding(finding, voice, few), (0, 0, 0, 4))
        left = sum(len(finding.findings) for finding in alike[few:])
        if left:
            yield Padding(Line(voice.word("and {count} more", count=left), "dim"), (0, 0, 0, 4))


def _group_heading(group: FindingGroup, voice: Voice) -> Line:
    colour = _effect_colour(group.effect)
    title = rule_title(group.rule, voice)
    line = Line(f"{mark_of(group.effect)} {title}", style=f"bold {colour}")
    if len(group.findings) > 1:
        line.append(f" ×{len(group.findings)}", style=colour)
    # The id, which explain and policies go by, where the title does not tell it already.
    told = "" if title.lower().replace(" ", "-") == group.rule else f"  {group.rule}"
    return line.append(f"{told}  {group.clause}", style="dim not bold")


def _effect_colour(effect: Effect) -> str:
    if effect.invalidates:
        return _COLOUR[Standing.INVALID]
    return _COLOUR[Standing.REVIEW] if effect is Effect.REVIEW else "cyan"


def _finding(found: SameFinding, voice: Voice, few: int) -> Line:
    """Who or what, then the sentence, then the numbers; those that say the same share a line."""
    if len(found.findings) == 1:
        subjects = about(found.first.subject, voice)
    else:
        subjects = _some([briefly(finding.subject) for finding in found.findings], voice, few)
    line = Line(subjects, style="bold").append(" · ", style="dim")
    line.append(voice.tell(found.message), style="not bold")
    numbers = _against(found.first.ruling, voice)
    return line.append(f"  ({numbers})", style="dim not bold") if numbers else line


def _against(ruling: Ruling, voice: Voice) -> str:
    """What was measured against what is asked; "" where the sentence says it already."""
    measured = voice.measured(ruling)
    required = voice.measure(ruling.required, ruling.unit)
    said = voice.tell(ruling.message)
    if measured in said and required in said:
        return ""
    if measured and required:
        return voice.word("{measured}; limit {limit}", measured=measured, limit=required)
    return measured


def _some(names: Sequence[str], voice: Voice, few: int) -> str:
    """The first few of many, and how many there are."""
    named = max(few, _NAMED)
    first = voice.word(", ").join(names[:named])
    left = len(names) - named
    return voice.word("{first} and {left} more", first=first, left=left) if left > 0 else first


def _notes(verdict: Verdict, voice: Voice) -> Iterator[RenderableType]:
    if not verdict.notes:
        return
    yield _title(voice.word("Notes"))
    for note in verdict.notes:
        line = Line(voice.tell(note.message))
        line.append(f"  ×{note.count}" if note.count > 1 else "", style="dim")
        yield from _under(line.append(f"  {note.path}" if note.path else "", style="dim"))


def _manual(judgement: Judgement, voice: Voice) -> Iterator[RenderableType]:
    clauses = [c for c in judgement.policy.clauses if c.settled is Settled.MANUAL]
    if not clauses:
        return
    yield _title(voice.word("For a person to tick"))
    table = _list(3)
    for clause in clauses:
        table.add_row("☐", Line(clause.where, style="dim", no_wrap=True), Line(clause.text))
    yield from _under(table)


def _steps(judgement: Judgement, voice: Voice, today: date | None) -> Iterator[RenderableType]:
    yield _title(voice.word("What to do next"))
    table = _list(2)
    for step in next_steps(judgement, today):
        table.add_row("→", Line(voice.tell(step)))
    yield from _under(table)


def _list(columns: int) -> Table:
    """Columns without a frame; Chinese has no spaces, so that its lines break anywhere."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table
