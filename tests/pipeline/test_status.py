"""The status: what is ill, on each side of its limit."""

from evidence.domain.time import HOUR
from evidence.pipeline.ledger import Job
from evidence.pipeline.status import GIGABYTE, Limits, Status, as_json, ills, status
from evidence.pipeline.store import Run
from evidence.store.memory import MemoryStore
from tests.pipeline.nights import NOW, Evening

LIMITS = Limits(night_age=30 * HOUR, free=2 * GIGABYTE)


def found(*, now: int = NOW, free: int = 2 * GIGABYTE, ended: int | None = NOW) -> Status:
    store = MemoryStore.empty()
    store.runs.begin(Run("2021-04-30", "", "here", NOW - HOUR))
    store.runs.begin(Run("2021-05-01", "INST-0001", "here", NOW))
    store.runs.end("2021-05-01", "INST-0001", "{}", NOW + 90 * HOUR)
    if ended is not None:
        store.runs.end("2021-04-30", "", '{"counts": {"valid": 3}}', ended)
    return status(store, (), free, now)


def told(of: Status, since: int = 0) -> list[str]:
    return [str(each) for each in ills(of, LIMITS, since)]


def test_all_is_well_to_the_last_microsecond_of_a_nights_age() -> None:
    assert told(found(now=NOW + 30 * HOUR)) == []


def test_a_night_that_ended_longer_ago_is_ill_and_named() -> None:
    (ill,) = told(found(now=NOW + 30 * HOUR + 1))

    assert ill.startswith("the last night, of 2021-04-30, ended long ago")


def test_without_any_night_a_service_that_has_only_begun_is_well() -> None:
    nothing = found(ended=None)

    assert told(nothing, since=NOW - 30 * HOUR) == []
    assert told(nothing, since=NOW - 30 * HOUR - 1) == ["no night has ended yet"]


def test_one_byte_too_few_on_the_disk_is_ill() -> None:
    assert told(found(free=2 * GIGABYTE)) == []
    assert "nearly full: 1 GB" in told(found(free=2 * GIGABYTE - 1))[0]


def test_the_last_night_is_one_of_all_institutions() -> None:
    last = found().last

    assert last is not None
    assert (last.date, last.counts) == ("2021-04-30", {"valid": 3})


def test_it_tells_what_is_parked_what_waits_and_what_is_missing() -> None:
    tonight = Evening()
    tonight.shelf.put("INST-0001/A")
    tonight.crew.deadly.add("INST-0001/A")
    tonight.run()
    tonight.store.ledger.offer([Job("INST-0001/B", "check", "i", "p", "c")], NOW)

    said = as_json(status(tonight.store, (), 5, NOW))

    assert said["jobs"] == {"waiting": 1, "leased": 0, "done": 0, "parked": 1}
    assert [each["last_words"] for each in said["parked"]] == ["signal 9: out of memory"]
    assert said["nights"][0]["counts"]["parked"] == 1
    assert said["free_bytes"] == 5
