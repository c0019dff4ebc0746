"""The taker of close-ups: children cut them out of the bundle's files, one file after the other."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from evidence.domain.bundle import ClassBundle
from evidence.domain.closeups import CloseUps, Source, Spot
from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.pipeline.work import Ended, Ending, Engine, Job

CHILD = "evidence.analyzers.face.cutting"
AT_ONCE = 40  # portraits or pictures that one child is given; of recordings, one


@dataclass(frozen=True, slots=True)
class CloseUpTaker:
    """Takes close-ups of faces whose place is known."""

    engine: Engine

    def take(self, bundle: ClassBundle, spots: Iterable[Spot], progress: Progress) -> CloseUps:
        """The close-up of each spot; never raises. One that could not be made is ""."""
        shares = list(_shares(spots))
        if not shares:
            return {}
        progress.stage(say("Taking close-ups for the report"), len(shares))
        taken: dict[Spot, str] = {}
        with tempfile.TemporaryDirectory(prefix="evidence-close-ups-") as scratch:
            jobs = [
                _job(bundle, share, Path(scratch, f"{n}.json")) for n, share in enumerate(shares)
            ]
            for place, ended in self.engine.run(jobs):
                taken |= dict(zip(shares[place], _lines(ended), strict=False))
                progress.advance()
        return {spot: taken.get(spot, "") for share in shares for spot in share}


def _shares(spots: Iterable[Spot]) -> Iterator[list[Spot]]:
    """The spots of a recording together, all others in parcels."""
    ordered = sorted(set(spots), key=lambda spot: (spot.source, spot.path, spot.at, spot.box))
    for (source, _), some in groupby(ordered, key=_kind):
        group = list(some)
        step = len(group) if source is Source.RECORDING else AT_ONCE
        yield from (group[at : at + step] for at in range(0, len(group), step))


def _kind(spot: Spot) -> tuple[Source, str]:
    return spot.source, spot.path if spot.source is Source.RECORDING else ""


def _job(bundle: ClassBundle, spots: Sequence[Spot], place: Path) -> Job:
    told = [
        (spot.source, str((bundle.root / spot.path).absolute()), spot.box, spot.at)
        for spot in spots
    ]
    place.write_text(json.dumps(told), "utf-8")
    return Job(CHILD, (str(place),))


def _lines(ended: Ended) -> list[str]:
    """The pictures that a child answered with, as far as it came."""
    return ended.answer.splitlines() if ended.ending is Ending.DONE else []
