"""How findings add up to hours, learners and the class."""

from dataclasses import replace
from datetime import date

import pytest

from evidence.domain.findings import Standing, Verdict
from evidence.domain.learning import UNBOUNDED, Lesson, LostLines
from evidence.domain.people import Attendance, Status
from evidence.domain.policy import Effect, PolicyRule, Scope
from evidence.domain.subject import Subject
from evidence.domain.teaching import Kind, Mode, Session
from evidence.domain.time import DAY, MINUTE
from evidence.pipeline.check import Checker
from evidence.pipeline.quiet import Quiet
from evidence.rules.rule import catalogue
from tests.pipeline.classes import (
    LONG_HOURS,
    MORNING,
    RECORDED,
    Filmed,
    Logged,
    bundle,
    filmed,
    named,
    playback,
    policy,
    session,
)

UNBUILT = named("not-built-yet", Effect.TRAINING_INVALID, Scope.ONLINE_LEARNER)
HEADCOUNT = named("headcount", Effect.NOTICE, Scope.CLASSROOM)
PRACTICE = named(
    "offline-practice-hours",
    Effect.TRAINING_INVALID,
    Scope.CLASS,
    min_hours=8,
    all_online_occupations=(),
)


def judged(
    of: object = None, *rules: PolicyRule, films: tuple = (), logs: tuple = (), **said: object
) -> Verdict:
    sessions = of if isinstance(of, tuple) else (of,) if of else ()
    checker = Checker(Filmed(films), Logged(logs), catalogue(), "9.9.9")
    return checker.check(bundle(*sessions, **said), policy(*rules), Quiet()).verdict


def test_an_hour_without_findings_is_valid_and_credited() -> None:
    taught = session()

    verdict = judged(taught, RECORDED, films=(filmed(taught),))

    assert verdict.standing is Standing.VALID
    assert [hour.standing for hour in verdict.hours] == [Standing.VALID] * 2
    assert verdict.hours[0].longest_run == verdict.hours[0].span.length
    assert [learner.hours_credited for learner in verdict.learners] == [2, 2]


def test_an_hour_that_is_not_recorded_takes_itself_away_and_no_other() -> None:
    taught = session()

    verdict = judged(taught, RECORDED, films=(filmed(taught, minutes=45),))

    assert [hour.standing for hour in verdict.hours] == [Standing.VALID, Standing.INVALID]
    assert [learner.hours_credited for learner in verdict.learners] == [1, 1]
    assert [learner.standing for learner in verdict.learners] == [Standing.VALID] * 2
    assert verdict.standing is Standing.INVALID


def test_a_finding_about_a_session_takes_each_of_its_hours() -> None:
    verdict = judged((session(1), session(2)), LONG_HOURS)

    assert {hour.standing for hour in verdict.hours} == {Standing.INVALID}


def test_a_rule_that_is_not_built_is_a_doubt_about_everybody_in_its_scope() -> None:
    verdict = judged(None, UNBUILT, logs=(playback("L1", 2),), mode=Mode.ONLINE)

    assert [finding.subject.learner for finding in verdict.findings] == ["L1", "L2"]
    assert {finding.effect for finding in verdict.findings} == {Effect.REVIEW}
    assert {learner.standing for learner in verdict.learners} == {Standing.REVIEW}
    assert verdict.learners[0].hours_credited == 0
    assert verdict.learners[0].hours_in_review == 2


def test_a_rule_on_online_learners_asks_nothing_of_a_class_in_a_room() -> None:
    assert judged(session(), UNBUILT).findings == ()


def test_a_learner_of_whom_no_log_tells_is_for_a_person_and_not_valid() -> None:
    windows = named(
        "multiple-windows", Effect.TRAINING_INVALID, Scope.ONLINE_LEARNER, tolerance_seconds=5
    )

    verdict = judged(None, windows, logs=(playback("L1", 1),), mode=Mode.ONLINE)
    in_a_room = judged(session(), windows)

    assert [learner.standing for learner in verdict.learners] == [Standing.VALID, Standing.REVIEW]
    assert in_a_room.findings == ()


def test_lines_of_a_log_that_cannot_be_read_are_one_doubt_about_the_class() -> None:
    rules = [
        named(rule_id, Effect.TRAINING_INVALID, Scope.ONLINE_LEARNER, tolerance_seconds=5)
        for rule_id in ("multiple-windows", "multiple-windows")
    ]
    logs = Logged(
        (playback("L1", 1), playback("L2", 1)),
        (LostLines("online/a.jsonl", 3, 7), LostLines("online/b.jsonl", UNBOUNDED)),
    )
    checker = Checker(Filmed(()), logs, catalogue(), "9.9.9")

    verdict = checker.check(bundle(mode=Mode.ONLINE), policy(*rules), Quiet()).verdict

    assert verdict.standing is Standing.REVIEW
    assert [(f.effect, f.subject, str(f.ruling.message)) for f in verdict.findings] == [
        (
            Effect.REVIEW,
            Subject(),
            "3 lines of the learning log online/a.jsonl could not be read, the first is line 7: "
            "hand in the log again",
        ),
        (
            Effect.REVIEW,
            Subject(),
            "the learning log online/b.jsonl could not be read to its end: hand in the log again",
        ),
    ]


def test_footage_of_no_session_is_noted() -> None:
    taught = session()
    astray = replace(filmed(taught), file=replace(filmed(taught).file, start=MORNING + 900 * DAY))

    (note,) = judged(taught, films=(filmed(taught), astray)).notes

    assert (note.code, note.count) == ("footage-outside-timetable", 1)


def test_a_rule_that_is_not_built_leaves_what_it_is_about_to_a_person() -> None:
    def unbuilt(taught: Session, **said: object) -> Verdict:
        others = {name: rule for name, rule in catalogue().items() if name != "headcount"}
        checker = Checker(Filmed(()), Logged(()), others, "9.9.9")
        return checker.check(bundle(taught, **said), policy(HEADCOUNT), Quiet()).verdict

    in_a_room = unbuilt(session())
    online = unbuilt(session(kind=Kind.ONLINE), mode=Mode.ONLINE)

    assert [finding.subject for finding in in_a_room.findings] == [Subject()]
    assert in_a_room.standing is Standing.REVIEW
    assert online.findings == ()


def test_training_that_is_invalid_for_the_class_is_so_for_each_learner() -> None:
    verdict = judged(session(), PRACTICE, logs=(playback("L1", 3),), mode=Mode.BLENDED)

    assert {learner.standing for learner in verdict.learners} == {Standing.INVALID}
    assert not any(learner.admitted for learner in verdict.learners)
    assert verdict.learners[0].hours_by_kind == {"theory": 0, "practical": 2, "online": 0}


def test_who_was_absent_is_not_credited_and_not_counted_as_present() -> None:
    sheet = (Attendance("L2", "S1", Status.ABSENT),)

    verdict = judged(session(), RECORDED, films=(filmed(session()),), attendance=sheet)

    assert [learner.hours_credited for learner in verdict.learners] == [2, 0]
    assert [hour.present for hour in verdict.hours] == [1, 1]


def test_a_doubt_about_a_room_does_not_hold_back_what_was_learnt_online() -> None:
    rate = named("attendance-rate", Effect.NOTICE, Scope.LEARNER, min_rate=1)
    sheet = (Attendance("L2", "S1", Status.PRESENT),)  # L1 has no row: nobody knows

    verdict = judged(
        session(), rate, logs=(playback("L1", 3),), attendance=sheet, mode=Mode.BLENDED
    )

    assert verdict.learners[0].standing is Standing.REVIEW
    assert verdict.learners[0].hours_by_kind["online"] == 3


def test_no_site_visit_is_needed_where_footage_proves_every_class_hour() -> None:
    taught = session()

    assert judged(taught, RECORDED, films=(filmed(taught),)).no_site_visit_needed
    assert not judged(taught, RECORDED, films=(filmed(taught, minutes=45),)).no_site_visit_needed
    assert not judged(None, mode=Mode.ONLINE).no_site_visit_needed


def test_without_a_sign_in_sheet_nobody_says_how_many_were_there() -> None:
    assert [hour.present for hour in judged(session()).hours] == [None, None]


def test_online_content_is_credited_by_the_whole_class_hour() -> None:
    verdict = judged(None, logs=(playback("L1", 3),), mode=Mode.ONLINE)

    assert verdict.learners[0].hours_by_kind["online"] == 3
    assert verdict.learners[1].hours_credited == 0


@pytest.mark.parametrize(("day", "noted"), [(date(2020, 12, 31), True), (date(2021, 1, 1), False)])
def test_a_class_from_before_its_policy_is_noted(day: date, noted: bool) -> None:
    verdict = judged(session(), starts_on=day)

    assert [note.code for note in verdict.notes] == ["policy-not-in-force"] * noted


def test_a_prompt_counts_as_answered_within_what_the_policy_gives() -> None:
    logged = Logged()
    prompts = named(
        "prompt-gap",
        Effect.TRAINING_INVALID,
        Scope.ONLINE_LEARNER,
        max_minutes=5,
        answer_within_seconds=7,
    )

    Checker(Filmed(), logged, catalogue(), "1").check(bundle(), policy(prompts), Quiet())

    assert logged.asked == [7_000_000]


@pytest.mark.parametrize(
    ("status", "credited", "in_review", "present"),
    [(Status.PRESENT, 0, 2, 1), (Status.LEAVE, 2, 0, 1)],
)
def test_hours_that_the_sheet_does_not_tell_of_wait_for_a_person(
    status: Status, credited: int, in_review: int, present: int
) -> None:
    taught = session()
    rate = named("attendance-rate", Effect.NOTICE, Scope.LEARNER, min_rate=1)
    sheet = (Attendance("L1", "S1", status),)

    verdict = judged(taught, RECORDED, rate, films=(filmed(taught),), attendance=sheet)

    other = verdict.learners[1]
    assert (other.hours_credited, other.hours_in_review) == (credited, in_review)
    assert [hour.present for hour in verdict.hours] == [present] * 2
    assert (other.standing is Standing.REVIEW) is (status is Status.PRESENT)


def _codes(*sessions: object, **said: object) -> list[str]:
    return [note.code for note in judged(sessions, **said).notes]


def test_hours_planned_otherwise_than_in_the_timetable_are_noted() -> None:
    verdict = judged(session(), planned_hours=3)

    (note,) = [note for note in verdict.notes if note.code == "planned-hours"]
    assert "plans 3 class hours" in str(note.message)
    assert "hold 2" in str(note.message)
    assert "planned-hours" not in _codes(session(), planned_hours=2)


def test_a_session_of_make_ups_may_be_planned_or_not() -> None:
    sessions = (session(1), session(2))
    sheet = (Attendance("L1", "S1", Status.LEAVE), Attendance("L1", "S2", Status.MAKEUP, "S1"))

    for planned, noted in ((1, True), (2, False), (4, False), (5, True)):
        codes = _codes(*sessions, planned_hours=planned, attendance=sheet)
        assert ("planned-hours" in codes) is noted, planned


def test_online_hours_count_against_the_plan_and_without_a_course_nothing_does() -> None:
    course = (Lesson("C1", 1, "one", 2 * 45 * MINUTE, professional=True),)

    blended = {"mode": Mode.BLENDED, "lessons": course}
    assert "planned-hours" not in _codes(session(), planned_hours=4, **blended)
    assert "planned-hours" in _codes(session(), planned_hours=5, **blended)
    assert "planned-hours" not in _codes(session(), planned_hours=5, mode=Mode.BLENDED)


def test_under_several_policies_each_verdict_is_the_one_of_a_check_under_it_alone() -> None:
    looked = Filmed((filmed(session()),))
    logs = Logged()
    checks = Checker(looked, logs, catalogue(), "1")
    one, other = policy(RECORDED), policy(LONG_HOURS)

    both = checks.under((one, other, one), bundle(session()), Quiet())

    alone = [checks.check(bundle(session()), each, Quiet()) for each in (one, other)]
    assert [each.verdict for each in both] == [alone[0].verdict, alone[1].verdict, alone[0].verdict]
    assert len(logs.asked) == 3, "once for all, and once for each alone"
