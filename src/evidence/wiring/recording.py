"""Recording put together: a keeper for each live camera of a deployment, in a thread of its own."""

from __future__ import annotations

import fcntl
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import structlog

from evidence.domain.errors import Problem, Unreadable, nearest
from evidence.domain.text import say
from evidence.sources.deployment import FILE, Deployment
from evidence.sources.file_names import safe_part
from evidence.sources.landing import LandingSection
from evidence.sources.live.child import Child, Over
from evidence.sources.live.keeper import LOOK, Keeper, Places, job_of
from evidence.sources.live.lost import Lost, StreamLost
from evidence.sources.live.section import LiveSection
from evidence.sources.live.timetables import Timetables
from evidence.wiring.deployment import deployment

LOCKS = ".live"
AT_ONCE = 8  # cameras asked what they answer
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a camera answers: what its stream is, or why there is none.

    ``rate`` is in frames a second, None where it could not be told.
    """

    section: LiveSection
    codec: str = ""
    width: int = 0
    height: int = 0
    rate: float | None = None
    lost: StreamLost | None = None
    places: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """The live cameras of a deployment that are asked for."""

    landing: LandingSection
    sections: tuple[LiveSection, ...]

    @classmethod
    def of(cls, folder: Path, names: Sequence[str] = ()) -> Recording:
        """Those of a config folder, all unless named.

        Raises:
            Unreadable: when the deployment can't be used, or has no such camera.
        """
        deployed = deployment(folder)
        sections = _chosen(deployed, names)
        return cls(deployed.part("landing", LandingSection), sections)

    def record(self, *, until: int | None, stop: Event) -> None:
        """Keep every camera recorded until ``stop`` is set, or ``until`` (wall time) has come.

        Raises:
            Unreadable: when another process records one of them.
        """
        over = partial(_over, until)
        with ExitStack() as stack:
            for section in self.sections:
                stack.enter_context(self._alone(section))
            with ThreadPoolExecutor(len(self.sections), thread_name_prefix="camera") as pool:
                running = {
                    pool.submit(self.keeper(section, stop, until).keep): section
                    for section in self.sections
                }
                while not stop.wait(0.2 if until is not None else LOOK):
                    if over():
                        stop.set()
                    _restart(self, pool, running, stop, until)

    def seen(self) -> Iterator[Seen]:
        """What each camera answers just now, in their order; nothing is kept."""
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="camera") as pool:
            yield from pool.map(self._seen, self.sections)

    def keeper(self, section: LiveSection, stop: Event, until: int | None) -> Keeper:
        """Who keeps one camera recorded."""
        least_free = round(self.landing.least_free_gigabytes * 1e9)
        return Keeper(section, self._places(section), stop, least_free, partial(_over, until))

    def _places(self, section: LiveSection) -> Places:
        return partial(Timetables(self.landing.folder.absolute()).places, section)

    @contextmanager
    def _alone(self, section: LiveSection) -> Iterator[None]:
        """The right to record a camera: two at once would record everything twice."""
        path = lock_of(self.landing.folder, section)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                what = say(
                    'camera "{camera}" is being recorded by another process; one is enough',
                    camera=section.name,
                )
                raise Unreadable(FILE, (Problem(what, FILE, column="camera"),)) from None
            yield

    def _seen(self, section: LiveSection) -> Seen:
        places = tuple(self._places(section)(_now()))
        try:
            answer = _probed(section)
        except StreamLost as lost:
            return Seen(section, lost=lost, places=places)
        return Seen(
            section,
            answer["codec"],
            answer["width"],
            answer["height"],
            answer["rate"],
            places=places,
        )


def lock_of(landing: Path, section: LiveSection) -> Path:
    """What whoever records a camera holds."""
    return landing / LOCKS / f"{safe_part(section.name)}.lock"


def _probed(section: LiveSection) -> Any:
    """What a child sees of a camera's stream.

    Raises:
        StreamLost: when it sees none.
    """
    child = Child.started(job_of(section, section.stream(), (), 0, probe=True))
    try:
        heard = child.hear(3 * section.silence_seconds + LOOK)
    finally:
        child.kill()
        child.bury()
    match heard:
        case None:
            raise StreamLost(Lost.HUNG)
        case Over(how=how):
            raise StreamLost(Lost.CRASHED, how)
        case {"told": "lost", "why": why, "detail": detail}:
            raise StreamLost(Lost(why), detail)
        case _:
            return heard


def _restart(
    recording: Recording,
    pool: ThreadPoolExecutor,
    running: dict[Future[None], LiveSection],
    stop: Event,
    until: int | None,
) -> None:
    """Begin again with a camera whose keeper broke: a fault of ours, or a disk that went away."""
    done, _ = wait(running, timeout=0, return_when=FIRST_COMPLETED)
    for future in done:
        section = running.pop(future)
        error = future.exception()
        if error is not None and not stop.is_set():
            log.error("keeper_broke", camera=section.name, error=type(error).__name__)
            again = pool.submit(recording.keeper(section, stop, until).keep)
            running[again] = section


def _chosen(deployed: Deployment, names: Sequence[str]) -> tuple[LiveSection, ...]:
    sections = deployed.parts("camera", LiveSection)
    known = [section.name for section in sections]
    problems = [
        Problem(
            say('"{name}" stands there twice: each source has a name of its own', name=name),
            FILE,
            column="name",
        )
        for name, count in Counter(known).items()
        if count > 1
    ]
    problems.extend(
        Problem(
            say('there is no [[camera]] of the name "{name}"', name=name),
            FILE,
            did_you_mean=nearest(name, tuple(known)),
        )
        for name in names
        if name not in known
    )
    if not sections:
        what = say("no [[camera]] is set up here; docs/sources.md shows how")
        problems.append(Problem(what, FILE))
    if problems:
        raise Unreadable(FILE, tuple(problems))
    return tuple(section for section in sections if not names or section.name in names)


def _over(until: int | None) -> bool:
    return until is not None and _now() >= until


def _now() -> int:
    return time.time_ns() // 1000
