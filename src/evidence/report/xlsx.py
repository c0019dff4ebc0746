"""The workbook: the verdict as sheets that a clerk can sort, filter and pass on."""

from __future__ import annotations

from pathlib import Path

from evidence.domain.findings import Evidence, Finding
from evidence.domain.teaching import Kind
from evidence.pipeline.judgement import Judgement
from evidence.report.figures import COLOUR, HeatCell, heat
from evidence.report.groups import grouped, hour_counts, learner_counts
from evidence.report.names import EFFECT, KIND, MARK, STANDING, about, rule_title
from evidence.report.sheets import Cell, Sheet, Tinted, write_book
from evidence.report.words import Voice, media_stretch


def workbook(judgement: Judgement, path: Path, *, lang: str) -> None:
    """Write the workbook on one class to ``path``."""
    voice = Voice(lang, judgement.verdict.timezone)
    sheets = (
        _summary(judgement, voice),
        _timetable(judgement, voice),
        _hours(judgement, voice),
        _learners(judgement, voice),
        _findings(judgement, voice),
        _by_rule(judgement, voice),
    )
    write_book(sheets, path, title=judgement.verdict.bundle_id)


def _summary(judgement: Judgement, voice: Voice) -> Sheet:
    verdict, said = judgement.verdict, judgement.bundle.training_class
    rows: list[tuple[str, str | int]] = [
        (voice.word("Class"), verdict.bundle_id),
        (
            voice.word("Verdict"),
            f"{MARK[verdict.standing]} {voice.tell(STANDING[verdict.standing])}",
        ),
        (voice.word("Institution"), f"{said.institution_name} {said.institution_id}".strip()),
        (voice.word("Occupation"), f"{said.occupation} {said.level}".strip()),
        (voice.word("Dates"), f"{said.starts_on} – {said.ends_on}"),
        (voice.word("Planned class hours"), said.planned_hours),
    ]
    for label, counted in (
        (voice.word("Class hours"), hour_counts(verdict)),
        (voice.word("Learners"), learner_counts(verdict)),
    ):
        for standing, count in counted.items():
            told = voice.tell(STANDING[standing])
            rows.append((voice.word("{what}: {standing}", what=label, standing=told), count))
    rows += [
        (voice.word("Findings"), len(verdict.findings)),
        (voice.word("Policy"), f"{judgement.policy.document} {judgement.policy.title}"),
        (voice.word("Bundle"), f"sha256 {verdict.bundle_sha256}"),
        (voice.word("Policy"), f"{verdict.policy_id}, sha256 {verdict.policy_sha256}"),
        (voice.word("Engine"), f"evidence {verdict.engine_version}"),
    ]
    return Sheet(voice.word("Summary"), ("", voice.word("Class evidence report")), rows)


def _timetable(judgement: Judgement, voice: Voice) -> Sheet:
    """The heat map: a row a day, a column for each class hour of it."""
    cells = {(cell.day, cell.place): cell for cell in heat(judgement, voice)}
    days = list(dict.fromkeys(day for day, _ in cells))
    places = range(1, max((place for _, place in cells), default=0) + 1)
    rows: list[tuple[Cell, ...]] = [
        (day, *(_tinted(cells.get((day, place))) for place in places)) for day in days
    ]
    return Sheet(voice.word("The timetable"), (voice.word("Day"), *map(str, places)), rows)


def _tinted(cell: HeatCell | None) -> Cell:
    if cell is None:
        return ""
    hour = cell.hour
    told = f"{MARK[hour.standing]} {hour.session}·{hour.number}"
    return Tinted(told, COLOUR[hour.standing])


def _by_rule(judgement: Judgement, voice: Voice) -> Sheet:
    rows = [
        (rule_title(group.rule, voice), voice.tell(EFFECT[group.effect]), len(group.findings))
        for group in grouped(judgement.verdict.findings)
    ]
    headings = (voice.word("Rule"), voice.word("Effect"), voice.word("Findings"))
    return Sheet(voice.word("Findings by rule"), headings, rows, bars=(2,))


def _hours(judgement: Judgement, voice: Voice) -> Sheet:
    headings = (
        voice.word("Session"),
        voice.word("Class hour"),
        voice.word("Kind"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Verdict"),
        voice.word("Recorded"),
        voice.word("Longest run"),
        voice.word("Camera"),
        voice.word("Present"),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            hour.session,
            hour.number,
            voice.tell(KIND[Kind(hour.kind)]),
            voice.moment(hour.span.start),
            voice.moment(hour.span.end),
            voice.tell(STANDING[hour.standing]),
            voice.length(hour.recorded),
            voice.length(hour.longest_run),
            hour.camera,
            "" if hour.present is None else hour.present,
        )
        for hour in judgement.verdict.hours
    ]
    return Sheet(voice.word("Class hours"), headings, rows)


def _learners(judgement: Judgement, voice: Voice) -> Sheet:
    headings = (
        voice.word("Learner"),
        voice.word("Verdict"),
        voice.word("Planned class hours"),
        voice.word("Class hours credited"),
        voice.word("in review"),
        *(voice.tell(KIND[kind]) for kind in Kind),
        voice.word("Assessment"),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            learner.id,
            voice.tell(STANDING[learner.standing]),
            learner.hours_planned,
            learner.hours_credited,
            learner.hours_in_review,
            *(learner.hours_by_kind.get(kind, 0) for kind in Kind),
            voice.word("admitted") if learner.admitted else voice.word("not admitted"),
        )
        for learner in judgement.verdict.learners
    ]
    return Sheet(voice.word("Learners"), headings, rows, bars=(3,))


def _findings(judgement: Judgement, voice: Voice) -> Sheet:
    headings = (
        voice.word("Rule"),
        voice.word("Effect"),
        voice.word("About"),
        voice.word("What was found"),
        voice.word("Measured"),
        voice.word("Limit"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Clause"),
        voice.word("Words of the clause"),
        voice.word("Where to look"),
    )
    rows = [_finding(finding, voice) for finding in judgement.verdict.findings]
    return Sheet(voice.word("Findings"), headings, rows)


def _finding(finding: Finding, voice: Voice) -> tuple[str, ...]:
    ruling = finding.ruling
    return (
        rule_title(finding.rule, voice),
        voice.tell(EFFECT[finding.effect]),
        about(finding.subject, voice),
        voice.tell(ruling.message),
        voice.measured(ruling),
        voice.measure(ruling.required, ruling.unit),
        voice.moment(ruling.span.start) if ruling.span else "",
        voice.moment(ruling.span.end) if ruling.span else "",
        finding.clause,
        finding.text,
        "\n".join(_place(evidence) for evidence in ruling.evidence if not evidence.bundle),
    )


def _place(evidence: Evidence) -> str:
    if evidence.start is None or evidence.end is None:
        return evidence.path
    return f"{evidence.path} {media_stretch(evidence.start, evidence.end)}"
