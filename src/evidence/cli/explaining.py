"""Explaining findings one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from evidence.cli.progress import shown_on
from evidence.domain.errors import Problem, Unreadable, nearest
from evidence.domain.findings import Finding, Outcome
from evidence.domain.policy import Policy
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.rulings import rulings
from evidence.report import verdict_json
from evidence.report.behind import behind
from evidence.report.explaining import Explanation, explained, outcome_of, subject_of
from evidence.report.finding_names import explaining, meant, name_of
from evidence.report.verdict_file import is_verdict, read_verdict
from evidence.report.verdict_record import FindingRecord, VerdictRecord
from evidence.report.words import Voice
from evidence.rules.rule import catalogue
from evidence.wiring.checking import check_bundle
from evidence.wiring.policies import edition_of

_MOST = 5  # explained at one time; the others are named


@dataclass(frozen=True, slots=True)
class Told:
    """A ruling to explain: as the verdict's file has it, and the rule's answer where known."""

    record: FindingRecord
    outcome: Outcome | None

    @property
    def key(self) -> tuple[str, Subject]:
        """Its rule, and what it is about."""
        return self.record.rule, subject_of(self.record.subject)


@dataclass(frozen=True, slots=True)
class Source:
    """What is explained from: a verdict, its policy, and the judgement where there is a bundle."""

    verdict: VerdictRecord
    policy: Policy | None
    findings: tuple[Told, ...]
    judgement: Judgement | None = None

    def others(self) -> tuple[Told, ...]:
        """Rulings that are no findings, for they keep the law."""
        if self.judgement is None:
            return ()
        known = {told.key for told in self.findings}
        answered = rulings(self.judgement.policy, self.judgement.case, catalogue())
        told = (_told(one, self.judgement) for one in answered)
        return tuple(one for one in told if one.key not in known)


def explain_all(source: Path, named: Sequence[str], *, policy: str | None, lang: str) -> None:
    """Explain every finding that ``named`` means, or list them all where it names none.

    Raises:
        Unreadable: when the verdict can't be read, or has no such finding.
    """
    console = Console()
    opened = _opened(source, policy, lang)
    judgement = opened.judgement
    voice = Voice(lang, judgement.verdict.timezone if judgement else "UTC")
    if not named:
        _list(opened, source, voice, console)
        return
    candidates = opened.findings
    found = meant(named, [told.key for told in candidates])
    if not found:
        candidates = opened.others()
        found = meant(named, [told.key for told in candidates])
    if not found:
        raise _no_such(opened, " ".join(named))
    for place in found[:_MOST]:
        told = candidates[place]
        explanation = explained(told.record, told.outcome, opened.verdict, opened.policy, voice)
        if judgement:
            more = behind(judgement, told.key[1], voice)
            explanation = replace(explanation, facts=(*explanation.facts, *more))
        console.print(_drawn(explanation, voice))
    if found[_MOST:]:
        console.print(Line(voice.word("and {count} more:", count=len(found) - _MOST), "dim"))
        for place in found[_MOST:]:
            console.print(Line(f"  {name_of(*candidates[place].key)}"))


def _opened(source: Path, policy: str | None, lang: str) -> Source:
    if is_verdict(source):
        verdict = read_verdict(source)
        edition = edition_of(verdict.policy.id, verdict.policy.sha256)
        found = tuple(Told(one, outcome_of(one, edition)) for one in verdict.findings)
        return Source(verdict, edition, found)
    with shown_on(Console(stderr=True), lang=lang) as progress:
        judgement = check_bundle(source, policy=policy, progress=progress)
    told = tuple(_told(finding, judgement) for finding in judgement.verdict.findings)
    return Source(verdict_json.record(judgement.verdict), judgement.policy, told, judgement)


def _told(finding: Finding, judgement: Judgement) -> Told:
    record = verdict_json.finding_record(finding, judgement.verdict)
    return Told(record, finding.ruling.outcome)


def _no_such(opened: Source, asked: str) -> Unreadable:
    names = tuple(dict.fromkeys(name_of(*told.key) for told in opened.findings))
    what = say(
        "the verdict has no finding of this name; it has {count}: without a name, explain lists "
        "them",
        count=len(names),
    )
    parts = (*names, *(told.record.rule for told in opened.findings))
    return Unreadable(asked, (Problem(what, asked, did_you_mean=nearest(asked, parts)),))


def _list(opened: Source, source: Path, voice: Voice, console: Console) -> None:
    """Every finding by its name."""
    if not opened.findings:
        console.print(Line(voice.word("The verdict has no findings.")))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("#", justify="right")
    table.add_column(voice.word("finding"), overflow="fold")
    table.add_column("", overflow="fold", ratio=1)
    for place, told in enumerate(opened.findings, start=1):
        message = told.record.message_zh if voice.lang == "zh_CN" else told.record.message
        table.add_row(str(place), Line(name_of(*told.key)), Line(message, style="dim"))
    console.print(table)
    first = name_of(*opened.findings[0].key)
    console.print(Line(f"\n{explaining(str(source), first)}", style="dim"), soft_wrap=True)


def _drawn(told: Explanation, voice: Voice) -> RenderableType:
    """An explanation, its parts under their names."""
    heading = Line(f"\n{told.about} · {told.title}", style="bold")
    heading.append(f"\n{told.name}", style="dim not bold")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", overflow="fold", max_width=28)
    table.add_column(overflow="fold")
    for name, line in _lines(told, voice):
        table.add_row(Line(name), Line(line))
    return Group(heading, Padding(table, (0, 0, 0, 2)))


def _lines(told: Explanation, voice: Voice) -> Iterator[tuple[str, str]]:
    yield voice.word("found"), told.message
    yield voice.word("so"), "; ".join(filter(None, (told.outcome, told.effect)))
    if told.near:
        yield voice.word("how near"), told.near
    yield from told.numbers
    if told.law:
        yield voice.word("the rule"), told.law
    yield voice.word("the clause"), f"{told.clause} “{told.text}”"
    yield from told.facts
    for path in told.evidence:
        yield voice.word("proof"), path
    if told.remedy:
        yield voice.word("what to do"), told.remedy
