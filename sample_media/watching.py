"""Watching: what a learning platform logs while somebody plays its lessons.

Times are milliseconds inside, so that no rounding creeps into a truth; callers give seconds.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sample_media import faces

CHINA = timezone(timedelta(hours=8))
SECOND = 1_000
HEARTBEAT = 30 * SECOND


@dataclass(frozen=True, slots=True)
class Habits:
    """How the platform treats a learner; all in seconds.

    A prompt is shown after every ``prompt_every`` of playing, at ``prompts`` instead where those
    are listed (playing time in the window), and answered ``answer_after`` later. ``snapshots`` and
    ``face_checks`` are taken at those moments of the learner's whole playing time; the platform
    keeps a burst of pictures of each face check, or a single one where ``single``.
    """

    prompt_every: int = 240
    prompts: tuple[int, ...] = ()
    answer_after: int = 8
    slow_answers: tuple[int, ...] = ()  # prompts, by number from 1, that wait ``slow_after``
    slow_after: int = 95
    snapshots: tuple[int, ...] = ()
    face_checks: tuple[int, ...] = ()
    single: bool = False


@dataclass(slots=True)
class Learner:
    """One learner at the player: the events, and the pictures that they point to.

    ``face`` is the head before the camera, ``camera`` what makes its picture or its burst in place
    of an honest camera.
    """

    id: str
    habits: Habits
    face: int = 0
    camera: Callable[[Learner, datetime, bool], bytes | list[bytes]] | None = None
    events: list[tuple[datetime, dict[str, object]]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    played: int = 0
    windows: int = 0

    def open(self, lesson: str, at: datetime, position: float = 0, device: str = "pc") -> Window:
        """Open a lesson in a new playback window."""
        self.windows += 1
        window = Window(self, f"{self.id}-w{self.windows}", lesson, device, at)
        window.position = round(position * SECOND)
        window.say("start", position=window.place)
        return window

    def watch(self, lesson: str, at: datetime, seconds: int) -> None:
        """Play a lesson from its beginning in one go and close it."""
        window = self.open(lesson, at)
        window.play(seconds)
        window.close()

    def photograph(self, at: datetime, *, check: bool = False) -> str:
        """Take a picture, or a burst for a face check; its path in the bundle."""
        path = f"snapshots/{self.id}/{at:%Y%m%dT%H%M%S}"
        taken = (self.camera or honest)(self, at, check and not self.habits.single)
        if isinstance(taken, list):
            self.pictures.update(faces.files(path, taken))
            return path
        self.pictures[f"{path}.jpg"] = taken
        return f"{path}.jpg"


def honest(learner: Learner, at: datetime, burst: bool) -> bytes | list[bytes]:  # noqa: FBT001
    """What an honest camera sees."""
    moment = f"{at:%Y-%m-%d %H:%M:%S}"
    return faces.burst(learner.face, moment) if burst else faces.snapshot(learner.face, moment)


@dataclass(slots=True)
class Window:
    """One playback window: it owns a clock and a position."""

    learner: Learner
    attempt: str
    lesson: str
    device: str
    now: datetime
    position: int = 0
    played: int = 0
    shown: int = 0
    rate: float = 1.0
    playing: bool = False

    @property
    def place(self) -> float:
        """The position in seconds."""
        return self.position / SECOND

    def play(self, seconds: float, speed: float = 1.0) -> None:
        """Play for so many seconds of the clock, the position moving at ``speed``."""
        if not self.playing:
            self.playing = True
            self.say("play", position=self.place)
        length = round(seconds * SECOND)
        begin, where, base = self.now, self.position, self.played
        total = self.learner.played
        for after, kind in sorted(self._marks(base, total, length)):
            self.now = begin + timedelta(milliseconds=after)
            self.position = where + round(after * speed)
            self._mark(kind)
        self.now = begin + timedelta(milliseconds=length)
        self.position = where + round(length * speed)
        self.played = base + length
        self.learner.played = total + length

    def stall(self, seconds: float) -> None:
        """The net is slow: the player plays on, the position stands still."""
        self.play(seconds, speed=0.0)

    def pause(self, seconds: float) -> None:
        """Pause for so long."""
        self.say("pause", position=self.place)
        self.playing = False
        self.now += timedelta(seconds=seconds)

    def seek(self, to: float) -> None:
        """Drag the playhead to another place."""
        source, self.position = self.place, round(to * SECOND)
        self.say("seek", position=self.place, **{"from": source, "to": self.place})

    def speed(self, rate: float) -> None:
        """Choose another playback speed."""
        self.rate = rate
        self.say("rate", position=self.place, rate=rate)

    def close(self) -> None:
        """Stop and close the window."""
        self.say("end", position=self.place)

    def say(self, event: str, **more: object) -> None:
        """Log an event at the window's clock."""
        self._say_at(self.now, event, **more)

    def _say_at(self, at: datetime, event: str, **more: object) -> None:
        row = {
            "ts": at.replace(tzinfo=CHINA).isoformat(timespec="milliseconds"),
            "learner": self.learner.id,
            "attempt": self.attempt,
            "device": f"{self.learner.id}-{self.device}",
            "lesson": self.lesson,
            "event": event,
        }
        self.learner.events.append((at, row | more))

    def _marks(self, played: int, total: int, length: int) -> Iterable[tuple[int, str]]:
        habits = self.learner.habits
        beats = range(HEARTBEAT, played + length + 1, HEARTBEAT)
        every = habits.prompt_every * SECOND
        regular = range(every, played + length + 1, every) if every else ()
        prompts = [s * SECOND for s in habits.prompts] or regular
        yield from ((at - played, "heartbeat") for at in beats if played < at <= played + length)
        yield from ((at - played, "prompt") for at in prompts if played < at <= played + length)
        for kind, moments in (("snapshot", habits.snapshots), ("face_check", habits.face_checks)):
            for at in moments:
                if total < at * SECOND <= total + length:
                    yield at * SECOND - total, kind

    def _mark(self, kind: str) -> None:
        if kind == "heartbeat":
            self.say(kind, position=self.place, rate=self.rate)
        elif kind == "prompt":
            self._prompt()
        elif kind == "snapshot":
            self.say(kind, image=self.learner.photograph(self.now))
        else:
            self.say(kind, image=self.learner.photograph(self.now, check=True), passed=True)

    def _prompt(self) -> None:
        self.shown += 1
        habits = self.learner.habits
        slow = self.shown in habits.slow_answers
        later = timedelta(seconds=habits.slow_after if slow else habits.answer_after)
        prompt = f"{self.attempt}-p{self.shown}"
        self.say("prompt_shown", prompt=prompt, position=self.place)
        self._say_at(self.now + later, "prompt_answered", prompt=prompt)


def write_logs(folder: Path, people: Iterable[Learner], *, by_day: bool) -> None:
    """Write the logs and pictures: a file a day, the first of them packed, or a file a learner."""
    lines: dict[str, list[tuple[datetime, str]]] = {}
    for learner in people:
        for at, row in learner.events:
            name = f"{at:%Y-%m-%d}" if by_day else learner.id
            lines.setdefault(name, []).append((at, json.dumps(row, ensure_ascii=False)))
        for image, jpeg in learner.pictures.items():
            (folder / image).parent.mkdir(parents=True, exist_ok=True)
            (folder / image).write_bytes(jpeg)
    (folder / "online").mkdir(parents=True, exist_ok=True)
    for number, (name, told) in enumerate(sorted(lines.items())):
        text = "".join(f"{line}\n" for _, line in sorted(told, key=lambda item: item[0])).encode()
        path = folder / "online" / f"{name}.jsonl"
        if by_day and number == 0:
            path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(text, mtime=0))
        else:
            path.write_bytes(text)
