"""The footage observer: every file of a bundle read by an engine's child processes."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.analyzers.media.wire import loads
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.domain.text import say
from evidence.facts.coverage import dated
from evidence.pipeline.ports import Progress
from evidence.pipeline.work import Ended, Ending, Engine, Job

CHILD = "evidence.analyzers.media"
REASONS = {Ending.CRASHED: EndReason.CRASHED, Ending.TIMED_OUT: EndReason.TIMED_OUT}


@dataclass(frozen=True, slots=True)
class PacketObserver:
    """Reads what the packets of a bundle's footage say, one child process a file."""

    engine: Engine

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        """One recording for each file of ``bundle.footage``, in that order; never raises."""
        media: dict[FootageFile, Media] = {
            file: Media(EndReason.MISSING) for file in bundle.footage if not file.present
        }
        there = [file for file in bundle.footage if file.present]
        jobs = [Job(CHILD, (str((bundle.root / file.path).absolute()),)) for file in there]
        progress.stage(say("Reading the footage"), len(jobs))
        for place, ended in self.engine.run(jobs):
            media[there[place]] = media_of(ended)
            progress.advance()
        return tuple(dated(file, media[file]) for file in bundle.footage)


def media_of(ended: Ended) -> Media:
    """The media that a child told of, or why it told of none."""
    if ended.ending is not Ending.DONE:
        return Media(REASONS[ended.ending], detail=ended.last_words)
    try:
        return loads(ended.answer)
    except ValueError:
        return Media(EndReason.CRASHED, detail="the answer of the child process is cut off")
