"""The flaw watcher: black, covered and frozen seconds of a recording, with their edges."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from evidence.analyzers.frames.doubtful import doubtful, passed_over
from evidence.analyzers.frames.edges import Edges
from evidence.analyzers.frames.flaws import Candidate, black, covered, flawless
from evidence.analyzers.frames.glances import Glance, Glances, glance
from evidence.analyzers.frames.repeated import repeated
from evidence.analyzers.frames.still import still
from evidence.analyzers.frames.stream import Picture, Stream
from evidence.analyzers.frames.watching import Watched
from evidence.domain.pictures import Flaw, Look, Pictures, Speed, Spell
from evidence.domain.time import SECOND, Interval

# Seconds of footage that are decoded in full at most, for the edges of all that is found.
IN_FULL = 120
# What is shorter is not told: it breaks nothing that any rule asks for.
SHORTEST = {Flaw.FROZEN: 10 * SECOND, Flaw.BLACK: 2 * SECOND, Flaw.COVERED: 10 * SECOND}
# A doubtful still that is shorter is not told: somebody who sits alone may not stir for a minute.
DOUBTED = 120 * SECOND
# Key frames that are looked at for what is open, at most.
AGAIN = 240
# Doubtful seconds that are decoded in full at most, and how often a picture of them is kept.
DOUBTFUL, EVERY = 1_800 * SECOND, 2 * SECOND
JPEG_QUALITY = 60


@dataclass(slots=True)
class FlawWatcher:
    """Keeps a glance at every picture, and finds the flaws when all are seen."""

    glances: Glances = field(default_factory=Glances)
    late: list[Glance] = field(default_factory=list)
    watched: Watched | None = None

    def begin(self, watched: Watched) -> None:
        """The packets, before the first picture."""
        self.watched = watched

    def see(self, picture: Picture) -> None:
        """The next key frame, or one between those that were seen."""
        one = glance(picture)
        if self.glances.times and one.at < self.glances.times[-1]:
            self.late.append(one)
        else:
            self.glances.add(one)

    def end(self, stream: Stream, pictures: Pictures) -> Pictures:
        """The spells, each with a small picture of it."""
        if self.watched is None or not len(self.glances):
            return pictures
        self.glances = self.glances.with_more(self.late) if self.late else self.glances
        read = self._settle(stream, self.watched)
        edges = Edges(stream, self.watched.table, self.watched.end, IN_FULL)
        found = [self._judged(one, stream, self.watched) for one in self._candidates()]
        spells = joined([edges.spell(one, self.glances) for one in found])
        told = tuple(
            replace(spell, picture=proof(stream, spell))
            for spell in spells
            if spell.possible.length >= _shortest(spell)
        )
        looks = pictures.looks
        if edges.decoded or read.count:
            full = Look(Speed.FULL, edges.decoded + read.count, edges.length + read.length)
            looks = (*looks, full)
        return replace(pictures, looks=looks, spells=(*pictures.spells, *told))

    def _settle(self, stream: Stream, watched: Watched) -> Look:
        """Look again at what is open; how much of it was read in full."""
        spans = doubtful(watched.table, self.glances)
        keys = passed_over(watched.table, spans)[:AGAIN]
        if keys:
            self.glances = self.glances.with_more([*map(glance, stream.key_frames(keys))])
            spans = doubtful(watched.table, self.glances)
        more: list[Glance] = []
        before, length = stream.decoded, 0
        for span in spans:
            if length + span.length > DOUBTFUL:
                break
            length += span.length
            more += map(glance, stream.now_and_then(span.start, span.end, EVERY))
        self.glances = self.glances.with_more(more) if more else self.glances
        return Look(Speed.FULL, stream.decoded - before, length)

    def _judged(self, found: Candidate, stream: Stream, watched: Watched) -> Candidate:
        """A still is beyond doubt only where it is one picture over and over."""
        if found.flaw is not Flaw.FROZEN or not found.sure:
            return found
        span = Interval(self.glances.times[found.first], self.glances.times[found.last - 1])
        return replace(found, sure=repeated(stream, watched.table, span))

    def _candidates(self) -> list[Candidate]:
        found = [*black(self.glances), *covered(self.glances)]
        return [*found, *still(self.glances, flawless(self.glances, found))]


def joined(spells: list[Spell]) -> list[Spell]:
    """The spells of one flaw that overlap made one; doubtful and certain ones stay apart."""
    found: list[Spell] = []
    for spell in sorted(spells, key=lambda one: (one.flaw, one.certain is None, one.possible)):
        last = found[-1] if found else spell
        alike = (last.flaw, last.certain is None) == (spell.flaw, spell.certain is None)
        if found and alike and spell.possible.start <= last.possible.end:
            found[-1] = replace(
                last,
                possible=_hull(last.possible, spell.possible),
                certain=_hull(last.certain, spell.certain)
                if last.certain and spell.certain
                else None,
            )
        else:
            found.append(spell)
    return found


def _shortest(spell: Spell) -> int:
    doubtful = spell.flaw is Flaw.FROZEN and spell.certain is None
    return DOUBTED if doubtful else SHORTEST[spell.flaw]


def _hull(one: Interval, other: Interval) -> Interval:
    return Interval(min(one.start, other.start), max(one.end, other.end))


def proof(stream: Stream, spell: Spell) -> str:
    """A small picture from the middle of a spell: a JPEG in base 64, "" where none decodes."""
    span = spell.certain or spell.possible
    picture = stream.key_frame_near(span.start + span.length // 2)
    return jpeg(picture) if picture else ""


def jpeg(picture: Picture) -> str:
    """A picture as a small JPEG in base 64, in colour and without anybody's face."""
    from evidence.analyzers.face.hiding import hidden  # noqa: PLC0415  heavy, and seldom needed

    size = picture.luma.shape[::-1]
    blue, red = (cv2.resize(plane, size) for plane in picture.chroma)
    shown = cv2.cvtColor(cv2.merge([picture.luma, red, blue]), cv2.COLOR_YCrCb2RGB)
    bgr = cv2.cvtColor(hidden(np.asarray(shown, np.uint8)), cv2.COLOR_RGB2BGR)
    _, written = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return base64.b64encode(written.tobytes()).decode()
