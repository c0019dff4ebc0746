"""The deliveries, on every kind of database."""

from dataclasses import replace

from evidence.domain.errors import Problem
from evidence.domain.findings import Standing
from evidence.domain.text import say
from evidence.domain.time import DAY, SECOND
from evidence.pipeline.deliveries import Cut, Delivery, Outcome, Purpose, Stage
from evidence.store.deliveries import SqlDeliveries
from evidence.store.opening import SqlStore
from tests.store.things import NOW


def sent(key: str, purpose: Purpose = Purpose.SUBMISSION, **more: object) -> Delivery:
    return replace(Delivery(key, "INST-A", purpose, "班.zip", 5, "school", NOW), **more)


def test_a_delivery_comes_back_as_it_was_kept(sql_store: SqlStore) -> None:
    deliveries = SqlDeliveries(sql_store.database)
    cut = Cut("hour/P01/1", "看这里", "cam1", 17 * SECOND)
    one = sent("1", Purpose.EVIDENCE, subject="INST-A/C", cut=cut)
    deliveries.add(one)
    assert deliveries.get("INST-A", "1") == one
    assert deliveries.get("INST-B", "1") is None
    what = say("there are {count}", count=3)
    hours = {Standing.VALID: 2, Standing.REVIEW: 1}
    outcome = Outcome((Problem(what, "a.csv", 2),), Standing.REVIEW, hours, "INST-A/C", "a", 4)
    moved = replace(one, stage=Stage.REFUSED, outcome=outcome)
    assert deliveries.moved(moved, Stage.SENDING, NOW)
    assert deliveries.get("INST-A", "1") == moved


def test_it_moves_once_from_where_it_was_and_the_log_says_so(sql_store: SqlStore) -> None:
    deliveries = SqlDeliveries(sql_store.database)
    for key, purpose in (("1", Purpose.SUBMISSION), ("2", Purpose.PRE_CHECK)):
        deliveries.add(sent(key, purpose))
        received = replace(sent(key, purpose), stage=Stage.RECEIVED)
        assert deliveries.moved(received, Stage.SENDING, NOW)
        assert not deliveries.moved(received, Stage.SENDING, NOW)
    told = [entry.details for entry in sql_store.audit.entries(0, 10)]
    assert [(each["delivery"], each["stage"]) for each in told] == [("1", "received")]
    assert "班" not in str(told)  # the name of a file may be a person's
    assert not sql_store.audit.verify().breaks


def test_what_is_under_way_is_counted_by_institution(sql_store: SqlStore) -> None:
    deliveries = SqlDeliveries(sql_store.database)
    deliveries.add(sent("1"))
    deliveries.add(sent("2", size=7))
    deliveries.add(sent("3", institution="INST-B"))
    deliveries.moved(replace(sent("2", size=7), stage=Stage.DONE), Stage.SENDING, NOW)
    assert deliveries.under_way("INST-A") == (1, 5)
    assert deliveries.under_way("INST-C") == (0, 0)
    assert [each.id for each in deliveries.at(Stage.SENDING)] == ["1", "3"]


def test_only_what_counts_for_nothing_is_forgotten(sql_store: SqlStore) -> None:
    deliveries = SqlDeliveries(sql_store.database)
    for key, purpose in (("1", Purpose.SUBMISSION), ("2", Purpose.PRE_CHECK)):
        deliveries.add(sent(key, purpose))
        deliveries.moved(replace(sent(key, purpose), stage=Stage.DONE), Stage.SENDING, NOW)
    deliveries.add(sent("3"))
    assert deliveries.stale(NOW) == ()
    assert {each.id for each in deliveries.stale(NOW + DAY)} == {"2", "3"}
    for key in ("1", "2", "3"):
        deliveries.forget("INST-A", key)
    assert [each.id for each in deliveries.of("INST-A", 9)] == ["1"]
