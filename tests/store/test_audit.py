"""Who changes the past is found out, whatever they do to the log or to a verdict."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from evidence.pipeline.ledger import Entry, Fault, LogBreak
from evidence.store.chain import GENESIS, breaks, canonical, linked
from evidence.store.opening import SqlStore
from tests.store.things import NOW, judged

LENGTH = 6


def written(length: int = LENGTH) -> list[Entry]:
    """A log of so many rows."""
    log: list[Entry] = []
    for number in range(1, length + 1):
        previous = log[-1].hash if log else GENESIS
        log.append(linked(previous, number, NOW + number, "run-began", {"times": number}))
    return log


def found(log: Sequence[Entry], head: Entry, kept: str = "") -> list[LogBreak]:
    hashes = {entry.hash for entry in log}
    rows = ((entry, canonical(entry.details)) for entry in log)
    return list(breaks(rows, (head.number, head.hash), hashes.__contains__, kept))


def renumbered(log: Sequence[Entry]) -> list[Entry]:
    return [replace(entry, number=number) for number, entry in enumerate(log, 1)]


PLACES = st.integers(0, LENGTH - 1)


def test_a_log_that_nobody_touched_has_no_break() -> None:
    log = written()
    assert found(log, log[-1], kept=log[2].hash) == []


@given(PLACES, st.sampled_from(["at", "event", "details"]))
def test_any_edit_is_found_at_its_row(place: int, what: str) -> None:
    log = written()
    changes = {"at": 1, "event": "nothing", "details": {"times": 99}}
    edited = [*log]
    edited[place] = replace(log[place], **{what: changes[what]})

    assert found(edited, log[-1]) == [LogBreak(place + 1, Fault.EDITED)]


@given(st.integers(0, LENGTH - 2), st.booleans())
def test_a_dropped_row_is_found_at_the_next(place: int, hidden: bool) -> None:
    log = written()
    left = [*log[:place], *log[place + 1 :]]
    rows = renumbered(left) if hidden else left

    assert found(rows, log[-1])[0] == LogBreak(rows[place].number, Fault.DROPPED)


@given(st.permutations(range(LENGTH)))
def test_any_other_order_is_found(order: list[int]) -> None:
    log = written()
    rows = renumbered([log[at] for at in order])
    faults = {each.fault for each in found(rows, log[-1])}

    if order == sorted(order):
        assert faults == set()
    else:
        assert Fault.REORDERED in faults
        assert faults <= {Fault.REORDERED, Fault.TRUNCATED}


@given(PLACES)
def test_a_shortened_log_is_found_by_the_record_of_its_end(left: int) -> None:
    log = written()
    assert found(log[:left], log[-1]) == [LogBreak(left, Fault.TRUNCATED)]


@given(PLACES)
def test_a_row_edited_with_a_new_hash_breaks_the_link_to_the_next(place: int) -> None:
    log = written()
    forged = [*log]
    forged[place] = linked(log[place].previous, place + 1, NOW, "run-began", {"times": 0})
    expected = Fault.TRUNCATED if place == LENGTH - 1 else Fault.DROPPED

    assert [each.fault for each in found(forged, log[-1])] == [expected]


def test_a_log_written_anew_is_found_by_a_hash_that_was_kept() -> None:
    kept, anew = written()[-1], written()
    anew[-1] = linked(anew[-2].hash, LENGTH, NOW, "run-began", {"times": 0})

    assert found(anew, anew[-1]) == []
    assert found(anew, anew[-1], kept.hash) == [LogBreak(LENGTH, Fault.REWRITTEN)]


@pytest.fixture
def tampered(sql_store: SqlStore) -> SqlStore:
    """A store with four rows, two of them verdicts, whose administrator took the triggers away."""
    sql_store.audit.append("run-began", {"date": "2026-11-21"}, NOW)
    sql_store.verdicts.append(judged(body="one"), NOW)
    sql_store.verdicts.append(judged(body="two"), NOW)
    sql_store.audit.append("run-ended", {"date": "2026-11-21"}, NOW)
    with sql_store.database.writing() as connection:
        for table in ("audit", "verdicts", "findings"):
            for trigger in (f"{table}_no_update", f"{table}_no_delete"):
                on = f" ON {table}" if sql_store.database.on_postgresql else ""
                connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
    assert sql_store.audit.verify().breaks == ()
    return sql_store


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("UPDATE audit SET event = 'nothing' WHERE number = 1", (1, Fault.EDITED, "")),
        ("UPDATE audit SET details = 'no JSON' WHERE number = 1", (1, Fault.EDITED, "")),
        ("DELETE FROM audit WHERE number = 1", (2, Fault.DROPPED, "")),
        ("DELETE FROM audit WHERE number = 4", (3, Fault.TRUNCATED, "")),
        ("DELETE FROM audit_head", (4, Fault.TRUNCATED, "")),
        (
            "UPDATE audit SET number = 9 WHERE number = 1; "
            "UPDATE audit SET number = 1 WHERE number = 4; "
            "UPDATE audit SET number = 4 WHERE number = 9",
            (1, Fault.REORDERED, ""),
        ),
        (
            "UPDATE verdicts SET standing = 'valid' WHERE version = 2",
            (3, Fault.VERDICT_EDITED, "INST-0001/CLASS-000 v2"),
        ),
        (
            "UPDATE verdicts SET body = 'fine' WHERE version = 1",
            (2, Fault.VERDICT_EDITED, "INST-0001/CLASS-000 v1"),
        ),
        (
            "DELETE FROM findings; DELETE FROM verdicts WHERE version = 1",
            (2, Fault.VERDICT_DROPPED, "INST-0001/CLASS-000 v1"),
        ),
        (
            "INSERT INTO verdicts SELECT 1, 'I/C', version, at, standing, policy_id, policy_sha256,"
            " bundle_sha256, engine_version, body, sha256, job FROM verdicts WHERE version = 1",
            (1, Fault.VERDICT_FOREIGN, "I/C v1"),
        ),
    ],
)
def test_tampering_is_found_in_the_database(
    tampered: SqlStore, tampering: str, expected: tuple[int, Fault, str]
) -> None:
    with tampered.database.writing() as connection:
        for statement in tampering.split("; "):
            connection.execute(text(statement))

    assert tampered.audit.verify().breaks[0] == LogBreak(*expected)
