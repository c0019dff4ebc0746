"""Reviews in the database: items follow the verdicts, steps stay and are vouched for."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from evidence.domain.time import DAY
from evidence.pipeline.ledger import Fault
from evidence.pipeline.review import Act, Dossier, Overtaken, State, Step
from evidence.pipeline.worklist import Deadlines, Item, Place, Wanted
from evidence.store.opening import SqlStore, open_store
from evidence.store.reviews import SqlReviews
from tests.store.things import NOW, judged
from tests.web.classes import body, finding, short

SUBJECT = "INST-0001/CLASS-000"
PART = "hour/P01/1"
DAYS = Deadlines(10, 15, lambda day: day.weekday() < 5, "Asia/Shanghai")


@pytest.fixture
def opened(url: str) -> Iterator[SqlStore]:
    store = open_store(url)
    yield store
    store.close()


@pytest.fixture
def reviews(opened: SqlStore) -> SqlReviews:
    return SqlReviews(opened.database)


def night(
    store: SqlStore, *findings: dict[str, Any], subject: str = SUBJECT, at: int = NOW
) -> None:
    store.verdicts.append(judged(subject, body(*findings)), at)
    SqlReviews(store.database).catch_up(DAYS)


def take(reviews: SqlReviews, item: Item, act: Act, by: str = "ann") -> Item:
    step = Step(act, by, NOW, item.basis, "because")
    taken = (each.step for each in reviews.steps(item.subject, item.part))
    reviews.take(item, step, Dossier.of(taken, item.basis).take(step))
    found = reviews.item(item.subject, item.part)
    assert found
    return found


def only(reviews: SqlReviews) -> Item:
    (item,) = reviews.page(Wanted(), 10)
    return item


def test_each_flagged_part_is_one_item_and_notices_are_none(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    notice = finding({"session": "P01", "hour": 2}, "notice")
    doubt = finding({"learner": "L1", "session": "P01", "hour": 1}, "review")
    night(opened, short(), doubt, short(), notice)
    found = [(item.part, item.effect.value) for item in reviews.page(Wanted(), 10)]
    assert found == [(PART, "hour-invalid"), ("learner/L1", "review")]


def test_an_item_is_due_after_ten_working_days_and_fifteen_at_most(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    night(opened, short())
    item = only(reviews)
    judged_on = date(2027, 1, 15)
    assert (item.due, item.latest) == ("2027-01-29", "2027-02-05")
    assert DAYS.of(NOW)[0] > judged_on


def test_a_later_verdict_replaces_the_items_of_its_class_alone(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    night(opened, short(1), short(2))
    night(opened, short(1), subject="INST-0001/CLASS-001")
    night(opened, short(2))
    found = {(item.subject, item.part) for item in reviews.page(Wanted(), 10)}
    assert found == {(SUBJECT, "hour/P01/2"), ("INST-0001/CLASS-001", PART)}


def test_the_same_findings_keep_their_decision_and_their_days(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    night(opened, short())
    before = take(reviews, only(reviews), Act.OVERRULE)
    night(opened, short(), at=NOW + 3 * DAY)
    assert only(reviews) == replace(before, version=2)


def test_other_findings_open_a_decided_item_again(opened: SqlStore, reviews: SqlReviews) -> None:
    night(opened, short())
    take(reviews, only(reviews), Act.OVERRULE)
    night(opened, finding({"session": "P01", "hour": 1}, measured=30.0), at=NOW + 3 * DAY)
    item = only(reviews)
    assert (item.state, item.steps, item.due) == (State.OPEN, 1, "2027-02-01")


def test_of_two_who_decide_at_once_the_second_is_told(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    night(opened, short())
    seen = only(reviews)
    take(reviews, seen, Act.CLAIM, "ann")
    step = Step(Act.CLAIM, "ben", NOW, seen.basis)
    with pytest.raises(Overtaken):
        reviews.take(seen, step, Dossier(seen.basis).take(step))
    assert [each.step.by for each in reviews.steps(SUBJECT, PART)] == ["ann"]


def test_a_decision_on_findings_that_are_no_longer_there_is_told(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    night(opened, short())
    seen = only(reviews)
    night(opened, finding({"session": "P01", "hour": 1}, measured=30.0))
    with pytest.raises(Overtaken):
        take(reviews, seen, Act.CLAIM)


def test_the_log_vouches_for_every_word_of_a_step_and_tells_none(
    opened: SqlStore, reviews: SqlReviews
) -> None:
    night(opened, short())
    take(reviews, only(reviews), Act.OVERRULE)
    entry = opened.audit.entries()[-1]
    assert entry.event == "review-step"
    assert "because" not in json.dumps(dict(entry.details))
    assert not opened.audit.verify().breaks


def test_a_step_can_be_neither_changed_nor_deleted(opened: SqlStore, reviews: SqlReviews) -> None:
    night(opened, short())
    take(reviews, only(reviews), Act.CLAIM)
    for change in ("UPDATE review_steps SET reason = 'x'", "DELETE FROM review_steps"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            opened.database.writing() as connection,
        ):
            connection.execute(text(change))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE review_steps SET reason = 'x'", Fault.STEP_EDITED),
        ("DELETE FROM review_steps", Fault.STEP_DROPPED),
        ("UPDATE review_steps SET entry = entry + 100", Fault.STEP_FOREIGN),
    ],
)
def test_who_gets_round_the_triggers_shows_in_the_log(
    opened: SqlStore, reviews: SqlReviews, database: str, change: str, fault: Fault
) -> None:
    if database != "sqlite":
        return  # the triggers are taken away by SQLite's own words
    night(opened, short())
    take(reviews, only(reviews), Act.CLAIM)
    with opened.database.writing() as connection:
        for trigger in ("review_steps_no_update", "review_steps_no_delete"):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text(change))
    assert fault in {each.fault for each in opened.audit.verify().breaks}


def test_filters_and_counts_and_the_way_to_the_next(opened: SqlStore, reviews: SqlReviews) -> None:
    night(opened, short(1), short(2))
    night(opened, finding({"learner": "L1"}, "training-invalid", rule="x"), subject="INST-9/C")
    first, second, third = reviews.page(Wanted(), 10)
    assert first.part == "learner/L1"  # worse comes first
    assert reviews.page(Wanted(institution="INST-9"), 10) == (first,)
    assert reviews.page(Wanted(rule="x"), 10) == (first,)
    assert reviews.page(Wanted(rule="%"), 10) == ()
    assert reviews.page(Wanted(), 1, first.at) == (second,)
    assert reviews.page(Wanted(), 1, third.at, back=True) == (second,)
    assert reviews.page(Wanted(rule="x", holder="nobody"), 9) == ()
    assert reviews.counts(Wanted(rule="x"))[State.OPEN] == 1
    assert Place.told(str(first.at)) == first.at
    assert reviews.beside(Wanted(), first) == second
    assert reviews.beside(Wanted(), third, back=True) == second
    assert reviews.beside(Wanted(), third) is None
    take(reviews, second, Act.OVERRULE)
    assert reviews.counts(Wanted())[State.SETTLED] == 1
    assert reviews.beside(Wanted(state="open"), first) == third
