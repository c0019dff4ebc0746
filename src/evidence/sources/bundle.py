"""The class bundle: opened from a folder, an archive or a bag, and read as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import MappingProxyType

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, Problem
from evidence.domain.learning import Lesson
from evidence.domain.papers import Visit
from evidence.domain.people import Attendance, Learner
from evidence.domain.teaching import Mode, Session
from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.sources.archives import ArchiveLimits
from evidence.sources.attendance import attendance_of
from evidence.sources.bag import expected_digests, listed, tell_differences
from evidence.sources.class_file import ClassFile, read_class_file
from evidence.sources.course import lessons_of
from evidence.sources.digests import SeenFiles, bundle_digest, digests_of
from evidence.sources.footage import footage_files
from evidence.sources.handed_in import handed_in
from evidence.sources.headings import (
    ATTENDANCE,
    COURSE,
    FORMS,
    RECORDINGS,
    ROSTER,
    SCHEDULE,
    VISITS,
    Form,
)
from evidence.sources.live.journal import tell_interruptions
from evidence.sources.recordings_table import RecordingRow, recording_rows
from evidence.sources.remarks import Remarks
from evidence.sources.roster import learners_of
from evidence.sources.schedule import note_oddities, session_ids, sessions_of
from evidence.sources.strays import misnamed, note_unread
from evidence.sources.tables import MOST_BYTES, Table, read_table
from evidence.sources.tree import CLASS_FILE, Tree
from evidence.sources.visits import visits_of

GENEROUS = ArchiveLimits()
# What recorders lay beside their footage.
SIDECARS = frozenset({".jpg", ".png", ".txt", ".xml", ".json", ".srt", ".idx", ".md5", ".csv"})
LOGS = frozenset({".jsonl", ".ndjson", ".json", ".log", ".csv", ".parquet"})


@contextmanager
def open_bundle(
    path: Path,
    *,
    limits: ArchiveLimits = GENEROUS,
    progress: Progress,
    seen: SeenFiles | None = None,
    known_policies: tuple[str, ...] = (),
) -> Iterator[ClassBundle]:
    """The bundle at ``path``; what had to be unpacked goes away when the context closes.

    Nothing is written into the bundle. ``seen`` remembers the digests of files from one call to
    the next. ``known_policies`` are the ids that class.toml may name; none: any.

    Raises:
        BundleUnreadable: with everything that is wrong with it at once.
    """
    remarks = Remarks()
    with TemporaryDirectory(prefix="evidence-", ignore_cleanup_errors=True) as scratch:
        whole = handed_in(path, Path(scratch), limits=limits, progress=progress, remarks=remarks)
        expected = expected_digests(whole, remarks) if whole.is_bag else {}
        inner = whole.below("data").without_top() if whole.is_bag else whole
        tree = inner.mirrored(Path(scratch, "mirror"))
        tables = _Reading(tree, remarks, known_policies).tables()
        # Digests of a large bundle take long: whoever must mend a table learns of it before.
        # Only in a bag they are the check itself.
        if not whole.is_bag:
            _stop_at(path, remarks)
        found = digests_of(
            whole.files, wanted=listed(expected), progress=progress, remarks=remarks, seen=seen
        )
        tell_differences(expected, found, remarks)
        _stop_at(path, remarks)
        outer = {place: path for path, place in whole.files.items()}
        digests = {path: found[outer[place]]["sha256"] for path, place in inner.files.items()}
        yield tables.bundle(tree, digests, remarks)


def _stop_at(path: Path, remarks: Remarks) -> None:
    if remarks.problems:
        raise BundleUnreadable(str(path), tuple(sorted(remarks.problems, key=_place)))


def _place(problem: Problem) -> tuple[int, str, int]:
    """The order in which people mend a bundle: file by file, row by row."""
    stem = problem.file.rpartition(".")[0]
    known = [CLASS_FILE.rpartition(".")[0], *(form.stem for form in FORMS)]
    return (known.index(stem) if stem in known else len(known), problem.file, problem.row)


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the tables say, as far as they could be read."""

    class_file: ClassFile
    learners: tuple[Learner, ...]
    sessions: tuple[Session, ...]
    lessons: tuple[Lesson, ...]
    attendance: tuple[Attendance, ...] | None
    recordings: Mapping[str, RecordingRow]
    logs: tuple[str, ...]
    visits: tuple[Visit, ...]

    def bundle(self, tree: Tree, digests: Mapping[str, str], remarks: Remarks) -> ClassBundle:
        """The bundle, once nothing is wrong with it."""
        training_class = self.class_file.training_class
        if training_class is None:
            raise ValueError("a bundle without its class file was to have been refused")
        return ClassBundle(
            root=tree.root,
            training_class=training_class,
            learners=self.learners,
            sessions=self.sessions,
            lessons=self.lessons,
            attendance=self.attendance,
            footage=footage_files(
                _footage_paths(tree.files, self.recordings),
                table=self.recordings,
                pattern=training_class.recording_pattern,
                timezone=training_class.timezone,
            ),
            logs=self.logs,
            digests=MappingProxyType(dict(digests)),
            sha256=bundle_digest(digests),
            notes=tuple(remarks.notes),
            visits=self.visits,
        )


class _Reading:
    """Reads the tables of one tree, all of them, whatever is wrong with the first."""

    def __init__(self, tree: Tree, remarks: Remarks, known_policies: tuple[str, ...]) -> None:
        self.known_policies = known_policies
        self.tree = tree
        self.remarks = remarks
        self.misnamed = misnamed(tree.files, remarks)
        self.top = {path.casefold(): path for path in tree.files if "/" not in path}

    def tables(self) -> _Tables:
        """Every table read, and held against the others."""
        class_file = self._class_file()
        logs = self._logs(class_file.mode)
        roster = self._table(ROSTER, required=True)
        schedule = self._table(SCHEDULE, required=class_file.mode in (Mode.OFFLINE, Mode.BLENDED))
        needs_course = bool(logs) and class_file.mode in (Mode.ONLINE, Mode.BLENDED)
        course = self._table(COURSE, required=needs_course)
        recordings, visits = self._table(RECORDINGS), self._table(VISITS)
        files, zone, remarks = self.tree.files, class_file.zone, self.remarks
        learners = learners_of(roster, files=files, remarks=remarks) if roster else ()
        rows = (
            recording_rows(recordings, zone=zone, files=files, remarks=remarks)
            if recordings
            else {}
        )
        note_unread(files, (*_footage_paths(files, rows), *logs), remarks)
        tell_interruptions(files, remarks)
        return _Tables(
            class_file,
            learners,
            self._sessions(schedule, class_file),
            lessons_of(course, remarks=remarks) if course else (),
            self._attendance(learners if roster else None, schedule),
            rows,
            logs,
            visits_of(visits, zone=zone, remarks=remarks) if visits else (),
        )

    def _class_file(self) -> ClassFile:
        path = self.top.get(CLASS_FILE, "")
        raw = self._bytes(path) if path else None
        if raw is None and not path and CLASS_FILE not in self.misnamed:
            self.remarks.problem(say("this file is missing"), file=CLASS_FILE)
        if raw is None:
            # Its problem is told; what an empty one would lack is not worth telling as well.
            return read_class_file(b"", Remarks())
        return read_class_file(raw, self.remarks, self.known_policies)

    def _table(self, form: Form, *, required: bool = False) -> Table | None:
        """One table; None where it is absent or none at all, told where that matters."""
        names = [form.stem + ending for ending in (".csv", ".xlsx")]
        found = [self.top[name] for name in names if name in self.top]
        if len(found) > 1:
            self.remarks.problem(
                say('"{other}" is there too: keep one of the two', other=found[1]), file=found[0]
            )
        if not found:
            if required and form.stem not in self.misnamed:
                self.remarks.problem(
                    say("this table is missing (or the same as .xlsx)"), file=names[0]
                )
            return None
        raw = self._bytes(found[0])
        return None if raw is None else read_table(found[0], raw, form, self.remarks)

    def _bytes(self, path: str) -> bytes | None:
        """A file, or as much of it as shows that it is too large."""
        try:
            with self.tree.files[path].open("rb") as stream:
                return stream.read(MOST_BYTES + 1)
        except OSError as error:
            detail = error.strerror or ""
            self.remarks.problem(say("this file can't be read: {detail}", detail=detail), file=path)
            return None

    def _sessions(self, schedule: Table | None, class_file: ClassFile) -> tuple[Session, ...]:
        if schedule is None:
            return ()
        zone, remarks = class_file.zone, self.remarks
        found = sessions_of(schedule, zone=zone, remarks=remarks)
        if not schedule.rows and class_file.mode is not Mode.ONLINE:
            remarks.problem(say("the schedule has no session"), file=schedule.file)
        if class_file.training_class:
            note_oddities(
                schedule.file, found, class_file.training_class, zone=zone, remarks=remarks
            )
        return found

    def _attendance(
        self, learners: Sequence[Learner] | None, schedule: Table | None
    ) -> tuple[Attendance, ...] | None:
        sheet = self._table(ATTENDANCE)
        if sheet is None:
            return None
        if not sheet.rows:
            self.remarks.note(
                "attendance-empty",
                say("the sign-in sheet has no rows: it is taken as not handed in"),
                path=sheet.file,
            )
            return None
        return attendance_of(
            sheet,
            learners=learners,
            sessions=None if schedule is None else session_ids(schedule),
            remarks=self.remarks,
        )

    def _logs(self, mode: Mode | None) -> tuple[str, ...]:
        """The learning logs; what else lies among them is noted."""
        online = [path for path in self.tree.files if path.startswith("online/")]
        logs = tuple(path for path in online if _is_log(path))
        others = sorted(set(online) - set(logs))
        if others:
            self.remarks.note(
                "online-file-not-read",
                say("files under online/ that are no learning logs: {count}", count=len(others)),
                path=others[0],
                count=len(others),
            )
        if logs and mode is Mode.OFFLINE:
            self.remarks.note(
                "logs-of-offline-class",
                say("the class is taught offline, but there are learning logs"),
                path=logs[0],
                count=len(logs),
            )
        return logs


def _is_log(path: str) -> bool:
    suffixes = [suffix.casefold() for suffix in PurePosixPath(path).suffixes[-2:]]
    bare = suffixes[:-1] if suffixes and suffixes[-1] == ".gz" else suffixes
    return bool(bare) and bare[-1] in LOGS


def _footage_paths(files: Mapping[str, Path], table: Mapping[str, RecordingRow]) -> Sequence[str]:
    """The files of footage: all below recordings/ but sidecars, and any that the table names."""
    return tuple(
        path
        for path in files
        if path in table
        or (
            path.startswith("recordings/") and PurePosixPath(path).suffix.casefold() not in SIDECARS
        )
    )
