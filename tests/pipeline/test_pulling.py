"""Asking the feeds: how often, for which days, and several at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

from evidence.domain.time import DAY, HOUR, MINUTE, Interval, Timeline
from evidence.pipeline.inventory import Inventory
from evidence.pipeline.planning import KnownTimes, day_of, wanted
from evidence.pipeline.ports import Progress
from evidence.pipeline.pulling import Pull, asked_of
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.sources_port import Feed, Fetched, NotFetched, Offer, Reason
from tests.pipeline.classes import MORNING
from tests.pipeline.nights import Hand, Landings, Recorder, Shelf

ZONE = "Asia/Shanghai"
TODAY = date(2021, 4, 28)
LOGS = Feed(Recorder(), "INST-1", "A", logs=True)


def film(name: str, at: int) -> Offer:
    return Offer(name, f"recordings/cam1/{name}", camera="cam1", span=Interval(at, at + HOUR))


def test_a_feed_that_only_lists_is_asked_once_and_what_lies_between_the_times_is_left() -> None:
    source = Recorder(tuple(film(f"{hours}.mp4", MORNING + hours * HOUR) for hours in (0, 4, 8)))
    times = Timeline.of(
        Interval(MORNING + hours * HOUR, MORNING + (hours + 1) * HOUR) for hours in (0, 8)
    )

    listed = list(asked_of(Feed(source, "INST-1", listed=True), times))
    asked = list(source.asked)
    source.asked.clear()
    told = list(asked_of(Feed(source, "INST-1"), times))

    assert [offer.id for offer in listed] == ["0.mp4", "8.mp4"]
    assert asked == [Interval(MORNING, MORNING + 9 * HOUR)]
    assert source.asked == list(times)
    assert len(told) == 3  # one that is asked about a time is believed, and asked about each


def days(feed: Feed, **known: date) -> list[date]:
    """The days that a feed is asked about, with two to be looked back on."""
    inventory = Inventory(timezone=ZONE, **known)  # type: ignore[arg-type]  # its dates
    times = wanted(
        feed, [KnownTimes("INST-1/A", inventory)], TODAY, look_back_days=2, timezone=ZONE
    )
    return [
        day
        for day in (TODAY - timedelta(days=back) for back in range(5))
        if times.within(replace(day_of(day, ZONE), end=day_of(day, ZONE).end - 15 * MINUTE))
    ]


def test_learning_logs_of_a_missed_night_are_asked_for_again_while_the_class_runs() -> None:
    before = [TODAY - timedelta(days=back) for back in range(3)]

    assert days(LOGS) == before
    assert days(LOGS, starts_on=before[1]) == before[:2]
    assert days(LOGS, ends_on=before[2]) == [before[0], before[2]]


def test_footage_of_one_class_is_asked_for_on_its_day_alone() -> None:
    assert days(Feed(Recorder(), "INST-1", "A")) == [TODAY]


@dataclass
class Together:
    """A recorder that answers only once so many are being asked."""

    barrier: Barrier
    name: str

    def offers(self, wanted: Interval) -> Iterable[Offer]:
        self.barrier.wait(timeout=60)
        return (replace(film("a.mp4", MORNING), name=f"recordings/{self.name}.mp4"),)

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        return Fetched(1)


def pulled(*feeds: Feed, shelf: Shelf) -> tuple[int, list[str]]:
    place = Landings(shelf)
    pull = Pull(feeds, place, Hand(), look_back_days=0, timezone=ZONE, pause=MINUTE)
    known = {"INST-1/A": KnownTimes("INST-1/A", Inventory(timezone=ZONE))}
    came = pull.pull(TODAY, known, "", Quiet())
    assert sorted(name for _, name in place.landed) == sorted(
        f"recordings/{feed.source.name}.mp4" for feed in feeds if isinstance(feed.source, Together)
    )
    return came.landed, [down.source for down in came.down]


def test_several_feeds_are_asked_at_a_time_and_one_that_fails_holds_up_none() -> None:
    shelf, barrier = Shelf(), Barrier(3)
    shelf.put("INST-1/A")
    broken = Feed(Recorder(down=NotFetched(Reason.UNREACHABLE), name="off"), "INST-1", "A")
    feeds = [Feed(Together(barrier, f"nvr{at}"), "INST-1", "A") for at in range(3)]

    assert pulled(broken, *feeds, shelf=shelf) == (3, ["off"])


@dataclass
class Breaking:
    """A recorder whose line breaks after its first answer."""

    name: str = "nvr"

    def offers(self, wanted: Interval) -> Iterable[Offer]:
        yield film("a.mp4", MORNING)
        raise NotFetched(Reason.UNREACHABLE)

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        return Fetched(1)


def test_what_a_feed_told_before_its_line_broke_is_fetched_all_the_same() -> None:
    shelf = Shelf()
    shelf.put("INST-1/A")
    place = Landings(shelf)
    pull = Pull(
        (Feed(Breaking(), "INST-1", "A"),),
        place,
        Hand(),
        look_back_days=0,
        timezone=ZONE,
        pause=DAY,
    )

    came = pull.pull(TODAY, {}, "", Quiet())

    assert (came.landed, len(came.down)) == (1, 1)
