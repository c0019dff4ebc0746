"""Judgements to report on, built from domain types; every id in them is invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from evidence.domain.bundle import ClassBundle
from evidence.domain.findings import (
    Evidence,
    Finding,
    HourVerdict,
    LearnerVerdict,
    Measure,
    Note,
    Outcome,
    Ruling,
    Standing,
    Verdict,
)
from evidence.domain.footage import (
    DatedBy,
    EndReason,
    FootageFile,
    Media,
    Recording,
    Silence,
)
from evidence.domain.learning import (
    Advance,
    AdvanceKind,
    LearnerPlayback,
    Lesson,
    LessonPlayback,
    Overlap,
    PromptGap,
    Stretch,
)
from evidence.domain.people import Learner
from evidence.domain.policy import Clause, Effect, Parameters, Policy, PolicyRule, Scope, Settled
from evidence.domain.subject import Subject
from evidence.domain.teaching import Certificate, Kind, Mode, Session, TrainingClass
from evidence.domain.text import Length, Text, say
from evidence.domain.time import DAY, MINUTE, SECOND, Interval, Timeline
from evidence.facts.case import Case, ClassRecord
from evidence.facts.coverage import class_hour_footage
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.verdicts import hour_verdicts

ZONE = "Asia/Shanghai"
HOUR = 45 * MINUTE
DOCUMENT = "三技领办〔2021〕4号"


def at(clock: str, day: int = 19) -> int:
    """Wall time of a clock reading on a day of April 2021."""
    hour, minute, second = (int(part) for part in f"{clock}:00".split(":")[:3])
    local = datetime(2021, 4, day, hour, minute, second, tzinfo=ZoneInfo(ZONE))
    return int(local.timestamp()) * SECOND


TRAINING_CLASS = TrainingClass(
    id="TEST-0417-03",
    policy="sanmenxia-2021",
    timezone=ZONE,
    occupation="茶艺师",
    level="五级",
    mode=Mode.BLENDED,
    certificate=Certificate.SKILL_LEVEL,
    starts_on=date(2021, 4, 19),
    ends_on=date(2021, 4, 20),
    planned_hours=16,
    teachers=2,
    workstations=20,
    registered_at=at("09:00", 12),
    institution_id="INST-0007",
    institution_name="某某职业培训学校",
)
SESSIONS = (
    Session("T01", Kind.THEORY, Interval(at("08:30"), at("11:30")), 4, "201", ("cam1",)),
    Session("P01", Kind.PRACTICAL, Interval(at("13:30"), at("16:30")), 4, "W1", ("cam1", "cam2")),
    Session("P02", Kind.PRACTICAL, Interval(at("08:30", 20), at("11:30", 20)), 4, "W1", ("cam1",)),
)
LESSONS = (
    Lesson("V1", 1, "茶的分类", 45 * MINUTE, professional=True),
    Lesson("V2", 2, "冲泡", 45 * MINUTE, professional=True),
)
RULES = (
    ("theory-recorded-throughout", "二(四)20", "理论教学须全程录像", Effect.HOUR_INVALID),
    (
        "practical-continuous-recording",
        "二(四)20",
        "实操培训每学时连续录像不低于15分钟",
        Effect.HOUR_INVALID,
    ),
    ("footage-undated", "二(四)20", "理论教学须全程录像", Effect.NOTICE),
    ("footage-unreadable", "二(四)20", "理论教学须全程录像", Effect.NOTICE),
    ("practical-share", "二(四)21(1)", "实操培训不少于总课时的65%", Effect.CLASS_INVALID),
    ("fast-forward", "二(四)21(2)", "有快进播放", Effect.TRAINING_INVALID),
    ("multiple-windows", "二(四)21(2)", "多窗口学习", Effect.TRAINING_INVALID),
    ("prompt-gap", "二(四)21(2)", "连续5分钟内无弹窗管控", Effect.TRAINING_INVALID),
    ("face-liveness", "二(四)21(2)", "无法进行人脸活体比对", Effect.TRAINING_INVALID),
)
ALLOWED = Parameters({"max_gap_seconds": 2, "max_seam_seconds": 2})
POLICY = Policy(
    id="sanmenxia-2021",
    title="2021年三门峡全民技能振兴工程暨职业技能提升行动工作方案",
    document=DOCUMENT,
    in_force_from=date(2021, 4, 20),
    in_force_until=None,
    rules=tuple(
        PolicyRule(rule, clause, text, effect, ALLOWED, Scope.CLASS)
        for rule, clause, text, effect in RULES
    ),
    clauses=(
        Clause(
            "二(四)21(3)",
            "满意度低于85%的停止培训开班",
            Settled.MANUAL,
            "Satisfaction is asked of the learners; no file of the bundle holds it.",
            "满意度须向学员调查，报送材料中没有。",
        ),
        Clause(
            "三(二)",
            "培训开班实到人数视为开班人数",
            Settled.COMPUTED,
            "The verdict lists the people present.",
            "核验结论列出实到人数。",
        ),
    ),
    sha256="b" * 64,
)
LEARNERS = tuple(Learner(f"L{n:03d}", name="测试学员", id_number="0" * 18) for n in range(1, 13))


def finding(
    rule: str,
    subject: Subject,
    message: Text,
    *,
    measured: Measure | None = None,
    required: Measure | None = None,
    unit: str = "",
    span: Interval | None = None,
    evidence: tuple[Evidence, ...] = (),
    undecided: bool = False,
) -> Finding:
    """A finding of one of the policy's rules."""
    named = next(r for r in POLICY.rules if r.id == rule)
    outcome = Outcome.UNDECIDED if undecided else Outcome.BREACHED
    ruling = Ruling(outcome, message, measured, required, unit, span, evidence)
    effect = Effect.REVIEW if undecided else named.effect
    return Finding(rule, effect, POLICY.cite(named.clause), named.text, subject, ruling)


def recording(
    path: str,
    camera: str,
    start: int | None,
    length: int,
) -> Recording:
    """A recording that says it began then."""
    dated = DatedBy.NOTHING if start is None else DatedBy.TABLE
    media = Media(EndReason.COMPLETE, length, frame=40_000, packets=1, key_frames=1)
    return Recording(FootageFile(path, camera, start, dated), media)


def footage() -> tuple[Recording, ...]:
    """Half-hour files; cam1 of P01 falls silent, cam2 stops, the last of P02 can't be read."""
    files = []
    for session in SESSIONS:
        for camera in session.cameras:
            for number in range(1 if camera == "cam2" else 6):
                begin = session.span.start + number * 30 * MINUTE
                name = f"recordings/{camera}_{session.id}_{number + 1}.mp4"
                files.append(recording(name, camera, begin, 30 * MINUTE - SECOND))
    # 14:05-14:14 and 14:20-14:24 are silent, and 14:38:58-14:46: 898 s are left between.
    files[7] = silent(files[7], (5 * MINUTE, 9 * MINUTE), (20 * MINUTE, 4 * MINUTE))
    files[8] = silent(files[8], (8 * MINUTE + 58 * SECOND, 7 * MINUTE + 2 * SECOND))
    files[-2] = cut_off(files[-2], 20 * MINUTE)
    files[-1] = replace(files[-1], media=Media(EndReason.UNREADABLE))
    files.append(recording("recordings/<script>alert(1)</script>.mp4", "", None, MINUTE))
    return tuple(files)


def silent(whole: Recording, *silences: tuple[int, int]) -> Recording:
    """The recording with these silences: media time and length."""
    kept = tuple(Silence(at, length) for at, length in silences)
    return replace(whole, media=replace(whole.media, silences=kept))


def cut_off(whole: Recording, length: int) -> Recording:
    """The recording with nothing after ``length``."""
    media = whole.media
    cut = replace(media, duration=length, claimed=media.duration, end=EndReason.TRUNCATED)
    return replace(whole, media=cut)


def lesson_playback(learner: str, lesson: Lesson, stretches: Sequence[Stretch]) -> LessonPlayback:
    """A lesson played in these stretches."""
    content = Timeline.of(Interval(s.start, s.end) for s in stretches if s.end > s.start)
    return LessonPlayback(
        learner,
        lesson,
        content,
        playing=sum(s.span.length for s in stretches),
        first=min(s.span.start for s in stretches),
        last=max(s.span.end for s in stretches),
        stretches=tuple(stretches),
        logs=(f"online/{learner}.jsonl",),
    )


def stretch(
    attempt: str, begin: int, minutes: int, start: int, speed: Fraction = Fraction(1)
) -> Stretch:
    """So many minutes of playing from ``start`` minutes into the lesson."""
    span = Interval(begin, begin + minutes * MINUTE)
    end = start * MINUTE + int(minutes * MINUTE * speed)
    return Stretch(attempt, span, start * MINUTE, end, speed)


def honest(learner: str) -> LearnerPlayback:
    """Two lessons watched from beginning to end."""
    begin = at("19:00")
    played = tuple(
        lesson_playback(learner, lesson, [stretch("a1", begin + n * 50 * MINUTE, 45, 0)])
        for n, lesson in enumerate(LESSONS)
    )
    return LearnerPlayback(learner, played, (), (), (), (), 90 * MINUTE, 90 * MINUTE)


def hasty(learner: str) -> LearnerPlayback:
    """One lesson with a jump and some of it at double speed, and no prompt for nine minutes."""
    begin = at("19:00")
    stretches = [
        stretch("a1", begin, 8, 0),
        stretch("a1", begin + 8 * MINUTE, 6, 17),
        stretch("a1", begin + 16 * MINUTE, 10, 23, Fraction(2)),
    ]
    played = replace(
        lesson_playback(learner, LESSONS[0], stretches),
        advances=(
            Advance(
                AdvanceKind.SEEK,
                9 * MINUTE,
                Interval(begin + 8 * MINUTE, begin + 8 * MINUTE + 1),
                "a1",
                8 * MINUTE,
                17 * MINUTE,
            ),
            Advance(
                AdvanceKind.RATE,
                10 * MINUTE,
                Interval(begin + 16 * MINUTE, begin + 26 * MINUTE),
                "a1",
                23 * MINUTE,
                43 * MINUTE,
                Fraction(2),
            ),
        ),
    )
    gap = PromptGap(
        learner, "V1", "a1", 9 * MINUTE, Interval(begin + 16 * MINUTE, begin + 25 * MINUTE)
    )
    return LearnerPlayback(learner, (played,), (gap,), (), (), (), 34 * MINUTE, 24 * MINUTE)


def doubled(learner: str) -> LearnerPlayback:
    """Two windows that play at one time."""
    begin = at("19:00")
    first = lesson_playback(learner, LESSONS[0], [stretch("a1", begin, 45, 0)])
    second = lesson_playback(learner, LESSONS[1], [stretch("a2", begin + 20 * MINUTE, 45, 0)])
    window = Overlap(("a1", "a2"), Interval(begin + 20 * MINUTE, begin + 45 * MINUTE))
    return LearnerPlayback(
        learner, (first, second), (), (window,), (), (), 90 * MINUTE, 90 * MINUTE
    )


def found() -> tuple[Finding, ...]:
    """A finding of every kind: of an hour, a recording, a learner, a lesson and the class."""
    p01 = "recordings/cam1_P01_2.mp4"
    begin = at("19:00")
    first = (
        finding(
            "practical-continuous-recording",
            Subject(session="P01", hour=2),
            say("the longest unbroken recording lasts {longest}", longest=Length(898 * SECOND)),
            measured=Length(898 * SECOND),
            required=Length(900 * SECOND),
            span=Interval(at("14:15"), at("15:00")),
            evidence=(Evidence(p01, 0, 898 * SECOND), Evidence(p01, 14 * MINUTE, 20 * MINUTE)),
        ),
        finding(
            "practical-continuous-recording",
            Subject(session="P02", hour=4),
            say("part of the footage could not be read or dated"),
            undecided=True,
            span=Interval(at("10:45", 20), at("11:30", 20)),
        ),
        finding(
            "footage-undated",
            Subject(recording="recordings/<script>alert(1)</script>.mp4"),
            say("nothing tells when this file was recorded"),
            evidence=(Evidence("recordings/<script>alert(1)</script>.mp4"),),
        ),
        finding(
            "practical-share",
            Subject(),
            say("too little practice"),
            measured=Fraction(6499, 10000),
            required=Fraction(65, 100),
        ),
        finding(
            "fast-forward",
            Subject(learner="L003", lesson="V1"),
            say("content ran ahead of the clock by {gained}", gained=Length(19 * MINUTE)),
            measured=Length(19 * MINUTE),
            required=Length(3 * SECOND),
            span=Interval(begin, begin + 26 * MINUTE),
            evidence=(Evidence("online/L003.jsonl", attempt="a1"),),
        ),
        finding(
            "multiple-windows",
            Subject(learner="L007"),
            say("two windows played at once for {length}", length=Length(25 * MINUTE)),
            measured=Length(25 * MINUTE),
            required=Length(5 * SECOND),
            span=Interval(begin + 20 * MINUTE, begin + 45 * MINUTE),
        ),
        finding(
            "prompt-gap",
            Subject(learner="L003", lesson="V1"),
            say("no prompt was answered for {length} of playing", length=Length(9 * MINUTE)),
            measured=Length(9 * MINUTE),
            required=Length(5 * MINUTE),
        ),
    )
    unbuilt = say("this version can't check {rule} yet: a person must look", rule="face-liveness")
    return first + tuple(
        finding("face-liveness", Subject(learner=learner.id), unbuilt, undecided=True)
        for learner in LEARNERS
    )


def learners(findings: Sequence[Finding]) -> tuple[LearnerVerdict, ...]:
    """Every learner, standing as the findings say."""
    verdicts = []
    for learner in LEARNERS:
        about = [f for f in findings if f.subject.learner == learner.id]
        lost = any(f.effect is Effect.TRAINING_INVALID for f in about)
        by_kind = {"theory": 4, "practical": 6, "online": 0 if lost else 2}
        verdicts.append(
            LearnerVerdict(
                learner.id, Standing.of(about), 16, sum(by_kind.values()), 1, by_kind, not lost
            )
        )
    return tuple(verdicts)


def judgement(findings: tuple[Finding, ...] | None = None) -> Judgement:
    """A blended class with something of everything."""
    findings = found() if findings is None else findings
    recordings = footage()
    playbacks = tuple(
        {"L003": hasty, "L007": doubled}.get(learner.id, honest)(learner.id) for learner in LEARNERS
    )
    bundle = ClassBundle(
        root=Path("bundle"),
        training_class=TRAINING_CLASS,
        learners=LEARNERS,
        sessions=SESSIONS,
        lessons=LESSONS,
        attendance=None,
        footage=tuple(r.file for r in recordings),
        logs=("online/log.jsonl",),
        digests={},
        sha256="a" * 64,
    )
    record = ClassRecord(TRAINING_CLASS, LEARNERS, SESSIONS, LESSONS)
    coverage = class_hour_footage(SESSIONS, recordings)
    case = Case((record, *SESSIONS, *recordings, *coverage, *playbacks))
    verdict = Verdict(
        bundle_id=TRAINING_CLASS.id,
        bundle_sha256="a" * 64,
        bundle_files=48,
        timezone=ZONE,
        policy_id=POLICY.id,
        policy_sha256=POLICY.sha256,
        engine_version="0.1.0",
        standing=Standing.of(findings),
        hours=hour_verdicts(POLICY, case, findings, None),
        learners=learners(findings),
        findings=findings,
        notes=(Note("unknown-column", say("a column is not read"), "roster.csv", 2),),
    )
    return Judgement(verdict, POLICY, bundle, case)


def large() -> Judgement:
    """A hundred learners and two hundred class hours, with a doubt about each."""
    ordinary = judgement(())
    many = tuple(Learner(f"L{n:03d}") for n in range(1, 101))
    days = range(50)
    sessions = tuple(
        replace(SESSIONS[1], id=f"P{n:02d}", span=moved(SESSIONS[1].span, n)) for n in days
    )
    recordings = tuple(
        recording(f"recordings/P{n:02d}_{part}.mp4", "cam1", begin, 30 * MINUTE - SECOND)
        for n, session in enumerate(sessions)
        for part in range(6)
        for begin in [session.span.start + part * 30 * MINUTE]
    )
    doubts = tuple(
        finding("practical-continuous-recording", hour.subject, say("not known"), undecided=True)
        for session in sessions
        for hour in session.hours()
    ) + tuple(
        finding(
            "fast-forward",
            Subject(learner=learner.id, lesson="V1"),
            say("ahead by {gained}", gained=Length(n * SECOND)),
            measured=Length(n * SECOND),
            required=Length(SECOND),
        )
        for n, learner in enumerate(many)
    )
    verdict = replace(
        ordinary.verdict,
        hours=tuple(
            HourVerdict(
                h.session, h.number, str(h.kind), h.span, Standing.REVIEW, HOUR, HOUR, "cam1", 9
            )
            for session in sessions
            for h in session.hours()
        ),
        learners=tuple(replace(ordinary.verdict.learners[0], id=learner.id) for learner in many),
        findings=doubts,
        standing=Standing.INVALID,
    )
    bundle = replace(ordinary.bundle, learners=many, sessions=sessions)
    coverage = class_hour_footage(sessions, recordings)
    facts = (*sessions, *recordings, *coverage, *(hasty(learner.id) for learner in many))
    return Judgement(verdict, POLICY, bundle, Case(facts))


def moved(span: Interval, days: int) -> Interval:
    """The same hours of a later day."""
    return Interval(span.start + days * DAY, span.end + days * DAY)
