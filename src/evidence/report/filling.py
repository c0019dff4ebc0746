"""Filling the report on one class: a judgement put into the words of its reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from evidence.domain.findings import Evidence, Finding, HourVerdict, LearnerVerdict, Standing
from evidence.domain.footage import Recording
from evidence.domain.learning import LearnerPlayback
from evidence.domain.policy import Effect, Settled
from evidence.domain.subject import Subject
from evidence.domain.teaching import Kind
from evidence.domain.text import Text, say
from evidence.facts.coverage import ClassHourFootage
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.verdicts import allowances
from evidence.report.class_report import (
    Cell,
    ClassReport,
    FindingRow,
    FindingTable,
    LearnerRow,
    ManualRow,
    NoteRow,
    PlaybackRow,
    SessionRow,
    Spotted,
    Tally,
)
from evidence.report.faces import face_rows, legend
from evidence.report.figures import figures
from evidence.report.footage_drawing import SessionView, session_drawing, standing_word
from evidence.report.groups import (
    FindingGroup,
    SameFinding,
    grouped,
    hour_counts,
    learner_counts,
    same,
)
from evidence.report.names import (
    CERTIFICATE,
    EFFECT,
    FLAW,
    FLAW_SIGN,
    KIND,
    MARK,
    MODE,
    STANDING,
    about,
    briefly,
    law,
    mark_of,
    masked,
    rule_title,
)
from evidence.report.next_steps import next_steps
from evidence.report.playback_drawing import DRAWN, playback_drawing
from evidence.report.proofs import Proofs
from evidence.report.shots import spot_at
from evidence.report.told_once import told_once
from evidence.report.words import Voice, media_stretch

_FOLDED_FROM = 12  # rows of one rule from which its table is folded
_MOST_FILES = 4  # files named for one finding
_MOST_DRAWN = 40  # learners whose playing is drawn


def class_report(judgement: Judgement, voice: Voice, files: str = "") -> ClassReport:
    """The page on one class in the language of ``voice``.

    ``files`` is the address of the folder that its reader finds the bundle's files in, as seen from
    the page and with a stroke at its end; "" where there is none.
    """
    verdict = judgement.verdict
    proofs = Proofs.of(judgement.case, files)
    tables = told_once(_tables(grouped(verdict.findings), proofs, voice))
    sessions = tuple(_sessions(judgement, voice))
    drawings = {session.id: session.anchor for session in sessions}
    faces = tuple(face_rows(judgement, drawings, files, voice))
    return ClassReport(
        language="zh-CN" if voice.lang == "zh_CN" else "en",
        title=verdict.bundle_id,
        standing=verdict.standing,
        mark=MARK[verdict.standing],
        word=voice.tell(STANDING[verdict.standing]),
        sentence=voice.tell(_sentence(judgement)),
        facts=tuple(_facts(judgement, voice)),
        hours=_tallies(hour_counts(verdict), voice),
        learners_standing=_tallies(learner_counts(verdict), voice),
        steps=tuple(voice.tell(step) for step in next_steps(judgement)),
        sessions=sessions,
        findings=tables,
        finding_count=len(verdict.findings),
        playbacks=tuple(_playbacks(judgement, voice)),
        learners=tuple(_learners(judgement, voice)),
        manual=tuple(_manual(judgement, voice)),
        notes=tuple(NoteRow(voice.tell(n.message), n.path, n.count) for n in verdict.notes),
        origin=tuple(_origin(judgement, voice)),
        flaws=tuple(_flaws(proofs.recordings.values(), voice)),
        faces=faces,
        face_marks=legend(faces, voice),
        figures=figures(judgement, voice),
    )


def _sentence(judgement: Judgement) -> Text:
    effects = {finding.effect for finding in judgement.verdict.findings}
    if Effect.CLASS_INVALID in effects:
        return say("The class as a whole does not meet the policy.")
    if judgement.verdict.standing is Standing.INVALID:
        return say("Part of the class does not count: see which class hours and learners below.")
    if judgement.verdict.standing is Standing.REVIEW:
        return say("Nothing speaks against the class, but a person must look at part of it.")
    return say("Every class hour and every learner counts.")


def _facts(judgement: Judgement, voice: Voice) -> Iterator[tuple[str, str]]:
    said, policy = judgement.bundle.training_class, judgement.policy
    institution = f"{said.institution_name} {said.institution_id}".strip()
    yield voice.word("Institution"), institution
    yield voice.word("Occupation"), f"{said.occupation} {said.level}".strip()
    yield voice.word("Certificate"), voice.tell(CERTIFICATE[said.certificate])
    yield voice.word("Mode"), voice.tell(MODE[said.mode])
    yield voice.word("Dates"), f"{voice.date(said.starts_on)} – {voice.date(said.ends_on)}"
    yield voice.word("Planned class hours"), str(said.planned_hours)
    yield voice.word("Policy"), f"{policy.document} {policy.title}"


def _flaws(recordings: Iterable[Recording], voice: Voice) -> Iterator[tuple[str, str]]:
    """The signs that the drawings need, and what they mean."""
    found = {spell.flaw for recording in recordings for spell in recording.pictures.spells}
    return ((FLAW_SIGN[flaw], voice.tell(FLAW[flaw])) for flaw in FLAW if flaw in found)


def _tallies(counted: Mapping[Standing, int], voice: Voice) -> tuple[Tally, ...]:
    return tuple(
        Tally(standing, MARK[standing], voice.tell(STANDING[standing]), count)
        for standing, count in counted.items()
    )


def _sessions(judgement: Judgement, voice: Voice) -> Iterator[SessionRow]:
    hours = judgement.verdict.hours
    taught = {s: tuple(of) for s, of in groupby(hours, key=lambda hour: hour.session)}
    footage = judgement.case.of(ClassHourFootage)
    recordings = {recording.path: recording for recording in judgement.case.of(Recording)}
    numbers = _numbers(judgement)
    drawn = (s for s in judgement.bundle.sessions if s.id in taught)
    for place, session in enumerate(drawn, start=1):
        view = SessionView(
            session,
            taught[session.id],
            tuple(one for one in footage if one.hour.session == session.id),
            recordings,
            numbers,
            **allowances(judgement.policy, session.kind),
        )
        yield _session(view, f"s{place}", voice)


def _session(view: SessionView, anchor: str, voice: Voice) -> SessionRow:
    session = view.session
    return SessionRow(
        anchor=anchor,
        id=session.id,
        day=voice.written(session.span.start),
        clock=f"{voice.clock(session.span.start)}–{voice.clock(session.span.end)}",
        kind=voice.tell(KIND[session.kind]),
        room=session.room,
        recorded=voice.length(sum(hour.recorded for hour in view.hours)),
        cells=tuple(_cell(hour, voice) for hour in view.hours),
        drawing=session_drawing(view, voice),
        open=any(hour.standing is not Standing.VALID for hour in view.hours),
    )


def _cell(hour: HourVerdict, voice: Voice) -> Cell:
    return Cell(hour.number, hour.standing, MARK[hour.standing], standing_word(hour, voice))


def _numbered(groups: Sequence[FindingGroup]) -> Iterator[tuple[int, FindingGroup, SameFinding]]:
    """Every row of the findings with its number on the page."""
    rows = ((group, found) for group in groups for found in same(group.findings))
    for number, (group, found) in enumerate(rows, start=1):
        yield number, group, found


def _numbers(judgement: Judgement) -> Mapping[Subject, Sequence[int]]:
    """The numbers of the rows about each subject."""
    numbers: dict[Subject, list[int]] = {}
    for number, _, found in _numbered(grouped(judgement.verdict.findings)):
        for finding in found.findings:
            numbers.setdefault(finding.subject, []).append(number)
    return numbers


def _tables(groups: Sequence[FindingGroup], proofs: Proofs, voice: Voice) -> Iterator[FindingTable]:
    numbered = groupby(_numbered(groups), key=lambda row: row[1])
    for group, found in numbered:
        rows = tuple(_finding(number, alike, proofs, voice) for number, _, alike in found)
        yield FindingTable(
            mark=mark_of(group.effect),
            style="invalid" if group.effect.invalidates else group.effect.value,
            title=rule_title(group.rule, voice),
            effect=voice.tell(EFFECT[group.effect]),
            law=law(group.rule, voice),
            clause=group.clause,
            text=group.text,
            count=len(group.findings),
            open=len(rows) < _FOLDED_FROM,
            rows=rows,
        )


def _finding(number: int, alike: SameFinding, proofs: Proofs, voice: Voice) -> FindingRow:
    ruling = alike.first.ruling
    when = ""
    if ruling.span:
        start, end = ruling.span.start, ruling.span.end
        when = f"{voice.written(start)} {voice.clock(start)}{_end(start, end, voice)}"
    return FindingRow(
        number=number,
        subjects=tuple(_subjects(alike, voice)),
        message=voice.tell(alike.message),
        measured=voice.measured(ruling),
        required=voice.measure(ruling.required, ruling.unit),
        when=when,
        where=tuple(_files(alike.findings, proofs.files, voice)),
        stretches=proofs.stretches(alike.findings, voice),
        replays=proofs.replays(alike.findings, voice),
        clocks=proofs.clock_rows(alike.findings, voice),
        uncompared=proofs.uncompared(alike.findings, voice),
    )


def _subjects(alike: SameFinding, voice: Voice) -> Iterator[str]:
    if len(alike.findings) == 1:
        yield about(alike.first.subject, voice)
        return
    yield from (briefly(finding.subject) for finding in alike.findings)


def _end(start: int, end: int, voice: Voice) -> str:
    """The end of a span, with its day where that is another; "" for what was over at once."""
    if voice.day(start) != voice.day(end):
        return f" – {voice.written(end)} {voice.clock(end)}"
    return "" if voice.clock(start) == voice.clock(end) else f" – {voice.clock(end)}"


def _files(findings: Sequence[Finding], files: str, voice: Voice) -> Iterator[Spotted]:
    shown = list(
        dict.fromkeys(e for finding in findings for e in finding.ruling.evidence if not e.bundle)
    )
    yield from (_file(evidence, files, voice) for evidence in shown[:_MOST_FILES])
    if len(shown) > _MOST_FILES:
        yield Spotted(voice.word("and {count} more", count=len(shown) - _MOST_FILES))


def _file(evidence: Evidence, files: str, voice: Voice) -> Spotted:
    if evidence.start is not None and evidence.end is not None:
        stretch = media_stretch(evidence.start, evidence.end)
        link = spot_at(files, evidence.path, evidence.start, evidence.end)
        return Spotted(f"{evidence.path} {stretch}", link)
    if evidence.attempt:
        told = voice.word("{path}, window {attempt}", path=evidence.path, attempt=evidence.attempt)
        return Spotted(told)
    return Spotted(evidence.path)


def _playbacks(judgement: Judgement, voice: Voice) -> Iterator[PlaybackRow]:
    """The drawings of those whose playing was measured and found wanting."""
    measured: dict[str, list[Finding]] = {}
    for finding in judgement.verdict.findings:
        if finding.rule in DRAWN and finding.ruling.measured is not None:
            measured.setdefault(finding.subject.learner, []).append(finding)
    playbacks = {playback.learner: playback for playback in judgement.case.of(LearnerPlayback)}
    for learner in [learner for learner in measured if learner in playbacks][:_MOST_DRAWN]:
        drawn = playback_drawing(playbacks[learner], measured[learner], voice)
        titles = dict.fromkeys(rule_title(f.rule, voice) for f in measured[learner])
        if drawn:
            yield PlaybackRow(learner, voice.word(", ").join(titles), drawn)


def _learners(judgement: Judgement, voice: Voice) -> Iterator[LearnerRow]:
    names = {learner.id: masked(learner.name) for learner in judgement.bundle.learners}
    for learner in judgement.verdict.learners:
        yield _learner(learner, names.get(learner.id, ""), voice)


def _learner(learner: LearnerVerdict, name: str, voice: Voice) -> LearnerRow:
    whole = max(1, learner.hours_planned, learner.hours_credited + learner.hours_in_review)
    return LearnerRow(
        id=learner.id,
        name=name,
        standing=learner.standing,
        mark=MARK[learner.standing],
        word=voice.tell(STANDING[learner.standing]),
        planned=learner.hours_planned,
        credited=learner.hours_credited,
        share=1000 * learner.hours_credited // whole,
        open_share=1000 * learner.hours_in_review // whole,
        theory=learner.hours_by_kind.get(Kind.THEORY, 0),
        practical=learner.hours_by_kind.get(Kind.PRACTICAL, 0),
        online=learner.hours_by_kind.get(Kind.ONLINE, 0),
        in_review=learner.hours_in_review,
        admitted=learner.admitted,
    )


def _manual(judgement: Judgement, voice: Voice) -> Iterator[ManualRow]:
    for clause in judgement.policy.clauses:
        if clause.settled is Settled.MANUAL:
            why = clause.why_zh if voice.lang == "zh_CN" else clause.why
            yield ManualRow(clause.where, clause.text, why)


def _origin(judgement: Judgement, voice: Voice) -> Iterator[tuple[str, str]]:
    verdict = judgement.verdict
    yield voice.word("Bundle"), f"{verdict.bundle_id}, sha256 {verdict.bundle_sha256}"
    yield voice.word("Files"), str(verdict.bundle_files)
    yield voice.word("Policy"), f"{verdict.policy_id}, sha256 {verdict.policy_sha256}"
    yield voice.word("Engine"), f"evidence {verdict.engine_version}"
    yield voice.word("Command"), f"evidence check BUNDLE --policy {verdict.policy_id}"
