"""Many processes on one ledger, and what becomes of it when they are killed."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence.domain.findings import Standing
from evidence.pipeline.ledger import Closing, JobState, Result
from evidence.pipeline.store import Store
from tests.store.things import LEASE, NOW, job, judged

ROOT = Path(__file__).parents[2]
LATER = NOW + LEASE
Worker = subprocess.Popen[str]


@contextmanager
def workers(what: str, url: str, *names: str) -> Iterator[list[Worker]]:
    """Processes that all begin at once; what is left of them is killed at the end."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.worker", what, url, name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    try:
        assert [heard(worker) for worker in started] == ["ready"] * len(names)
        for worker in started:
            assert worker.stdin
            worker.stdin.write("go\n")
            worker.stdin.flush()
        yield started
    finally:
        for worker in started:
            kill(worker)


def heard(worker: Worker) -> str:
    """The next line that it says."""
    assert worker.stdout
    return worker.stdout.readline().strip()


def kill(worker: Worker) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe:
            pipe.close()


def test_no_job_is_ever_done_by_two_workers(sql_store: Store, url: str) -> None:
    jobs = [job(number) for number in range(120)]
    sql_store.ledger.offer(jobs, NOW)

    with workers("drain", url, "w1", "w2", "w3") as started:
        said = [worker.communicate()[0].split() for worker in started]

    done = Counter(word for words in said for word in words if word != "did")
    assert done == Counter(each.key for each in jobs)
    assert [worker.returncode for worker in started] == [0, 0, 0]
    assert sql_store.ledger.counts()[JobState.DONE] == len(jobs)
    assert all(len(sql_store.verdicts.history(each.subject)) == 1 for each in jobs)
    check = sql_store.audit.verify()
    assert (check.rows, check.verdicts, check.breaks) == (120, 120, ())


def test_a_killed_workers_job_is_handed_out_again_and_parked_after_the_second(
    sql_store: Store, url: str
) -> None:
    sql_store.ledger.offer([job()], NOW)

    with workers("hold", url, "w1") as (worker,):
        assert heard(worker) == f"holds {job().key}"
        kill(worker)
    assert sql_store.ledger.claim("w2", LATER - 1, LEASE) is None
    again = sql_store.ledger.claim("w2", LATER, LEASE)

    assert again is not None
    assert again.job == job()
    assert sql_store.ledger.claim("w3", LATER + LEASE, LEASE) is None
    (parked,) = sql_store.ledger.parked()
    assert (parked.worker, parked.last_words) == ("w2", "w1 reads recordings/cam1.mp4")


def test_a_worker_killed_while_it_writes_leaves_nothing_behind(sql_store: Store, url: str) -> None:
    sql_store.ledger.offer([job()], NOW)

    with workers("half-finish", url, "w1") as (worker,):
        assert heard(worker) == "in the middle"
        kill(worker)
    lease = sql_store.ledger.take(job().key, "w2", LATER, LEASE)

    assert lease is not None
    assert lease.turn == 2
    assert sql_store.ledger.result(job().key) is None
    assert sql_store.verdicts.history(job().subject) == ()
    assert sql_store.ledger.finish(lease, Result("w2", judged()), LATER) is Closing.WRITTEN
    kept = sql_store.verdicts.history(job().subject)
    assert [(each.version, each.standing) for each in kept] == [(1, Standing.INVALID)]
    assert sql_store.audit.verify().breaks == ()


def test_of_workers_that_finish_one_job_at_once_one_writes(sql_store: Store, url: str) -> None:
    sql_store.ledger.offer([job()], NOW)
    sql_store.ledger.claim("shared", NOW, LEASE)

    with workers("finish", url, "w1", "w2") as started:
        said = Counter(worker.communicate()[0].strip() for worker in started)

    assert said == {"closing written": 1, "closing already-done": 1}
    assert len(sql_store.verdicts.history(job().subject)) == 1
