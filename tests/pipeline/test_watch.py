"""The watch over classes made from words: what it reads, when, and what it survives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import Problem
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.teaching import Session
from evidence.domain.text import say
from evidence.domain.time import DAY, HOUR, MINUTE, SECOND, Interval
from evidence.pipeline.planning import day_of
from evidence.pipeline.ports import Progress
from evidence.pipeline.watch import ClassNow, Watch
from evidence.pipeline.watching import Arrival, State
from evidence.rules.rule import catalogue
from tests.pipeline.classes import MORNING, RECORDED, bundle, policy, session
from tests.pipeline.nights import Hand, Shelf

CLASS = "INST-7/A"
# The end of the day they are taught on.
MIDNIGHT = day_of(date(2021, 4, 26), "Asia/Shanghai").end


@dataclass
class Eyes:
    """Observes footage by what a test says of each path, and remembers what it was asked for."""

    media: dict[str, Media] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        self.asked.extend(file.path for file in bundle.footage)
        whole = Media(EndReason.COMPLETE, 5 * MINUTE, packets=1)
        return tuple(Recording(file, self.media.get(file.path, whole)) for file in bundle.footage)


@dataclass
class Flighty(Shelf):
    """A shelf whose files may go away while they are read."""

    gone: bool = False

    @contextmanager
    def opened(self, subject: str, progress: Progress) -> Iterator[ClassBundle]:
        if self.gone:
            raise FileNotFoundError(2, "No such file", "recordings/a.mp4")
        with super().opened(subject, progress) as found:
            yield found


@dataclass
class Room:
    """A watch and all that it sees."""

    shelf: Flighty = field(default_factory=Flighty)
    eyes: Eyes = field(default_factory=Eyes)
    clock: Hand = field(default_factory=lambda: Hand(MORNING + 7 * MINUTE))
    changed: int = MORNING

    def __post_init__(self) -> None:
        self.watch = Watch(
            intake=self.shelf,
            footage=self.eyes,
            policy=lambda _named, _day: policy(RECORDED),
            rules=catalogue(),
            clock=self.clock,
            arrival=lambda _: Arrival(5 * MINUTE, MINUTE),
            changed_at=lambda _, __: self.changed,
        )

    def put(self, *minutes: int, taught: Session | None = None) -> None:
        """A class with segments of five minutes that begin then."""
        made = bundle(taught or session(), policy="test")
        footage = tuple(segment(minute) for minute in minutes)
        digests = {file.path: "0" * 64 for file in footage}
        self.shelf.classes[CLASS] = replace(
            made, footage=footage, digests=digests, sha256=f"{len(minutes):064}"
        )

    def seen(self) -> ClassNow:
        (found,) = self.watch.look().classes
        return found

    def state(self) -> State:
        return self.seen().hours[0].state


def segment(minute: int) -> FootageFile:
    return FootageFile(f"recordings/{minute}.mp4", "cam1", MORNING + minute * MINUTE, DatedBy.TABLE)


def test_a_class_whose_files_are_the_same_is_not_read_again_while_time_goes_on() -> None:
    room = Room()
    room.put(0)

    assert room.state() is State.RECORDING
    room.clock.time += 5 * MINUTE
    assert room.state() is State.AT_RISK
    assert room.shelf.opened_ == [CLASS]

    room.put(0, 5)
    assert room.state() is State.RECORDING


def test_on_the_next_day_every_class_is_read_anew() -> None:
    room = Room()
    room.put()
    room.seen()

    room.clock.time += DAY

    assert room.watch.look().classes == ()
    assert len(room.shelf.opened_) == 2


def test_an_hour_that_ended_just_before_midnight_is_watched_and_asked_for_an_hour_more() -> None:
    room, last = Room(), session()
    ended = Interval(MIDNIGHT - last.span.length, MIDNIGHT)
    room.put(taught=replace(last, span=ended))

    room.clock.time = MIDNIGHT + HOUR - 1
    look = room.watch.look()
    assert [hour.state for each in look.classes for hour in each.hours] == [State.LOST]
    assert list(room.watch.wanting(look)) == [CLASS]

    room.clock.time = MIDNIGHT + HOUR
    assert room.watch.look().classes == ()


def test_recordings_that_can_not_reach_into_today_are_not_looked_into() -> None:
    room = Room()
    room.put(-26 * 60, -24 * 60, 0, 90 + 60)

    room.seen()

    assert room.eyes.asked == ["recordings/-1440.mp4", "recordings/0.mp4"]


def test_a_file_that_is_not_whole_is_let_be_until_it_has_settled() -> None:
    room = Room()
    room.put(0)
    room.eyes.media["recordings/0.mp4"] = Media(EndReason.UNREADABLE)

    room.changed = room.clock.time - 10 * SECOND + 1
    assert room.seen().troubles == ()
    room.clock.time += 1
    assert [each.path for each in room.seen().troubles] == ["recordings/0.mp4"]


def test_a_whole_file_counts_at_once() -> None:
    room = Room()
    room.put(0)
    room.changed = room.clock.time

    assert room.state() is State.RECORDING


def test_a_class_that_can_not_be_read_is_told_and_holds_up_no_other() -> None:
    room = Room()
    room.put(0)
    room.shelf.classes["INST-7/B"] = (Problem(say("this file is missing"), "class.toml"),)

    first, second = room.watch.look().classes

    assert first.hours
    assert (second.subject, len(second.problems)) == ("INST-7/B", 1)


def test_a_file_that_goes_away_while_it_is_read_leaves_what_was_known() -> None:
    room = Room()
    room.put(0)
    room.seen()
    room.put(0, 5)

    room.shelf.gone = True
    assert room.state() is State.RECORDING
    room.shelf.gone = False
    room.seen()
    assert "recordings/5.mp4" in room.eyes.asked


def test_sources_are_asked_of_classes_under_way_that_lack_footage_and_of_no_others() -> None:
    room = Room()
    room.put()

    def wanted() -> list[str]:
        return list(room.watch.wanting(room.watch.look()))

    assert wanted() == [CLASS]
    room.clock.time = MORNING - 1
    assert wanted() == []
    room.clock.time = MORNING + 90 * MINUTE + HOUR
    assert wanted() == []
    room.clock.time -= 1
    assert wanted() == [CLASS]
    room.put(0, 5, 10, 45, 50, 55)
    assert wanted() == []
