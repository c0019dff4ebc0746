"""Side by side: verdicts on one class as one table on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from evidence.domain.supposition import Supposition
from evidence.domain.text import Text, say
from evidence.pipeline.judgement import Judgement
from evidence.report.comparison import ComparedRow, Side, compared, totals
from evidence.report.names import rule_title
from evidence.report.words import Voice

_FEW = 12  # rows of what differs, before the rest is a number


def print_policies(
    named: Sequence[tuple[str, Judgement]], *, lang: str, console: Console, verbose: bool
) -> None:
    """One class under several policies, each with what it is called."""
    judgements = [judgement for _, judgement in named]
    voice = _voice(judgements[0], lang)
    sides = [_side(one, say("{policy}", policy=name)) for name, one in named]
    title = say("{name} under several policies", name=judgements[0].verdict.bundle_id)
    _print(title, sides, voice, console, verbose=verbose)
    away = [one for one in judgements if not one.policy.in_force_on(_first_day(one))]
    for one in away:
        line = voice.word(
            "{policy} was not in force on {day}, the first day of the class",
            policy=one.policy.id,
            day=_first_day(one).isoformat(),
        )
        console.print(Padding(Line(line), (0, 0, 0, 2)))


def print_suppositions(
    real: Judgement,
    supposed: Sequence[tuple[Supposition, Judgement]],
    *,
    lang: str,
    console: Console,
    verbose: bool,
) -> None:
    """What other numbers would change; clearly no verdict."""
    voice = _voice(real, lang)
    sides = [_side(real, say("as the policy has it"))]
    for supposition, judgement in supposed:
        sides.append(_side(judgement, _heading(supposition, real, voice)))
    title = say(
        "What if: {name}. This is no verdict; what counts is the policy's own column.",
        name=real.verdict.bundle_id,
    )
    _print(title, sides, voice, console, verbose=verbose)
    if not any(row.differs for row in compared(sides, voice)):
        console.print(Padding(Line(voice.word("Nothing would change.")), (0, 0, 0, 2)))


def _heading(supposition: Supposition, real: Judgement, voice: Voice) -> Text:
    """What is supposed, each number beside the policy's own."""
    parts = []
    for change in supposition.changes:
        rule = real.policy.rule(change.rule)
        now = "" if rule is None else change.told(rule.given.values[change.parameter])
        told = f"{change.parameter} = {change.told(change.value)} ({now})"
        parts.append(f"{told} {rule_title(change.rule, voice)}")
    return say("if {change}", change=", ".join(parts))


def _side(judgement: Judgement, heading: Text) -> Side:
    rules = frozenset(rule.id for rule in judgement.policy.rules)
    return Side(heading, judgement.verdict, rules)


def _print(
    title: Text, sides: Sequence[Side], voice: Voice, console: Console, *, verbose: bool
) -> None:
    rows = compared(sides, voice)
    most = len(rows) if verbose else len(tuple(totals(sides, voice))) + _FEW
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold")
    for side in sides:
        table.add_column(voice.tell(side.heading), overflow="fold")
    for row in rows[:most]:
        table.add_row(*_cells(row))
    console.print(Line(f"\n{voice.tell(title)}", style="bold"))
    console.print(Padding(table, (0, 0, 0, 2)))
    if rows[most:]:
        left = voice.word("and {count} more", count=len(rows) - most)
        console.print(Padding(Line(left, style="dim"), (0, 0, 0, 2)))


def _cells(row: ComparedRow) -> list[Line]:
    style = "bold" if row.differs else ""
    return [Line(row.name), *(Line(cell, style=style) for cell in row.cells)]


def _voice(judgement: Judgement, lang: str) -> Voice:
    return Voice(lang, judgement.verdict.timezone)


def _first_day(judgement: Judgement) -> date:
    return judgement.bundle.training_class.starts_on
