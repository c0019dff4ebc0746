"""Verdicts that are written at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from evidence.pipeline.ledger import Closing, JobState, Result
from evidence.pipeline.store import Store
from tests.store.things import LEASE, NOW, job, judged

JOBS = 24


def test_verdicts_on_one_subject_written_at_once_count_on_without_a_gap(sql_store: Store) -> None:
    jobs = [replace(job(), inputs=f"{number:064}") for number in range(JOBS)]
    sql_store.ledger.offer(jobs, NOW)

    def drain(name: str) -> list[Closing]:
        closings = []
        while lease := sql_store.ledger.claim(name, NOW, LEASE):
            closings.append(sql_store.ledger.finish(lease, Result(name, judged()), NOW))
        return closings

    with ThreadPoolExecutor(4) as workers:
        closings = [each for done in workers.map(drain, "abcd") for each in done]

    assert closings == [Closing.WRITTEN] * JOBS
    assert sql_store.ledger.counts()[JobState.DONE] == JOBS
    kept = sql_store.verdicts.history(judged().subject)
    assert [each.version for each in kept] == list(range(1, JOBS + 1))
    assert {each.job for each in kept} == {each.key for each in jobs}
    check = sql_store.audit.verify()
    assert (check.rows, check.verdicts, check.breaks) == (JOBS, JOBS, ())
