"""The turns of a job, as statements: handed out, kept alive, done, failed, given back.

They are built once and go to the driver by ``hand``. What they are given: ``at``
(now), ``until`` (the end of the lease), ``by`` (the worker), ``words``, ``answer``,
and of the lease ``job`` (the key) and ``of_turn``.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    BigInteger,
    String,
    Update,
    bindparam,
    case,
    insert,
    null,
    select,
    update,
)

from evidence.pipeline.ledger import DEATHS_ALLOWED, JobState
from evidence.store.rows.work import JOBS, RESULTS

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
    .returning(
        JOBS.c.state,
        JOBS.c.turn,
        *(JOBS.c[name] for name in ("subject", "step", "inputs", "policy", "code")),
    )
)
_free = JOBS.alias("free")
_all_free = select(_free.c.key).where(_free.c.ready_at <= _AT)
_longest = (
    _all_free.order_by(_free.c.ready_at, _free.c.key)
    .limit(1)
    .with_for_update(skip_locked=True)  # on PostgreSQL; SQLite's writers take turns anyway
)

CLAIMED = _handed_out.where(JOBS.c.key == _longest.scalar_subquery())


@cache
def claimed_of(steps: int) -> Update:
    """A claim among so many steps, ``step_0`` and so on."""
    named = [bindparam(f"step_{at}", type_=String) for at in range(steps)]
    return _handed_out.where(
        JOBS.c.key == _longest.where(_free.c.step.in_(named)).scalar_subquery()
    )


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
DONE_AND_ANSWERED = insert(RESULTS).from_select(  # in one statement, as PostgreSQL can
    ["key", "at", "answer"],
    select(_done.c.key, _AT, bindparam("answer", type_=String)),
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
ANSWERED = insert(RESULTS).values(
    key=bindparam("job"), at=_AT, answer=bindparam("answer", type_=String)
)
STATE = select(JOBS.c.state).where(JOBS.c.key == bindparam("job"))
