"""Ghosts: signs that one person is on the roster twice, or one learner in two places at one time.

Faces come from the roster's portraits, from pictures sent online and from footage. Who looks alike
to an instrument does so in every picture: a likeness is a reason to look, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import dist
from struct import unpack

from evidence.domain.elsewhere import AlsoThere, Lookalike
from evidence.domain.learning import LearnerPlayback, Snapshot
from evidence.domain.people import Learner
from evidence.domain.presence import ClassFaces, Portrait, PortraitFault
from evidence.domain.showing import Faces, PicturesSeen, Seen
from evidence.domain.subject import Subject
from evidence.domain.teaching import Session
from evidence.facts.attendance import Attended
from evidence.facts.places import TwoPlaces, sure, two_places
from evidence.facts.presence import HourFaces

# What is wrong with these portraits is whose face they show, not that it can't be seen.
COMPARABLE = frozenset({None, PortraitFault.SAME_FILE, PortraitFault.SAME_FACE})
FLOAT = 4  # bytes


class How(StrEnum):
    """What shows one face under the ids of two learners."""

    ONE_FILE = "one-file"  # their portraits are one file
    PORTRAITS = "portraits"  # their portraits are alike
    FOOTAGE = "footage"  # a face in the footage is as near to both
    SENT = "sent"  # a picture sent under this id shows the other learner
    LENT = "lent"  # a picture sent under the other's id shows this learner
    ONE_PICTURE = "one-picture"  # the very same picture was sent under both


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: ``paths`` show it, at wall time ``at`` where it has one.

    ``own`` tells of a picture sent under both ids whether it surely shows this learner.
    """

    how: How
    paths: tuple[str, ...] = ()
    at: int | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Double:
    """Another learner who seems to be the same person, and why."""

    learner: str
    signs: tuple[Sign, ...]

    def by(self, how: How) -> tuple[Sign, ...]:
        """The signs of one kind."""
        return tuple(sign for sign in self.signs if sign.how is how)


@dataclass(frozen=True, slots=True)
class LearnerTraces:
    """Where one learner was, and who else has the same face, here and in classes on record.

    ``own`` counts the pictures sent under this id that surely show this learner. ``fault`` is why
    the face can't be compared with anybody's; None where it can. ``learner`` is "" where nobody's
    can, so that one word for all will do.
    """

    learner: str
    doubles: tuple[Double, ...] = ()
    places: tuple[TwoPlaces, ...] = ()
    own: int = 0
    fault: PortraitFault | None = None
    lookalikes: tuple[Lookalike, ...] = ()
    also_there: tuple[AlsoThere, ...] = ()

    @property
    def subject(self) -> Subject:
        """The learner, or the class."""
        return Subject(learner=self.learner)

    @property
    def signs(self) -> int:
        """How many things speak of a ghost."""
        return sum(map(len, (self.doubles, self.places, self.lookalikes, self.also_there)))


@dataclass(frozen=True, slots=True)
class _Sent:
    """A picture that shows a face: ``shows`` is the learner that it surely shows, or ""."""

    learner: str
    snapshot: Snapshot
    digest: str
    shows: str


def traces(
    learners: Sequence[Learner],
    sessions: Sequence[Session],
    *,
    faces: ClassFaces,
    hours: Sequence[HourFaces],
    playback: Sequence[LearnerPlayback],
    pictures: PicturesSeen,
    attended: Attended | None,
) -> Iterator[LearnerTraces]:
    """Each learner, in the roster's order; one for all where nobody can be compared."""
    sent = list(_sent(playback, pictures))
    signs: dict[tuple[str, str], list[Sign]] = defaultdict(list)
    for source in (_portraits(learners, faces), _footage(hours), _pictures(sent), _copies(sent)):
        for learner, other, sign in source:
            signs[learner, other].append(sign)
    played = {one.learner: one for one in playback}
    found = [
        LearnerTraces(
            one.id,
            tuple(_doubles(one.id, learners, signs)),
            tuple(two_places(one.id, sessions, hours, played.get(one.id), attended)),
            sum(picture.learner == picture.shows == one.id for picture in sent),
            _fault(one.id, faces, pictures),
            tuple(other for other in faces.lookalikes if other.learner == one.id),
            tuple(there for there in faces.also_there if there.learner == one.id),
        )
        for one in learners
    ]
    if found and all(one.fault and not one.signs for one in found):
        yield LearnerTraces("", fault=found[0].fault)
        return
    yield from found


def _doubles(
    learner: str, learners: Iterable[Learner], signs: Mapping[tuple[str, str], Sequence[Sign]]
) -> Iterator[Double]:
    for other in learners:
        if (learner, other.id) in signs:
            yield Double(other.id, tuple(signs[learner, other.id]))


def _fault(learner: str, faces: ClassFaces, pictures: PicturesSeen) -> PortraitFault | None:
    photos = dict(faces.portraits).get(learner, ())
    if learner in pictures.portrayed or any(_comparable(photo) for photo in photos):
        return None
    wrong = [photo.fault for photo in photos if photo.fault]
    return wrong[0] if wrong else PortraitFault.NOT_LOOKED_AT


def _comparable(photo: Portrait) -> bool:
    return photo.fault in COMPARABLE and bool(photo.vector)


def _portraits(learners: Sequence[Learner], faces: ClassFaces) -> Iterator[tuple[str, str, Sign]]:
    """Learners whose portraits are one file, or one face."""
    if faces.thresholds is None:
        return
    named = {one.id: one.photos[:1] for one in learners}
    good = {who: [p for p in photos if _comparable(p)] for who, photos in faces.portraits}
    for one, other in combinations(good, 2):
        pairs = [(a, b) for a in good[one] for b in good[other]]
        paths = (*named.get(one, ()), *named.get(other, ()))
        if any(a.digest == b.digest for a, b in pairs):
            yield from _both(one, other, Sign(How.ONE_FILE, paths))
        elif any(_apart(a.vector, b.vector) <= faces.thresholds.match for a, b in pairs):
            yield from _both(one, other, Sign(How.PORTRAITS, paths))


def _apart(one: bytes, other: bytes) -> float:
    """How unlike two faces are, in thousandths."""
    form = f"<{len(one) // FLOAT}f"
    return 1000 * dist(unpack(form, one), unpack(form, other))


def _footage(hours: Sequence[HourFaces]) -> Iterator[tuple[str, str, Sign]]:
    """Faces as near to one learner as to another, where no picture shows these two side by side."""
    for hour in hours:
        for placed in hour.placed:
            near = placed.sighting.likenesses[:2]
            both = [one.learner for one in near if one.distance <= hour.limits.match]
            clear = placed.sighting.margin() >= hour.limits.margin if near else True
            if len(both) > 1 and not clear and not _side_by_side(both[0], both[1], hours):
                sign = Sign(How.FOOTAGE, (placed.sighting.path,), placed.span.start)
                yield from _both(both[0], both[1], sign)


def _side_by_side(one: str, other: str, hours: Iterable[HourFaces]) -> bool:
    """Whether one recording shows both at one time: then they are two people."""
    return any(
        a.sighting.path == b.sighting.path and a.span.meet(b.span)
        for hour in hours
        for a in sure(hour, one)
        for b in sure(hour, other)
    )


def _sent(playback: Iterable[LearnerPlayback], pictures: PicturesSeen) -> Iterator[_Sent]:
    """The pictures sent that show a face, in the order in which they were taken, copies once."""
    seen = {one.image: one for one in pictures.seen if one.faces and one.digest}
    taken = [
        (player.learner, snapshot)
        for player in playback
        for hour in player.hours
        for snapshot in hour.snapshots
        if snapshot.image in seen
    ]
    taken.sort(key=lambda told: (told[1].at, told[0], told[1].image))
    known: set[tuple[str, str]] = set()
    for learner, snapshot in taken:
        digest = seen[snapshot.image].digest
        if (learner, digest) not in known:
            known.add((learner, digest))
            yield _Sent(learner, snapshot, digest, shown(seen[snapshot.image], pictures.faces))


def shown(seen: Seen, card: Faces | None) -> str:
    """The learner whom a picture surely shows, or ""."""
    if card is None or not seen.distances or seen.size < card.smallest_face:
        return ""
    (learner, nearest), *rest = sorted(seen.distances, key=lambda told: (told[1], told[0]))
    clear = not rest or rest[0][1] - nearest >= card.margin
    return learner if nearest <= card.match and clear else ""


def _pictures(sent: Iterable[_Sent]) -> Iterator[tuple[str, str, Sign]]:
    """Pictures sent under one id that show another learner."""
    for one in sent:
        if one.shows and one.shows != one.learner:
            at, paths = one.snapshot.at, (one.snapshot.image,)
            yield one.learner, one.shows, Sign(How.SENT, paths, at)
            yield one.shows, one.learner, Sign(How.LENT, paths, at)


def _copies(sent: Iterable[_Sent]) -> Iterator[tuple[str, str, Sign]]:
    """The very same picture sent under two ids, which needs no face to be told apart."""
    alike: dict[str, list[_Sent]] = defaultdict(list)
    for one in sent:
        alike[one.digest].append(one)
    for group in alike.values():
        for one, other in combinations(group, 2):
            paths = tuple(dict.fromkeys((one.snapshot.image, other.snapshot.image)))
            for who, whom in ((one, other), (other, one)):
                own = who.shows == who.learner
                yield who.learner, whom.learner, Sign(How.ONE_PICTURE, paths, who.snapshot.at, own)


def _both(one: str, other: str, sign: Sign) -> Iterator[tuple[str, str, Sign]]:
    yield one, other, sign
    yield other, one, sign
