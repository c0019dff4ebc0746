"""The scheduler: chores at their times, until it is told to stop."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from threading import Event

from apscheduler.triggers.base import BaseTrigger
from structlog.testing import capture_logs

from evidence.domain.errors import EvidenceError
from evidence.service.scheduler import Chore, daily, do, serve


class Never(BaseTrigger):
    """A trigger whose next time nobody lives to see; unlike a date, it never runs out."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return datetime(9000, 1, 1, tzinfo=UTC)


NEVER = Never()


class AtOnce(BaseTrigger):
    """A trigger whose next time is a millisecond from now."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + timedelta(milliseconds=1)


def test_each_chore_is_looked_at_when_the_schedule_begins() -> None:
    stop, seen = Event(), set()

    def look(name: str) -> None:
        seen.add(name)
        if len(seen) == 2:
            stop.set()

    chores = [Chore(name, partial(look, name), NEVER) for name in ("night", "notices")]
    serve(chores, grace_seconds=60, stop=stop)

    assert seen == {"night", "notices"}


def test_what_runs_when_it_is_told_to_stop_comes_to_its_end() -> None:
    stop, seen = Event(), []

    def long() -> None:
        stop.set()
        seen.extend(str(number) for number in range(100_000))
        seen.append("ended")

    serve([Chore("long", long, NEVER)], grace_seconds=60, stop=stop)

    assert seen[-1] == "ended"


def test_a_chore_that_breaks_is_told_and_looked_at_again() -> None:
    stop, looks = Event(), []

    def broken() -> None:
        looks.append(1)
        if len(looks) == 2:
            stop.set()
        raise ZeroDivisionError

    with capture_logs() as told:
        serve([Chore("broken", broken, AtOnce())], grace_seconds=60, stop=stop)

    assert len(looks) >= 2
    assert told[0]["event"] == "chore_broke"
    assert told[0]["chore"] == "broken"
    assert told[0]["error"] == "ZeroDivisionError"


def test_a_chore_never_runs_beside_itself() -> None:
    stop, other_looks, at_work, most = Event(), [], [], []
    others = Event()

    def slow() -> None:
        at_work.append(1)
        most.append(len(at_work))
        others.wait(10)
        at_work.pop()
        stop.set()

    def quick() -> None:
        other_looks.append(1)
        if len(other_looks) > 3:
            others.set()

    chores = [Chore("slow", slow, AtOnce()), Chore("quick", quick, AtOnce())]
    serve(chores, grace_seconds=60, stop=stop)

    assert max(most) == 1


def test_a_chore_that_fails_for_a_reason_that_a_person_can_mend_says_so() -> None:
    def fails() -> None:
        raise EvidenceError("the disk is full")

    with capture_logs() as told:
        went = do(Chore("night", fails, NEVER))

    assert not went
    assert told == [
        {
            "event": "chore_failed",
            "chore": "night",
            "error": "the disk is full",
            "log_level": "warning",
        }
    ]


def test_a_time_of_day_is_met_to_the_minute_in_its_time_zone_and_looked_for_in_between() -> None:
    trigger = daily(time(2, 3), "Asia/Shanghai")
    at = datetime(2021, 4, 20, 17, 55, tzinfo=UTC)  # 01:55 there
    times = []
    for _ in range(4):
        found = trigger.get_next_fire_time(None, at)
        assert found
        times.append(f"{found:%H:%M}")
        at = found + timedelta(seconds=1)

    assert times == ["02:00", "02:03", "02:10", "02:20"]
