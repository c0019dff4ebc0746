"""The keeper of one camera: sees to it that it is recorded whenever it is to be, whatever happens.

It gives the stream to a child process and watches it. When the stream breaks, it writes down why,
and tries again, further and further apart, until it is told to stop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import structlog
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_result,
    sleep_using_event,
    stop_when_event_set,
    wait_random_exponential,
)

from evidence.domain.text import Text
from evidence.domain.time import SECOND
from evidence.sources.live.books import Books
from evidence.sources.live.child import COMMAND, Child, Over, Told
from evidence.sources.live.journal import Entry, What
from evidence.sources.live.lost import Lost, StreamLost, told
from evidence.sources.live.section import LiveSection

log = structlog.get_logger()
LOOK = 5.0  # seconds between two looks at whether it is to be recorded, and where to
TICK = 0.5
PATIENCE = 20.0  # seconds more than a child itself waits, before it is taken to hang
PAUSE = 1.0  # seconds before a stream that broke is asked for again
# Cameras lock out whoever guesses at passwords: three times in half an hour is no guessing.
AFTER_LOGIN = 600.0

Places = Callable[[int], Sequence[Path]]


def _now() -> int:
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Ended:
    """How one try ended: ``lost`` is None where it was no longer wanted."""

    lost: StreamLost | None = None
    began: bool = False


@dataclass(slots=True)
class Keeper:
    """Keeps one camera recorded.

    ``places`` tells for a wall time the folders that its segments belong to then, none when it is
    not to be recorded. ``stop`` ends it; ``final`` says that nobody wants a recording after that.
    """

    section: LiveSection
    places: Places
    stop: Event
    least_free: int = 0
    final: Callable[[], bool] = lambda: False
    clock: Callable[[], int] = _now
    command: Sequence[str] = COMMAND
    patience: float = PATIENCE
    books: Books = field(init=False)

    def __post_init__(self) -> None:
        self.books = Books(self.section.name)

    def keep(self) -> None:
        """Until it is told to stop."""
        trying = Retrying(
            stop=stop_when_event_set(self.stop),
            sleep=sleep_using_event(self.stop),
            wait=self._pause,
            retry=retry_if_result(_fruitless),
            retry_error_callback=lambda _: None,
        )
        while not self.stop.is_set():
            if not self.places(self.clock()):
                self.stop.wait(LOOK)
                continue
            trying(self._once)
            self.stop.wait(PAUSE)
        if self.final():
            self.books.tell((), Entry(self.clock(), What.STOPPED))
        else:
            self.books.tell(tuple(self.books.last), Entry(self.clock(), What.INTERRUPTED, Lost.OFF))

    def _pause(self, state: RetryCallState) -> float:
        ended = state.outcome.result() if state.outcome else None
        if ended and ended.lost and ended.lost.why is Lost.LOGIN:
            return AFTER_LOGIN
        longest = self.section.retry_seconds
        return PAUSE + wait_random_exponential(multiplier=1, max=longest)(state)

    def _once(self) -> Ended:
        """One try, from asking for the stream to its end."""
        folders = tuple(self.places(self.clock()))
        if not folders:
            self.books.tell((), Entry(self.clock(), What.STOPPED))
            return Ended()
        try:
            url = self.section.stream()
        except StreamLost as lost:
            self._lost(folders, lost, self.clock())
            return Ended(lost)
        child = Child.started(self._job(url, folders), self.command)
        try:
            return _Watch(self, child, folders).until_its_end()
        finally:
            child.bury()

    def _job(self, url: str, folders: Sequence[Path]) -> Told:
        return job_of(self.section, url, folders, self.least_free)

    def _lost(self, folders: Sequence[Path], lost: StreamLost, at: int) -> None:
        self._told(folders, lost.why, lost.detail, at)

    def _told(self, folders: Sequence[Path], why: Lost, detail: str, at: int | None = None) -> None:
        entry = Entry(self.clock() if at is None else at, What.INTERRUPTED, why, detail)
        known = [self.books.last.get(folder) for folder in folders]
        if any(before is None or before.why is not why for before in known):
            said: Text = told(why, detail)
            log.warning("camera_lost", camera=self.section.name, reason=why.value, why=str(said))
        self.books.tell(folders, entry)


@dataclass(slots=True)
class _Watch:
    """One child watched to its end."""

    keeper: Keeper
    child: Child
    folders: tuple[Path, ...]
    began: bool = False
    last: int = 0
    lost: StreamLost | None = None

    def until_its_end(self) -> Ended:
        deadline = self._deadline()
        looked = time.monotonic()
        wanted = True
        while True:
            match self.child.hear(TICK):
                case Over(how=how):
                    return self._over(how, wanted=wanted)
                case None:
                    if time.monotonic() > deadline:
                        self.child.kill()
                        self.lost = StreamLost(Lost.HUNG, f"{self._most():g} s")
                        deadline = float("inf")
                case heard:
                    deadline = self._deadline() if self.lost is None else float("inf")
                    self._heard(heard)
            if wanted and (self.keeper.stop.is_set() or time.monotonic() - looked > LOOK):
                looked = time.monotonic()
                wanted = self._still_wanted()

    def _still_wanted(self) -> bool:
        """Whether to go on; where to is told to the child when it has changed."""
        folders = tuple(self.keeper.places(self.keeper.clock()))
        if self.keeper.stop.is_set() or not folders:
            self.child.dismiss()
            return False
        if folders != self.folders:
            self.folders = folders
            self.child.send(folders)
            if self.began:
                self._tell_recording(self.keeper.clock())
        return True

    def _heard(self, told: Told) -> None:
        camera = self.keeper.section.name
        match told:
            case {"told": "stream", "codec": codec, "width": width, "height": height}:
                log.info("camera_answered", camera=camera, codec=codec, size=f"{width}x{height}")
            case {"told": "began", "at": int(at)}:
                self.began, self.last = True, at
                self._tell_recording(at)
                log.info("recording_began", camera=camera)
            case {"told": "alive", "at": int(at)}:
                self.last = at
            case {"told": "landed", "paths": [path, *_], "start": int(start), "end": int(end)}:
                self.last = max(self.last, end)
                seconds = round((end - start) / SECOND, 1)
                log.info("segment_landed", camera=camera, file=Path(path).name, seconds=seconds)
            case {"told": "leapt"}:
                log.warning("camera_clock_leapt", camera=camera)
            case {"told": "lost", "why": why, "detail": detail}:
                self.lost = StreamLost(Lost(why), detail)

    def _tell_recording(self, at: int) -> None:
        self.keeper.books.tell(self.folders, Entry(at, What.RECORDING))

    def _over(self, how: str, *, wanted: bool) -> Ended:
        """The child is no more; what its last sign of life was is when the footage ends."""
        now = self.keeper.clock()
        ended = min(self.last or now, now) if self.began else now
        if not wanted and self.lost is None:
            if not self.keeper.stop.is_set():
                self.keeper.books.tell((), Entry(ended, What.STOPPED))
            return Ended()
        lost = self.lost or StreamLost(Lost.CRASHED, how)
        self.keeper._lost(self.folders, lost, ended)
        return Ended(lost, self.began)

    def _most(self) -> float:
        return 2 * self.keeper.section.silence_seconds + self.keeper.patience

    def _deadline(self) -> float:
        return time.monotonic() + self._most()


def _fruitless(ended: Ended) -> bool:
    """Whether nothing came of a try; one that recorded something begins anew with short pauses."""
    return ended.lost is not None and not ended.began


def job_of(
    section: LiveSection, url: str, folders: Sequence[Path], least_free: int, *, probe: bool = False
) -> Told:
    """What a child is told at first; it holds secrets."""
    return {
        "url": url,
        "transport": section.transport,
        "segment": round(section.segment_seconds * SECOND),
        "silence": section.silence_seconds,
        "least_free": least_free,
        "into": [str(folder.absolute()) for folder in folders],
        "probe": probe,
    }
