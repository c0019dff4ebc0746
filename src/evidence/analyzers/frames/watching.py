"""Watching: all that is found in one recording's pictures, over one decoding of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from av.error import FFmpegError

from evidence.analyzers.frames.liveliness import Liveliness
from evidence.analyzers.frames.sampling import chosen, closer
from evidence.analyzers.frames.stream import PacketTable, Picture, Stream, opened
from evidence.domain.pictures import Look, Pictures, Seen, Speed


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watcher is told beforehand: the packets, and how large the pictures are."""

    table: PacketTable
    width: int
    height: int

    @property
    def end(self) -> int:
        """Media time of the end of the last picture, about."""
        return int(self.table.at.max()) + self.frame if len(self.table) else 0

    @property
    def frame(self) -> int:
        """How long one picture is shown, as a rule."""
        last = int(self.table.at.max()) if len(self.table) else 0
        return last // max(1, len(self.table) - 1)


class Watcher(Protocol):
    """Looks at a recording for one kind of thing."""

    def begin(self, watched: Watched) -> None:
        """All packets, before the first picture."""
        ...

    def see(self, picture: Picture) -> None:
        """The next key frame; ``picture.frame`` is gone after this call.

        They come in order of time; in a quiet room the closer ones come after, in order again.
        """
        ...

    def end(self, stream: Stream, pictures: Pictures) -> Pictures:
        """Everything was shown: what is added to ``pictures``; spans may be read in full now."""
        ...


def watch(path: str, watchers: Sequence[Watcher]) -> Pictures:
    """What the watchers find in the recording at ``path``; never raises for a bad file."""
    try:
        stream = opened(path)
    except FFmpegError:
        return Pictures()
    except ValueError as error:
        return Pictures(Seen.PARTLY, detail=str(error))
    with stream.container:
        return _watched(stream, watchers)


def _shown(stream: Stream, watched: Watched, watchers: Sequence[Watcher]) -> int:
    """Show the watchers as many key frames as the room needs; how many of them were spoiled."""
    table, pixels = watched.table, watched.width * watched.height
    liveliness = Liveliness()
    spoiled = 0
    wanted = chosen(table, pixels).tolist()
    for picture in stream.key_frames(wanted):
        spoiled += picture.frame.is_corrupt
        liveliness.see(picture)
        for watcher in watchers:
            watcher.see(picture)
    if not liveliness.is_quiet:
        return spoiled
    for picture in stream.key_frames(closer(table, pixels, wanted).tolist()):
        spoiled += picture.frame.is_corrupt
        for watcher in watchers:
            watcher.see(picture)
    return spoiled


def _watched(stream: Stream, watchers: Sequence[Watcher]) -> Pictures:
    table = stream.packets()
    if not len(table):
        return Pictures()
    context = stream.video.codec_context
    watched = Watched(table, context.width, context.height)
    for watcher in watchers:
        watcher.begin(watched)
    spoiled = _shown(stream, watched, watchers)
    # A decoder makes pictures of a file that is encrypted, too: they show nothing but its own.
    broken = 2 * spoiled > stream.decoded
    looks = [Look(Speed.PACKETS, len(table), watched.end)]
    looks.append(Look(Speed.KEY_FRAMES, stream.decoded, watched.end))
    pictures = Pictures(Seen.LOOKED, tuple(looks))
    for watcher in watchers:
        pictures = watcher.end(stream, pictures)
    if stream.broken or broken:
        pictures = replace(pictures, seen=Seen.PARTLY)
    if stream.leaps or broken:
        # Where on the wall clock a picture belongs is not known then, or what it shows.
        doubted = tuple(replace(spell, certain=None) for spell in pictures.spells)
        pictures = replace(pictures, spells=doubted)
    spells = sorted(pictures.spells, key=lambda spell: (spell.possible, spell.flaw))
    return replace(pictures, spells=tuple(spells))
