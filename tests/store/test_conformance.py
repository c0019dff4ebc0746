"""What every store promises: in memory, on SQLite and on PostgreSQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.time import SECOND
from evidence.pipeline.ledger import (
    Closing,
    Held,
    Job,
    JobState,
    LeaseLost,
    Observation,
    Result,
)
from evidence.pipeline.store import Beginning, KnownClass, KnownRecording, Run, Store
from tests.store.things import LEASE, NOW, job, judged

LATER = NOW + LEASE


def test_a_job_offered_twice_is_one_job(store: Store) -> None:
    assert store.ledger.offer([job(1), job(2), job(1)], NOW) == 2
    assert store.ledger.offer([job(2), job(3)], NOW) == 1
    assert store.ledger.counts()[JobState.WAITING] == 3


def test_jobs_are_handed_out_in_the_order_of_their_offers(store: Store) -> None:
    for number in (3, 1, 2):
        store.ledger.offer([job(number)], NOW + number)

    claimed = [store.ledger.claim("w", NOW + 9, LEASE) for _ in range(3)]

    assert [lease.job for lease in claimed if lease] == [job(1), job(2), job(3)]


def test_a_claimed_job_is_not_handed_out_again(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w1", NOW, LEASE)

    assert lease is not None
    assert (lease.job, lease.worker, lease.until) == (job(), "w1", LATER)
    assert store.ledger.claim("w2", LATER - 1, LEASE) is None
    assert store.ledger.take(job().key, "w2", LATER - 1, LEASE) is None


def test_a_worker_gets_only_the_steps_it_asks_for(store: Store) -> None:
    store.ledger.offer([job(1, "check"), job(2, "observe")], NOW)

    lease = store.ledger.claim("w", NOW, LEASE, ["observe", "other"])

    assert lease is not None
    assert lease.job == job(2, "observe")
    assert store.ledger.claim("w", NOW, LEASE, ["observe"]) is None


def test_a_job_is_taken_by_its_key(store: Store) -> None:
    store.ledger.offer([job(1), job(2)], NOW)

    lease = store.ledger.take(job(2).key, "w", NOW, LEASE)

    assert lease is not None
    assert lease.job == job(2)
    assert store.ledger.take("unknown", "w", NOW, LEASE) is None


def test_an_expired_lease_is_handed_out_again_at_its_very_end(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    store.ledger.claim("w1", NOW, LEASE)

    again = store.ledger.claim("w2", LATER, LEASE)

    assert again is not None
    assert (again.job, again.turn) == (job(), 2)


def test_a_beat_keeps_a_lease_alive(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w1", NOW, LEASE)
    assert lease is not None

    renewed = store.ledger.beat(lease, LATER - 1)

    assert renewed.until == LATER - 1 + LEASE
    assert store.ledger.claim("w2", renewed.until - 1, LEASE) is None
    assert store.ledger.claim("w2", renewed.until, LEASE) is not None


def test_who_has_a_job_is_told_as_they_were_last_heard_of(store: Store) -> None:
    store.ledger.offer([job(1), job(2), job(3)], NOW)
    one = store.ledger.take(job(1).key, "w2", NOW, LEASE)
    two = store.ledger.take(job(2).key, "w1", NOW, LEASE)
    assert one
    assert two
    beaten = store.ledger.beat(two, NOW + SECOND, "reading")

    held = store.ledger.held([job(3).key, job(1).key, job(2).key, "unknown"])

    assert held == (Held(beaten, NOW + SECOND, "reading"), Held(one, NOW, ""))


def test_nobody_has_a_job_that_is_done(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.take(job().key, "w", NOW, LEASE)
    assert lease
    store.ledger.finish(lease, Result("{}"), NOW)

    assert store.ledger.held([job().key]) == ()


def test_a_job_that_ends_two_workers_is_parked_with_its_last_words(store: Store) -> None:
    store.ledger.offer([job(1), job(2)], NOW)
    first = store.ledger.take(job(1).key, "w1", NOW, LEASE)
    assert first is not None
    store.ledger.beat(first, NOW, saying="reading recordings/cam1.mp4")
    store.ledger.take(job(1).key, "w2", LATER, LEASE)

    night_goes_on = store.ledger.claim("w3", LATER + LEASE, LEASE)

    assert night_goes_on is not None
    assert night_goes_on.job == job(2)
    assert store.ledger.claim("w3", LATER + LEASE, LEASE) is None
    (parked,) = store.ledger.parked()
    assert (parked.job, parked.worker) == (job(1), "w2")
    assert parked.last_words == "reading recordings/cam1.mp4"


def test_a_job_that_said_nothing_is_parked_with_that(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    for turn in range(3):
        store.ledger.claim("w", NOW + turn * LEASE, LEASE)

    assert [parked.last_words for parked in store.ledger.parked()] == ["ended without a word"]


def test_a_failed_job_waits_again_and_is_parked_after_the_second_time(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    states = []
    for words in ("out of memory", "out of memory again"):
        lease = store.ledger.claim("w", NOW, LEASE)
        assert lease is not None
        states.append(store.ledger.fail(lease, words, NOW))

    assert states == [JobState.WAITING, JobState.PARKED]
    assert [parked.last_words for parked in store.ledger.parked()] == ["out of memory again"]
    assert store.ledger.claim("w", NOW + 9 * LEASE, LEASE) is None


def test_a_dead_worker_and_a_failure_add_up(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    store.ledger.claim("w1", NOW, LEASE)
    lease = store.ledger.claim("w2", LATER, LEASE)
    assert lease is not None

    assert store.ledger.fail(lease, "gone", LATER) is JobState.PARKED


def test_a_job_given_back_counts_against_nobody(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    for _ in range(3):
        lease = store.ledger.claim("w", NOW, LEASE)
        assert lease is not None
        store.ledger.release(lease, NOW)

    assert store.ledger.counts()[JobState.WAITING] == 1


def test_a_parked_job_can_be_tried_again(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    for turn in range(3):
        store.ledger.claim("w", NOW + turn * LEASE, LEASE)
    later = NOW + 3 * LEASE

    assert store.ledger.retry(job().key, later) is JobState.WAITING
    assert store.ledger.parked() == ()
    assert store.ledger.claim("w", later, LEASE) is not None
    assert store.ledger.claim("w", later + LEASE, LEASE) is not None  # two new tries
    assert store.ledger.retry("unknown", later) is None


def test_a_job_that_is_not_parked_is_left_alone_by_a_retry(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None

    assert store.ledger.retry(job().key, NOW) is JobState.LEASED
    assert store.ledger.finish(lease, Result("{}"), NOW) is Closing.WRITTEN


def test_finishing_writes_everything_at_once(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None
    seen = Observation("d" * 64, "1", '{"packets":9}')

    closing = store.ledger.finish(lease, Result("answer", judged(), (seen,)), NOW + 1)

    assert closing is Closing.WRITTEN
    assert store.ledger.result(job().key) == "answer"
    assert store.ledger.states([job().key, "unknown"]) == {job().key: JobState.DONE}
    assert store.observations.get("d" * 64, "1") == '{"packets":9}'
    kept = store.verdicts.latest(judged().subject)
    assert kept is not None
    assert (kept.version, kept.at, kept.job) == (1, NOW + 1, job().key)
    assert kept.body == judged().body
    assert store.ledger.claim("w", NOW + 9 * LEASE, LEASE) is None


def test_a_second_result_of_a_job_is_dropped(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None
    store.ledger.finish(lease, Result("first", judged()), NOW)

    assert store.ledger.finish(lease, Result("second", judged()), NOW) is Closing.ALREADY_DONE
    assert store.ledger.result(job().key) == "first"
    assert len(store.verdicts.history(judged().subject)) == 1


def test_a_done_job_that_is_offered_again_stays_done(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None
    store.ledger.finish(lease, Result("answer"), NOW)

    assert store.ledger.offer([job()], LATER) == 0
    assert store.ledger.claim("w", LATER, LEASE) is None


def test_a_lost_lease_is_refused(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lost = store.ledger.claim("slow", NOW, LEASE)
    held = store.ledger.claim("quick", LATER, LEASE)
    assert lost is not None
    assert held is not None

    with pytest.raises(LeaseLost, match="slow no longer has"):
        store.ledger.finish(lost, Result("stale", judged()), LATER)
    with pytest.raises(LeaseLost):
        store.ledger.beat(lost, LATER)
    with pytest.raises(LeaseLost):
        store.ledger.fail(lost, "words", LATER)
    with pytest.raises(LeaseLost):
        store.ledger.release(lost, LATER)

    assert store.verdicts.history(judged().subject) == ()
    assert store.ledger.finish(held, Result("fresh"), LATER) is Closing.WRITTEN
    assert store.ledger.finish(lost, Result("stale"), LATER) is Closing.ALREADY_DONE
    assert store.ledger.result(job().key) == "fresh"


def test_a_lease_given_back_is_lost(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None
    store.ledger.release(lease, NOW)

    with pytest.raises(LeaseLost):
        store.ledger.finish(lease, Result(), NOW)


def test_a_late_worker_whose_job_nobody_took_up_may_still_finish(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None

    assert store.ledger.finish(lease, Result("late"), LATER + SECOND) is Closing.WRITTEN


def test_counts_know_every_state_and_step(store: Store) -> None:
    store.ledger.offer([job(1), job(2), job(3, "observe")], NOW)
    store.ledger.claim("w", NOW, LEASE, ["check"])

    assert store.ledger.counts() == {
        JobState.WAITING: 2,
        JobState.LEASED: 1,
        JobState.DONE: 0,
        JobState.PARKED: 0,
    }
    assert store.ledger.counts("observe")[JobState.WAITING] == 1


def test_more_jobs_than_fit_one_statement_are_offered_and_told(store: Store) -> None:
    jobs = [job(number) for number in range(1203)]

    assert store.ledger.offer(iter(jobs), NOW) == 1203
    assert len(store.ledger.states(each.key for each in jobs)) == 1203


@given(st.lists(st.text(), min_size=5, max_size=5), st.lists(st.text(), min_size=5, max_size=5))
def test_two_jobs_share_a_key_only_where_all_five_parts_are_the_same(
    one: list[str], other: list[str]
) -> None:
    assert (Job(*one).key == Job(*other).key) == (one == other)


def test_a_recheck_adds_a_version(store: Store) -> None:
    first = store.verdicts.append(judged(body="one"), NOW)
    second = store.verdicts.append(judged(body="two"), NOW + 1)
    store.verdicts.append(judged("INST-0002/CLASS-009", body="other"), NOW)

    assert (first.version, second.version) == (1, 2)
    assert store.verdicts.latest(judged().subject) == second
    assert store.verdicts.history(judged().subject) == (first, second)
    assert store.verdicts.latest("unknown") is None


def test_the_first_facts_of_a_recording_stay(store: Store) -> None:
    store.observations.put(Observation("d" * 64, "1", "first"), NOW)
    store.observations.put(Observation("d" * 64, "1", "second"), NOW)
    store.observations.put(Observation("d" * 64, "2", "newer code"), NOW)

    assert store.observations.get("d" * 64, "1") == "first"
    assert store.observations.get("d" * 64, "2") == "newer code"
    assert store.observations.get("e" * 64, "1") is None
    several = store.observations.several(["d" * 64, "e" * 64], ["1", "2"])
    assert several == {("d" * 64, "1"): "first", ("d" * 64, "2"): "newer code"}
    assert store.observations.several(["d" * 64], ["3"]) == {}


def test_the_audit_log_hangs_together(store: Store) -> None:
    for number in range(3):
        store.audit.append("run-began", {"date": "2026-11-21", "times": number}, NOW + number)
    store.verdicts.append(judged(), NOW + 9)

    check = store.audit.verify()
    entries = store.audit.entries()

    assert (check.rows, check.verdicts, check.breaks) == (4, 1, ())
    assert check.head == entries[-1].hash
    assert [entry.number for entry in entries] == [1, 2, 3, 4]
    assert entries[1].previous == entries[0].hash
    assert entries[1].details == {"date": "2026-11-21", "times": 1}
    assert store.audit.entries(after=1, limit=2) == entries[1:3]


def test_an_empty_audit_log_hangs_together(store: Store) -> None:
    assert store.audit.verify().breaks == ()


def test_a_class_is_known_as_it_was_last_seen(store: Store) -> None:
    cam1 = KnownRecording("recordings/cam1.mp4", "c" * 64, "cam1", NOW)
    cam2 = KnownRecording("recordings/cam2.mp4", "d" * 64)
    before = KnownClass("I1/C1", "I1", "p", "a" * 64, NOW, LATER, (cam1,))
    after = KnownClass("I1/C1", "I1", "p", "b" * 64, NOW, LATER, (cam2, cam1))

    store.classes.put(before, NOW)
    store.classes.put(after, LATER)
    store.classes.put(KnownClass("I2/C1", "I2", "p", "a" * 64, recordings=(cam1,)), NOW)

    assert store.classes.get("I1/C1") == KnownClass(
        "I1/C1", "I1", "p", "b" * 64, NOW, LATER, (cam1, cam2)
    )
    assert store.classes.get("unknown") is None
    assert store.classes.subjects() == ("I1/C1", "I2/C1")
    assert store.classes.subjects("I2") == ("I2/C1",)
    assert store.classes.having("c" * 64) == (("I1/C1", cam1.path), ("I2/C1", cam1.path))


def test_a_second_run_of_a_date_joins_the_first(store: Store) -> None:
    first = store.runs.begin(Run("2026-11-21", "", "machine-1", NOW))
    second = store.runs.begin(Run("2026-11-21", "", "machine-2", NOW + 1))

    assert first.how is Beginning.NEW
    assert second.how is Beginning.JOINED
    assert second.run == first.run


def test_a_run_that_ended_is_refused_unless_it_is_asked_for_again(store: Store) -> None:
    store.runs.begin(Run("2026-11-21", "", "m", NOW))
    ended = store.runs.end("2026-11-21", "", '{"done":9}', NOW + 1)

    refused = store.runs.begin(Run("2026-11-21", "", "m", NOW + 2))
    again = store.runs.begin(Run("2026-11-21", "", "m2", NOW + 3), again=True)

    assert ended is not None
    assert (ended.ended, ended.summary) == (NOW + 1, '{"done":9}')
    assert refused.how is Beginning.OVER
    assert refused.run == ended
    assert again.how is Beginning.AGAIN
    assert (again.run.times, again.run.by, again.run.ended) == (2, "m2", None)
    assert store.runs.end("2026-01-01", "", "", NOW) is None


def test_a_run_of_one_institution_is_another_than_that_of_all(store: Store) -> None:
    for date, scope in (("2026-11-21", ""), ("2026-11-21", "I1"), ("2026-11-22", "")):
        assert store.runs.begin(Run(date, scope, "m", NOW)).how is Beginning.NEW

    assert [(run.date, run.scope) for run in store.runs.latest()] == [
        ("2026-11-22", ""),
        ("2026-11-21", ""),
        ("2026-11-21", "I1"),
    ]
    assert len(store.runs.latest(limit=1)) == 1


def test_a_purge_takes_what_is_old_and_says_so(store: Store) -> None:
    store.ledger.offer([job()], NOW)
    lease = store.ledger.claim("w", NOW, LEASE)
    assert lease is not None
    seen = Observation("d" * 64, "1", "facts")
    store.ledger.finish(lease, Result("answer", judged(body="old"), (seen,)), NOW)
    kept = store.verdicts.append(judged(body="kept"), LATER)

    purged = store.retention.purge(before=LATER, by="schedule", now=LATER + 1)

    assert (purged.verdicts, purged.findings, purged.results, purged.observations) == (1, 2, 1, 1)
    assert store.verdicts.history(judged().subject) == (kept,)
    assert store.observations.get("d" * 64, "1") is None
    assert store.ledger.result(job().key) is None
    assert store.ledger.offer([job()], LATER + 1) == 0  # and nothing is done again for it
    assert store.verdicts.append(judged(body="next"), LATER + 2).version == 3
    check = store.audit.verify()
    assert check.breaks == ()
    assert store.audit.entries()[2].event == "purged"
    assert store.audit.entries()[2].details["verdicts"] == 1
