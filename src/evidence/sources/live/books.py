"""The books of a camera: the journals of the classes that it is recorded for just now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from evidence.sources.live.journal import Entry, Journal, What
from evidence.sources.live.lost import Lost

log = structlog.get_logger()


@dataclass(slots=True)
class Books:
    """What was last written in each journal; what a full disk does not take waits here."""

    camera: str
    last: dict[Path, Entry] = field(default_factory=dict)
    waiting: list[tuple[Path, Entry]] = field(default_factory=list)

    def tell(self, folders: Sequence[Path], entry: Entry) -> None:
        """Write it down for these classes; the others are no longer recorded.

        The same again is not written: an outage of hours is one row.
        """
        for folder in [each for each in self.last if each not in folders]:
            self._write(folder, Entry(entry.at, What.STOPPED))
            del self.last[folder]
        for folder in folders:
            if folder not in self.last:
                self._close(folder)
            before = self.last.get(folder)
            if before is None or (before.what, before.why) != (entry.what, entry.why):
                self._write(folder, entry)
                self.last[folder] = entry

    def _close(self, folder: Path) -> None:
        """A recorder before this one, which said no last word, ended at its last sign of life."""
        journal = Journal(folder)
        if journal.left_open():
            newest = max((each.stat().st_mtime_ns // 1000 for each in _segments(folder)), default=0)
            last = max(newest, journal.entries()[-1].at)
            self._write(folder, Entry(last, What.INTERRUPTED, Lost.OFF))

    def _write(self, folder: Path, entry: Entry) -> None:
        self.waiting.append((folder, entry))
        try:
            while self.waiting:
                place, first = self.waiting[0]
                Journal(place).add(first)
                self.waiting.pop(0)
        except OSError as error:
            log.warning("journal_unwritten", camera=self.camera, error=error.strerror)


def _segments(folder: Path) -> list[Path]:
    return [*folder.glob("*.mp4"), *folder.glob(".*.part")]
