"""The turns of a job, as statements: handed out, kept alive, done, failed, given back.

They are built once, for building one takes longer than running it. What they are given: ``at``
(now), ``until`` (the end of the lease), ``by`` (the worker), ``steps``, ``words``, ``answer``,
and of the lease ``job`` (the key) and ``of_turn``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, String, bindparam, case, insert, null, select, update

from evidence.pipeline.ledger import DEATHS_ALLOWED, JobState
from evidence.store.rows import JOBS, RESULTS

WITHOUT_A_WORD = "ended without a word"

_AT = bindparam("at", type_=BigInteger)
_UNTIL = bindparam("until", type_=BigInteger)
_BY = bindparam("by", type_=String)
_WORDS = bindparam("words", type_=String)
_LEASED = JobState.LEASED.value
_PARKED = JobState.PARKED.value
_WAITING = JobState.WAITING.value

# A free job becomes leased, or parked where its lease ran out once too often.
_died = JOBS.c.deaths + case((JOBS.c.state == _LEASED, 1), else_=0)
_parks = _died >= DEATHS_ALLOWED
_handed_out = (
    update(JOBS)
    .values(
        state=case((_parks, _PARKED), else_=_LEASED),
        ready_at=case((_parks, null()), else_=_UNTIL),
        turn=JOBS.c.turn + 1,
        deaths=_died,
        worker=case((_parks, JOBS.c.worker), else_=_BY),
        last_words=case(
            (_parks & (JOBS.c.last_words == ""), WITHOUT_A_WORD), else_=JOBS.c.last_words
        ),
        changed_at=_AT,
    )
    .returning(JOBS)
)
_free = JOBS.alias("free")
_all_free = select(_free.c.key).where(_free.c.ready_at <= _AT)
_longest = (
    _all_free.order_by(_free.c.ready_at, _free.c.key)
    .limit(1)
    .with_for_update(skip_locked=True)  # on PostgreSQL; SQLite's writers take turns anyway
)
_of_steps = _longest.where(_free.c.step.in_(bindparam("steps", expanding=True)))

CLAIMED = _handed_out.where(JOBS.c.key == _longest.scalar_subquery())
CLAIMED_OF_STEPS = _handed_out.where(JOBS.c.key == _of_steps.scalar_subquery())
TAKEN = _handed_out.where(JOBS.c.key == bindparam("job"), JOBS.c.ready_at <= _AT)

# What follows changes nothing where the lease was lost.
_mine = update(JOBS).where(
    JOBS.c.key == bindparam("job"),
    JOBS.c.turn == bindparam("of_turn"),
    JOBS.c.state == _LEASED,
)
_failed_too_often = JOBS.c.deaths + 1 >= DEATHS_ALLOWED

BEATEN = _mine.values(
    ready_at=_UNTIL,
    last_words=case((_WORDS == "", JOBS.c.last_words), else_=_WORDS),
    changed_at=_AT,
)
DONE = _mine.values(state=JobState.DONE.value, ready_at=null(), changed_at=_AT)
_done = DONE.returning(JOBS.c.key).cte("done")
DONE_AND_ANSWERED = (  # in one statement, as PostgreSQL can
    insert(RESULTS)
    .from_select(
        ["key", "at", "answer"],
        select(_done.c.key, _AT, bindparam("answer", type_=String)),
    )
    .execution_options(preserve_rowcount=True)
)
FAILED = _mine.values(
    state=case((_failed_too_often, _PARKED), else_=_WAITING),
    ready_at=case((_failed_too_often, null()), else_=_AT),
    deaths=JOBS.c.deaths + 1,
    last_words=_WORDS,
    changed_at=_AT,
)
GIVEN_BACK = _mine.values(state=_WAITING, ready_at=_AT, changed_at=_AT)
TRIED_AGAIN = (
    update(JOBS)
    .where(JOBS.c.key == bindparam("job"), JOBS.c.state == _PARKED)
    .values(state=_WAITING, ready_at=_AT, deaths=0, changed_at=_AT)
)
STATE = select(JOBS.c.state).where(JOBS.c.key == bindparam("job"))
