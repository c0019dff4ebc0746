"""The journal of a live camera: when it was recorded, and why not in between.

It lies beside the camera's segments, ``recordings/CAMERA/CAMERA_journal.csv``, so that it goes
where the footage goes, and a person can open it. One row an event; only ever added to::

    at,event,reason,detail
    2021-04-19T01:00:00.250Z,recording,,
    2021-04-19T01:10:03.120Z,interrupted,ended,
    2021-04-19T01:10:04.180Z,interrupted,unreachable,Connection refused
    2021-04-19T01:12:30.010Z,recording,,
    2021-04-19T02:00:00.000Z,stopped,,
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path, PurePosixPath

from evidence.domain.time import MILLISECOND, SECOND, Interval
from evidence.sources.live.lost import Lost, missed
from evidence.sources.moments import EPOCH, micros
from evidence.sources.remarks import Remarks, shown

ENDING = "_journal.csv"
HEAD = "at,event,reason,detail"
TOLD = 10  # breaks of one camera, the longest, before the rest is left to the journal
MOST_BYTES = 4 << 20


class What(StrEnum):
    """What a row is about."""

    RECORDING = "recording"  # from here on there is footage
    INTERRUPTED = "interrupted"  # from here on there is none, for a reason
    STOPPED = "stopped"  # from here on none is wanted


@dataclass(frozen=True, slots=True)
class Entry:
    """A row; ``at`` is wall time, ``why`` is None but for an interruption."""

    at: int
    what: What
    why: Lost | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A stretch that should have been recorded and was not; ``why`` is why for most of it."""

    span: Interval
    why: Lost


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one camera in one class; ``folder`` is that of its segments."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"{self.folder.name}{ENDING}"

    def add(self, entry: Entry) -> None:
        """Add a row, whole: a reader never sees half of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        detail = shown(entry.detail, 200).replace('"', "'")
        row = f'{stamp(entry.at)},{entry.what},{entry.why or ""},"{detail}"\n'
        with self.path.open("ab", buffering=0) as stream:
            head = "" if os.fstat(stream.fileno()).st_size else f"{HEAD}\n"
            stream.write((head + row).encode())
            os.fsync(stream.fileno())

    def entries(self) -> tuple[Entry, ...]:
        """All rows that can be read; none where there is no journal."""
        return tuple(read(self.path))

    def left_open(self) -> bool:
        """Whether the last word is that it is being recorded."""
        entries = self.entries()
        return bool(entries) and entries[-1].what is What.RECORDING


def read(path: Path) -> Iterator[Entry]:
    """The rows of a journal; one that can't be read is left out."""
    try:
        with path.open("rb") as stream:
            text = stream.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return
    for row in csv.DictReader(text.splitlines()):
        try:
            why = row["reason"]
            at = micros(datetime.fromisoformat(row["at"]))
            yield Entry(at, What(row["event"]), Lost(why) if why else None, row["detail"] or "")
        except (KeyError, TypeError, ValueError):
            continue


def breaks(entries: Iterable[Entry]) -> Iterator[Missed]:
    """The interruptions that were over; of several reasons in a row the longest is the reason.

    One that has no end yet has no length.
    """
    running: list[tuple[int, Lost]] = []
    for entry in entries:
        if entry.what is What.INTERRUPTED:
            running.append((entry.at, entry.why or Lost.OFF))
            continue
        if running and entry.at > running[0][0]:
            ends = [*(at for at, _ in running[1:]), entry.at]
            lengths: dict[Lost, int] = {}
            for (at, why), end in zip(running, ends, strict=True):
                lengths[why] = lengths.get(why, 0) + max(0, end - at)
            longest = max(lengths, key=lambda why: lengths[why])
            yield Missed(Interval(running[0][0], entry.at), longest)
        running = []


def tell_interruptions(files: Mapping[str, Path], remarks: Remarks) -> None:
    """Note for each camera of a bundle what its live recorder says of its longest breaks."""
    for path in sorted(files):
        place = PurePosixPath(path)
        camera = place.parent.name
        if not path.startswith("recordings/") or place.name != f"{camera}{ENDING}":
            continue
        found = [each for each in breaks(read(files[path])) if each.span.length >= SECOND]
        longest = sorted(found, key=lambda each: -each.span.length)[:TOLD]
        for each in sorted(longest, key=lambda each: each.span):
            remarks.note("recorder-interrupted", missed(camera, each.span, each.why), path=path)


def stamp(at: int) -> str:
    """A wall time as it stands in the journal: UTC, to the millisecond."""
    moment = EPOCH + timedelta(milliseconds=at // MILLISECOND)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at // 1000 % 1000:03}Z"
