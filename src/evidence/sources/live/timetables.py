"""Timetables: which classes of an institution a camera films at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from evidence.domain.teaching import Kind, Session
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.sources.class_file import read_class_file
from evidence.sources.file_names import safe_part
from evidence.sources.headings import SCHEDULE
from evidence.sources.live.section import LiveSection
from evidence.sources.paths import is_junk
from evidence.sources.remarks import Remarks
from evidence.sources.schedule import sessions_of
from evidence.sources.tables import read_table
from evidence.sources.tree import BAG_FILE, CLASS_FILE

log = structlog.get_logger()


@dataclass(slots=True)
class Timetables:
    """The timetables that lie in the landing folder; each is read again when it has changed."""

    folder: Path
    known: dict[Path, tuple[object, tuple[Session, ...]]] = field(default_factory=dict)

    def places(self, section: LiveSection, at: int) -> tuple[Path, ...]:
        """The folders that this camera's footage belongs to at a wall time.

        There are none where it films no class then, and several where it films several at once.
        """
        home = self.folder / section.institution
        camera = safe_part(section.known_as)
        if section.class_:
            return (home / section.class_ / "recordings" / camera,)
        return tuple(
            place / "recordings" / camera
            for place in _classes(home)
            if self._films(place, section, at)
        )

    def _films(self, place: Path, section: LiveSection, at: int) -> bool:
        margin = round(section.margin_minutes * (MINUTE // SECOND)) * SECOND
        name = section.known_as.casefold()
        return any(
            session.kind is not Kind.ONLINE
            and any(name == camera.casefold() for camera in session.cameras)
            and _around(session.span, margin).start <= at < _around(session.span, margin).end
            for session in self.sessions(place)
        )

    def sessions(self, place: Path) -> tuple[Session, ...]:
        """The sessions of the class in this folder; none where its papers can't be read."""
        papers = _papers(place)
        files = [papers / CLASS_FILE, papers / "schedule.csv", papers / "schedule.xlsx"]
        mark = tuple(_mark(path) for path in files)
        known = self.known.get(place)
        if known is None or known[0] != mark:
            known = self.known[place] = mark, self._read(place, files)
        return known[1]

    def _read(self, place: Path, files: Sequence[Path]) -> tuple[Session, ...]:
        remarks = Remarks()
        class_file, *schedules = files
        try:
            said = read_class_file(class_file.read_bytes(), remarks)
            path = next((each for each in schedules if each.exists()), schedules[0])
            table = read_table(path.name, path.read_bytes(), SCHEDULE, remarks)
        except OSError as error:
            log.warning("timetable_unread", subject=_subject(place), error=error.strerror)
            return ()
        found = sessions_of(table, zone=said.zone, remarks=remarks) if table else ()
        if remarks.problems:
            log.warning("timetable_faulty", subject=_subject(place), faults=len(remarks.problems))
        return found


def _around(span: Interval, margin: int) -> Interval:
    return Interval(span.start - margin, span.end + margin)


def _classes(home: Path) -> Iterator[Path]:
    """The classes of an institution that lie there as folders, in order."""
    try:
        found = sorted(home.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from (each for each in found if each.is_dir() and not is_junk(each.name))


def _papers(place: Path) -> Path:
    """Where a class's papers are: in a bag among its payload."""
    return place / "data" if (place / BAG_FILE).exists() else place


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _subject(place: Path) -> str:
    return f"{place.parent.name}/{place.name}"
