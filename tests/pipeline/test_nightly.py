"""The night's own logic, over the fakes."""

from datetime import date

import pytest

from evidence.domain.errors import Problem
from evidence.domain.text import say
from evidence.domain.time import HOUR, MINUTE, Interval
from evidence.pipeline.forecast import Need, forecast
from evidence.pipeline.handing_out import NobodyWorks
from evidence.pipeline.ledger import Job, JobState
from evidence.pipeline.nightly import NightOver
from evidence.pipeline.others import Wait
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.sources_port import Feed, NotFetched, Offer, Reason
from evidence.pipeline.summary import End, as_json
from tests.pipeline.classes import MORNING
from tests.pipeline.nights import DATE, LEASE, Evening, Recorder

A, B = "INST-1/A", "INST-2/B"


def evening(*subjects: str, **how: object) -> Evening:
    made = Evening(**how)  # type: ignore[arg-type]  # the fields of Evening
    for subject in subjects or (A, B):
        made.shelf.put(subject)
    return made


def recording(at: int = MORNING, camera: str = "cam1") -> Offer:
    return Offer("1", "recordings/cam1/a.mp4", camera=camera, span=Interval(at, at + HOUR))


def test_every_class_that_landed_gets_its_verdict() -> None:
    tonight = evening()

    summary = tonight.run()

    assert [(each.subject, each.end) for each in summary.classes] == [
        (A, End.INVALID),
        (B, End.INVALID),
    ]
    assert [len(tonight.store.verdicts.history(each)) for each in (A, B)] == [1, 1]
    assert summary.whole
    assert tonight.store.classes.subjects() == (A, B)


def test_a_second_night_reads_nothing_again() -> None:
    tonight = evening()
    tonight.run()
    tonight.shelf.opened_.clear()

    summary = tonight.run()

    assert tonight.shelf.opened_ == []
    assert all(each.unchanged for each in summary.classes)
    assert len(tonight.store.verdicts.history(A)) == 1


def test_only_the_class_that_changed_is_checked_again() -> None:
    tonight = evening()
    tonight.run()
    tonight.shelf.opened_.clear()
    tonight.shelf.put(A)

    summary = tonight.run()

    assert set(tonight.shelf.opened_) == {A}
    assert [each.unchanged for each in summary.classes] == [False, True]
    assert [len(tonight.store.verdicts.history(each)) for each in (A, B)] == [2, 1]


def test_another_version_of_the_code_checks_everything_again() -> None:
    tonight = evening()
    tonight.run()

    tonight.run(code="2")

    assert [len(tonight.store.verdicts.history(each)) for each in (A, B)] == [2, 2]


def test_only_the_classes_of_the_institution_asked_for_are_looked_at() -> None:
    tonight = evening()

    summary = tonight.run(scope="INST-2")

    assert [each.subject for each in summary.classes] == [B]
    assert tonight.store.verdicts.latest(A) is None


def test_a_bundle_that_cannot_be_read_is_an_answer_and_not_a_failure() -> None:
    tonight = evening(A)
    problem = Problem(say("this file is missing"), "roster.csv", row=3)
    tonight.shelf.classes[B] = (problem,)

    summary = tonight.run()

    (told,) = summary.of(End.UNREADABLE)
    assert (told.subject, told.problems) == (B, (problem,))
    assert summary.whole
    tonight.shelf.opened_.clear()
    tonight.run()
    assert tonight.shelf.opened_ == []


def test_a_class_under_an_unknown_policy_is_told_where_it_names_it() -> None:
    tonight = evening(A)
    tonight.shelf.put(B)
    found = tonight.shelf.classes[B]
    assert not isinstance(found, tuple)
    object.__setattr__(found.training_class, "policy", "tset")

    (told,) = tonight.run().of(End.UNREADABLE)

    assert [(problem.file, problem.column) for problem in told.problems] == [
        ("class.toml", "policy")
    ]


def test_a_job_that_ends_two_workers_is_parked_and_the_night_goes_on() -> None:
    tonight = evening()
    tonight.crew.deadly.add(A)

    summary = tonight.run()

    (parked,) = summary.of(End.PARKED)
    assert (parked.subject, parked.last_words) == (A, "signal 9: out of memory")
    assert summary.of(End.INVALID)[0].subject == B
    assert not summary.whole


def test_a_crew_that_never_takes_a_job_ends_the_night_instead_of_waiting_for_ever() -> None:
    tonight = evening(A)
    tonight.crew.absent = True

    with pytest.raises(NobodyWorks):
        tonight.run()


def test_a_parked_job_is_tried_again_when_that_is_asked_for() -> None:
    tonight = evening()
    tonight.crew.deadly.add(A)
    tonight.run()
    tonight.crew.deadly.clear()

    assert tonight.run().of(End.PARKED)
    assert not tonight.run(retry_parked=True).of(End.PARKED)


def held_by(worker: str, tonight: Evening) -> Job:
    """The stocktaking of the one class, in the hands of a worker since now."""
    hand_in = next(iter(tonight.shelf.discover()))
    job = Job(A, "inventory", hand_in.fingerprint, "", "1")
    tonight.store.ledger.offer([job], tonight.clock.now())
    assert tonight.store.ledger.take(job.key, worker, tonight.clock.now(), LEASE)
    return job


def test_the_job_of_a_worker_that_died_elsewhere_is_waited_for_and_told_of_once() -> None:
    tonight = evening(A)
    job = held_by("another:17:kernel:start", tonight)
    since = tonight.clock.now()

    summary = tonight.run()

    assert summary.of(End.INVALID)
    assert tonight.store.ledger.states([job.key])[job.key] is JobState.DONE
    assert tonight.waits == [Wait("another:17", (A,), since, since + LEASE)]
    assert tonight.clock.now() >= since + LEASE


def test_the_job_of_a_worker_that_is_gone_for_sure_is_not_waited_for() -> None:
    tonight = evening(A)
    held_by("here:17:kernel:start", tonight)
    tonight.gone.add("here:17:kernel:start")
    since = tonight.clock.now()

    summary = tonight.run()

    assert summary.of(End.INVALID)
    assert tonight.waits == []
    assert tonight.clock.now() < since + LEASE


def test_a_class_whose_workers_are_gone_twice_is_parked() -> None:
    tonight = evening(A)
    tonight.gone.add("gone")
    job = held_by("gone", tonight)
    tonight.store.ledger.fail(
        tonight.store.ledger.held([job.key])[0].lease, "first", tonight.clock.now()
    )
    lease = tonight.store.ledger.take(job.key, "gone", tonight.clock.now(), LEASE)
    assert lease
    tonight.store.ledger.beat(lease, tonight.clock.now(), "reading (3 of 9)")

    (parked,) = tonight.run().of(End.PARKED)

    assert parked.last_words == "reading (3 of 9)"


def test_a_night_that_has_ended_is_not_run_again_unless_asked() -> None:
    tonight = evening()
    tonight.run()

    with pytest.raises(NightOver):
        tonight.run(again=False)


def test_a_source_is_asked_for_the_sessions_and_the_class_is_checked_with_what_came() -> None:
    source = Recorder((recording(),))
    tonight = evening(A, B, feeds=(Feed(source, "INST-1"),))
    tonight.run()

    summary = tonight.run()

    assert tonight.landings.landed == [(A, "recordings/cam1/a.mp4")]
    assert all(span.start == MORNING - 15 * MINUTE for span in source.asked)
    assert summary.pulled.landed == 0


def test_an_offer_of_a_camera_that_no_session_names_is_nobodys() -> None:
    source = Recorder((recording(camera="cam9"),))
    tonight = evening(A, feeds=(Feed(source, "INST-1"),))
    tonight.run()

    assert tonight.run().pulled.unclaimed == 1
    assert tonight.landings.landed == []


def test_a_source_that_does_not_answer_is_told_and_holds_nothing_up() -> None:
    source = Recorder(down=NotFetched(Reason.UNREACHABLE, "no route"))
    tonight = evening(A, feeds=(Feed(source, "INST-1", "A"),))

    summary = tonight.run()

    (down,) = summary.pulled.down
    assert (down.source, down.institution, str(down.why)) == (
        "nvr",
        "INST-1",
        "it can't be reached: no route",
    )
    assert summary.of(End.INVALID)
    assert not summary.whole


def test_what_did_not_come_stays_among_what_is_missing() -> None:
    source = Recorder((recording(),), broken=NotFetched(Reason.PARTIAL, "1 / 2 B"))
    tonight = evening(A, feeds=(Feed(source, "INST-1", "A"),))

    summary = tonight.run()

    assert [told.offer.name for told in summary.pulled.not_landed] == ["recordings/cam1/a.mp4"]
    assert not summary.whole


def test_hours_that_were_never_recorded_are_named() -> None:
    (told,) = evening(A).run().classes

    assert [(hour.session, hour.number) for hour in told.unrecorded] == [("S1", 1), ("S1", 2)]


def test_a_class_under_way_is_told_by_its_hours_that_are_over() -> None:
    tonight = evening(A)
    before = tonight.night().run(date(2021, 4, 25), "", Quiet())
    within = tonight.night().run(date(2021, 4, 27), "", Quiet())
    after = tonight.night().run(DATE, "", Quiet())

    assert [each.classes[0].end for each in (before, within, after)] == [
        End.VALID,
        End.INVALID,
        End.INVALID,
    ]
    assert [each.classes[0].under_way for each in (before, within, after)] == [True, True, False]
    assert before.classes[0].lost == ()


def test_the_forecast_writes_nothing_and_tells_new_from_changed_and_unchanged() -> None:
    tonight = evening(A, B)
    tonight.run(scope="INST-1")
    states = tonight.store.ledger.counts()
    needs = {each.subject: each.need for each in forecast(tonight.night(), DATE, "").classes}
    assert needs == {A: Need.UNCHANGED, B: Need.NEW}

    tonight.shelf.put(A)

    needs = {each.subject: each.need for each in forecast(tonight.night(), DATE, "").classes}
    assert needs == {A: Need.CHANGED, B: Need.NEW}
    assert tonight.store.ledger.counts() == states


def test_the_forecast_names_what_would_be_fetched() -> None:
    source = Recorder((recording(),))
    tonight = evening(A, feeds=(Feed(source, "INST-1", "A"),))

    told = forecast(tonight.night(), DATE, "")

    assert [(each.subject, each.name) for each in told.fetch] == [(A, "recordings/cam1/a.mp4")]
    assert tonight.landings.landed == []


def test_the_summary_is_kept_with_the_run() -> None:
    tonight = evening()
    summary = tonight.run()

    (run,) = tonight.store.runs.latest()
    assert run.ended == summary.ended
    assert '"classes": 2' in run.summary
    assert as_json(summary)["counts"]["invalid"] == 2


def test_a_class_that_is_again_what_it_was_has_that_verdict_for_its_latest() -> None:
    tonight = evening(A)
    first = tonight.shelf.classes[A]
    tonight.run()
    tonight.shelf.put(A)  # a file came
    tonight.run()
    tonight.shelf.classes[A] = first  # and went again

    summary = tonight.run()

    history = tonight.store.verdicts.history(A)
    assert [kept.bundle_sha256 for kept in history] == [
        history[0].bundle_sha256,
        history[1].bundle_sha256,
        history[0].bundle_sha256,
    ]
    assert [each.unchanged for each in summary.classes] == [False]
    assert [each.unchanged for each in tonight.run().classes] == [True]
    assert len(tonight.store.verdicts.history(A)) == 3


def test_it_may_come_and_go_as_often_as_it_likes() -> None:
    tonight = evening(A)
    first = tonight.shelf.classes[A]
    tonight.shelf.put(A)
    second = tonight.shelf.classes[A]

    for each in (first, second, first, second, second):
        tonight.shelf.classes[A] = each
        tonight.run()

    assert len(tonight.store.verdicts.history(A)) == 4
    latest = tonight.store.verdicts.latest(A)
    assert latest
    assert latest.bundle_sha256 == tonight.shelf.look(A)
