"""Following: one person from picture to picture, by where and how large the face is.

People sit: from one sample to the next a face moves by less than its own size. Who is followed is
not known here; looks that turn out unlike each other are parted later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

from evidence.domain.presence import Face, Look

# An instrument's numbers, in faces and in microseconds; docs/faces.md tells what they cost.
REACH = 1.2  # faces: a face that moved farther is another one
GROWTH = 1.6  # a face this much larger or smaller is another one
LONGEST = 15 * 60_000_000  # a person is looked at anew after this long
BRIDGED = 5 * 60_000_000  # a face unseen for longer is followed no more
LOOKS = 3  # looks kept of one track


@dataclass(slots=True)
class Following:
    """One person being followed; ``looks`` are the best so far, with what each is worth."""

    first: int
    last: int
    face: Face
    times: int = 1
    size: int = 0
    looks: list[tuple[float, Look, object]] = field(default_factory=list)

    def wants(self, worth: float) -> bool:
        """Whether a look of that worth would be among the best."""
        return len(self.looks) < LOOKS or worth > min(self.looks, key=lambda one: one[0])[0]

    def keep(self, worth: float, look: Look, chip: object) -> None:
        """One look more; the least worth goes where there are too many."""
        self.looks.append((worth, look, chip))
        if len(self.looks) > LOOKS:
            self.looks.remove(min(self.looks, key=lambda one: one[0]))


@dataclass(slots=True)
class Follower:
    """Takes the faces of one sample after the other."""

    open: list[Following] = field(default_factory=list)
    closed: list[Following] = field(default_factory=list)

    def see(self, at: int, faces: Sequence[Face]) -> list[Following]:
        """Whom each of these faces belongs to, in their order."""
        self._close(at)
        found: dict[int, Following] = {}
        taken: set[int] = set()
        for _, number, track in sorted(self._pairs(faces), key=lambda pair: pair[:2]):
            if number not in found and id(track) not in taken:
                found[number] = track
                taken.add(id(track))
        for number, face in enumerate(faces):
            if number in found:
                track = found[number]
                track.last, track.face, track.times = at, face, track.times + 1
            else:
                track = found[number] = Following(at, at, face)
                self.open.append(track)
            track.size = max(track.size, face.size)
        return [found[number] for number in range(len(faces))]

    def _pairs(self, faces: Sequence[Face]) -> Iterator[tuple[float, int, Following]]:
        for number, face in enumerate(faces):
            for track in self.open:
                far = apart(face, track.face)
                if far is not None:
                    yield far, number, track

    def _close(self, at: int) -> None:
        done = [t for t in self.open if at - t.last > BRIDGED or at - t.first >= LONGEST]
        self.open = [t for t in self.open if t not in done]
        self.closed.extend(done)

    def all(self) -> list[Following]:
        """Everybody, in the order in which they were first seen."""
        return sorted((*self.closed, *self.open), key=lambda t: (t.first, t.face.x, t.face.y))


def apart(one: Face, other: Face) -> float | None:
    """How far two faces lie from each other, in faces; None where they can't be one person's."""
    across = (one.x + one.width / 2) - (other.x + other.width / 2)
    if abs(across) > REACH * max(one.width, other.width):
        return None
    side = max(one.size, other.size, 1)
    if side > GROWTH * max(1, min(one.size, other.size)):
        return None
    down = (one.y + one.height / 2) - (other.y + other.height / 2)
    far = hypot(across, down) / side
    return far if far <= REACH else None
