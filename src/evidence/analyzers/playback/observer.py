"""The observer of learning logs: files in, one LearnerPlayback a learner out."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import duckdb

from evidence.analyzers.pictures import pictures_that_open
from evidence.analyzers.playback.database import Limits, database, query
from evidence.analyzers.playback.loading import Loaded, ReadLog, load
from evidence.analyzers.playback.observed import learner_logs
from evidence.domain.bundle import ClassBundle
from evidence.domain.learning import LearnerPlayback
from evidence.domain.text import say
from evidence.facts.pieces import HEARTBEAT_SILENCE, NORMAL_RATE, STEP_SLACK, LearnerLog
from evidence.facts.playback import learner_playback
from evidence.pipeline.ports import PlaybackObservation, Progress

# Beyond every position (bounded by 1e9 s) and every time (years 1 to 9999), in microseconds.
NOWHERE = -(2**62)
FAR = 2**58


@dataclass(frozen=True, slots=True)
class DuckDBPlayback:
    """Reads the learning logs of a bundle, all of them at once."""

    read: ReadLog
    limits: Limits = field(default_factory=Limits)

    def observe(
        self, bundle: ClassBundle, *, answer_within: int, progress: Progress
    ) -> PlaybackObservation:
        """Every learner of the roster that the logs tell of, in the roster's order."""
        if not bundle.logs:
            return PlaybackObservation(())
        progress.stage(say("Reading learning logs"), len(bundle.logs))
        with self.worked_out(bundle, answer_within=answer_within, progress=progress) as (
            loaded,
            logs,
        ):
            learners = tuple(handed_over(logs, bundle))
        return PlaybackObservation(learners, loaded.notes, loaded.lost)

    @contextmanager
    def worked_out(
        self, bundle: ClassBundle, *, answer_within: int, progress: Progress
    ) -> Iterator[tuple[Loaded, Iterator[LearnerLog]]]:
        """What there is to tell of the logs, and what they hold of each learner, for the asking."""
        with tempfile.TemporaryDirectory(prefix="evidence-logs-") as folder:
            scratch = Path(folder)
            with database(scratch, bundle.training_class.timezone, self.limits) as connection:
                loaded = load(connection, bundle, self.read, scratch, progress)
                work_out(connection, self.limits.threads)
                connection.execute(query("gains"))
                connection.execute(
                    query("gaps"), {"answer_within": answer_within, "lessons": len(bundle.lessons)}
                )
                opens = pictures_that_open(bundle, _images(connection))
                yield loaded, learner_logs(connection, bundle, loaded, opens=opens)


def handed_over(logs: Iterator[LearnerLog], bundle: ClassBundle) -> Iterator[LearnerPlayback]:
    """Everything that rules judge, learner by learner."""
    with all_kept():
        for log in logs:
            yield learner_playback(log, bundle.lessons)


@contextmanager
def all_kept() -> Iterator[None]:
    """Build many objects that all stay: looking for garbage among them would double the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def work_out(connection: duckdb.DuckDBPyConnection, threads: int) -> None:
    """From the loaded events to the pieces of playing.

    Walking from event to event is the work of one thread: so each takes its share of the attempts.
    """
    connection.execute(query("piece"))
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda share: _walk(connection, *share), _shares(connection, threads)))
    connection.execute(query("playing"))


def _shares(connection: duckdb.DuckDBPyConnection, count: int) -> list[tuple[int, int]]:
    """First and last attempt of each share; each has about as many attempts."""
    (attempts,) = connection.execute("SELECT count(*) FROM attempt").fetchone() or (0,)
    ends = [attempts * number // count for number in range(count + 1)]
    return [(first + 1, last) for first, last in pairwise(ends)]


def _walk(connection: duckdb.DuckDBPyConnection, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        last_row = cursor.execute("SELECT coalesce(max(rowid) + 1, 0) FROM ordered").fetchone()
        cursor.execute(
            query("pieces"),
            {
                "first": first,
                "last": last,
                "silence": HEARTBEAT_SILENCE,
                "slack": STEP_SLACK,
                "normal": NORMAL_RATE,
                "nowhere": NOWHERE,
                "far": FAR,
                "rows": last_row[0] if last_row else 0,
            },
        )


def _images(connection: duckdb.DuckDBPyConnection) -> Sequence[str]:
    rows = connection.execute("SELECT DISTINCT image FROM picture ORDER BY image").fetchall()
    return [image for (image,) in rows]
