"""The observer of learning logs: files in, one LearnerPlayback a learner out."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from evidence.analyzers.pictures import pictures_that_open
from evidence.analyzers.playback.database import Limits, database
from evidence.analyzers.playback.loading import Loaded, ReadLog, beyond, load, repeated
from evidence.analyzers.playback.observed import learner_logs, with_prompts
from evidence.analyzers.playback.watching import watch, with_gaps
from evidence.domain.bundle import ClassBundle
from evidence.domain.learning import LearnerPlayback
from evidence.domain.text import say
from evidence.facts.pieces import LearnerLog
from evidence.facts.playback import learner_playback
from evidence.pipeline.ports import PlaybackObservation, Progress


@dataclass(frozen=True, slots=True)
class DuckDBPlayback:
    """Reads the learning logs of a bundle, all of them at once.

    ``prompts`` hands over each prompt, too: for who looks at one learner, not for a city.
    """

    read: ReadLog
    limits: Limits = field(default_factory=Limits)
    prompts: bool = False

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
                found = watch(connection, self.limits.threads)
                notes = (*repeated(found.repeated), *beyond(connection, bundle, loaded))
                loaded = replace(loaded, notes=loaded.notes + notes)
                connection.execute("DROP TABLE event")
                found = with_gaps(
                    connection, found, answer_within=answer_within, lessons=len(bundle.lessons)
                )
                opens = pictures_that_open(bundle, _images(connection))
                logs = learner_logs(connection, bundle, loaded, found, opens=opens)
                yield loaded, with_prompts(connection, bundle, logs) if self.prompts else logs


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


def _images(connection: duckdb.DuckDBPyConnection) -> Sequence[str]:
    rows = connection.execute("SELECT DISTINCT image FROM picture ORDER BY image").fetchall()
    return [image for (image,) in rows]
