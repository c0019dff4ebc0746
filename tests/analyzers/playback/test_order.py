"""Events dealt out in shares of whole attempts, however they come."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evidence.analyzers.playback.order import Deal, by_the_clock
from evidence.analyzers.playback.rows import Rows

# Of some events the attempt and the time.
EVENTS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=40)


def rows(events: list[tuple[int, int]]) -> Rows:
    """Rows that tell nothing else, but the place of each among all."""
    made = Rows.empty(len(events))
    for name in ("kind", "lesson", "position", "came", "rate"):
        getattr(made, name)[:] = np.arange(len(events))
    made.attempt[:] = [attempt for attempt, _ in events]
    made.ts[:] = [ts for _, ts in events]
    return made


def told(share: Rows) -> list[tuple[int, int, int]]:
    """Of each row its attempt, its time, and which of all events it is; all of one row agree."""
    columns = (share.kind, share.lesson, share.position, share.came, share.rate)
    for column in columns:
        assert column.tolist() == share.rate.tolist()
    return list(zip(share.attempt.tolist(), share.ts.tolist(), share.rate.tolist(), strict=True))


@given(EVENTS, st.integers(1, 9), st.integers(1, 15))
def test_every_event_is_in_one_share_and_an_attempt_in_one_only(
    events: list[tuple[int, int]], at_once: int, size: int
) -> None:
    whole = rows(events)
    deal = Deal.of(np.bincount(whole.attempt, minlength=7), size)

    parts = [whole.at(slice(at, at + at_once)) for at in range(0, len(events), at_once)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deal.put, parts))
    shares = deal.shares()

    assert sorted(row for share in shares for row in told(share)) == sorted(told(whole))
    held = [set(share.attempt.tolist()) for share in shares]
    assert sum(map(len, held)) == len(set().union(*held))
    most = max(np.bincount(whole.attempt), default=0)
    assert all(len(share) < size + most for share in shares)


@given(EVENTS)
def test_a_share_is_ordered_by_attempt_and_clock_and_tells_what_the_clock_leaves_open(
    events: list[tuple[int, int]],
) -> None:
    share = rows(events)

    tangled = by_the_clock(share)

    assert [row[:2] for row in told(share)] == sorted(events)
    assert sorted(row[2] for row in told(share)) == list(range(len(events)))
    twice = {attempt for attempt, _ in (e for e in set(events) if events.count(e) > 1)}
    assert tangled.tolist() == sorted(twice)
