"""The picture observer: every file of a bundle looked at by an engine's child processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.analyzers.frames.wire import loads
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import UNSEEN, Pictures, Seen
from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.pipeline.work import Ended, Ending, Engine, Job

CHILD = "evidence.analyzers.frames"
REASONS = {Ending.CRASHED: Seen.CRASHED, Ending.TIMED_OUT: Seen.TIMED_OUT}


@dataclass(frozen=True, slots=True)
class FrameObserver:
    """Looks at the pictures of a bundle's recordings, one child process a file."""

    engine: Engine

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """What was found in each recording, in that order; never raises."""
        there = [at for at, one in enumerate(recordings) if one.media.duration > 0]
        paths = [str((bundle.root / recordings[at].path).absolute()) for at in there]
        found = dict.fromkeys(range(len(recordings)), UNSEEN)
        progress.stage(say("Looking at the footage"), len(there))
        for place, ended in self.engine.run([Job(CHILD, (path,)) for path in paths]):
            found[there[place]] = pictures_of(ended)
            progress.advance()
        yield from found.values()


def pictures_of(ended: Ended) -> Pictures:
    """The pictures that a child told of, or why it told of none."""
    if ended.ending is not Ending.DONE:
        return Pictures(REASONS[ended.ending], detail=ended.last_words)
    try:
        return loads(ended.answer)
    except ValueError:
        return Pictures(Seen.CRASHED, detail="the answer of the child process is cut off")
