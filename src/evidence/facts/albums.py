"""Albums: all that was compared with one learner's portraits, the best of it first.

A page shows it so that a person can see what a distance came from. An album decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evidence.domain.closeups import Source, Spot
from evidence.domain.learning import LearnerPlayback, Snapshot
from evidence.domain.people import Learner
from evidence.domain.presence import ClassFaces, Face, Portrait, PortraitFault, Thresholds
from evidence.domain.showing import Match, Showing
from evidence.facts.presence import HourFaces, LearnerFaces, Placed

LOOKS = 3  # looks in footage that are shown as pictures, each of another class hour
CHECKS = 3  # pictures sent online that are shown, those first that need a person


@dataclass(frozen=True, slots=True)
class PortraitShown:
    """A photo of the roster: ``spot`` is None where no single face was found in it."""

    path: str
    fault: PortraitFault | None
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """The nearest sighting of a class hour: ``sure`` where it is this learner and nobody else.

    It lasts from ``first`` to ``last`` in the recording; ``at`` is wall time, and ``spot`` the look
    that is worth most.
    """

    session: str
    hour: int
    at: int
    path: str
    first: int
    last: int
    distance: int
    size: int
    sure: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture sent online under this learner's id; ``spot`` is None where it shows no face."""

    snapshot: Snapshot
    showing: Showing
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Album:
    """What was compared with one learner's portraits; ``limits`` are the card's.

    ``match`` is what the policy takes for a match. ``expected`` are the class hours (session and
    number) at which this learner was to be seen, in the order of the timetable. ``nearest`` is the
    distance of the nearest of all faces in the footage, whoever it is of; None where no face was
    compared with this learner.
    """

    learner: str
    limits: Thresholds
    match: int
    portraits: tuple[PortraitShown, ...] = ()
    expected: tuple[tuple[str, int], ...] = ()
    appearances: tuple[Appearance, ...] = ()
    sent: tuple[SentPicture, ...] = field(default=(), repr=False)
    nearest: int | None = None

    @property
    def comparable(self) -> bool:
        """Whether there is a portrait that shows this learner well."""
        return any(one.fault is None for one in self.portraits)

    @property
    def looks(self) -> tuple[Appearance, ...]:
        """The best looks in footage: the sure ones, the nearest first; else the likeliest."""
        ordered = sorted(self.appearances, key=lambda one: (not one.sure, one.distance, one.at))
        return tuple(ordered[:LOOKS])

    @property
    def checks(self) -> tuple[SentPicture, ...]:
        """Pictures sent online: what tells against the learner, then what is unsure, then a match.

        Of those of one kind the earliest.
        """
        with_face = [one for one in self.sent if one.spot]
        ordered = sorted(with_face, key=lambda one: (_weight(one.showing), one.snapshot.at))
        return tuple(ordered[:CHECKS])

    def spots(self) -> Iterator[Spot]:
        """The faces that a page shows of it."""
        for portrait in self.portraits:
            if portrait.spot:
                yield portrait.spot
        yield from (look.spot for look in self.looks)
        yield from (check.spot for check in self.checks if check.spot)


def albums(
    learners: Sequence[Learner],
    faces: ClassFaces,
    digests: Mapping[str, str],
    *,
    hours: Sequence[HourFaces | LearnerFaces],
    playback: Sequence[LearnerPlayback],
    match: int = 0,
) -> Iterator[Album]:
    """An album for each learner, in the roster's order; none where nobody looked.

    ``match`` is the policy's own threshold in thousandths, 0 for the card's.
    """
    limits = faces.thresholds
    if limits is None:
        return
    taken = match or limits.match
    found, nearest = _by_learner(hours, taken), _nearest(hours)
    expected: dict[str, list[tuple[str, int]]] = {}
    for one in hours:
        if isinstance(one, LearnerFaces) and one.learner and one.faces.hour:
            hour = one.faces.hour
            expected.setdefault(one.learner, []).append((hour.session, hour.number))
    portraits = dict(faces.portraits)
    played = {one.learner: one for one in playback}
    for learner in learners:
        yield Album(
            learner.id,
            limits,
            taken,
            tuple(_portraits(learner, portraits.get(learner.id, ()), digests)),
            tuple(expected.get(learner.id, ())),
            tuple(found.get(learner.id, ())),
            tuple(_sent(played.get(learner.id))),
            nearest.get(learner.id),
        )


def _nearest(hours: Iterable[HourFaces | LearnerFaces]) -> Mapping[str, int]:
    """How far the nearest face in footage is from each learner's portraits."""
    found: dict[str, int] = {}
    for one in hours:
        for placed in one.placed if isinstance(one, HourFaces) else ():
            for near in placed.sighting.likenesses:
                found[near.learner] = min(near.distance, found.get(near.learner, near.distance))
    return found


def _portraits(
    learner: Learner, looked: Iterable[Portrait], digests: Mapping[str, str]
) -> Iterator[PortraitShown]:
    by_digest = {portrait.digest: portrait for portrait in looked}
    for path in learner.photos:
        portrait = by_digest.get(digests.get(path, ""))
        if portrait is not None:
            spot = Spot(Source.PORTRAIT, path, _box(portrait.face)) if portrait.face else None
            yield PortraitShown(path, portrait.fault, spot)


def _by_learner(
    hours: Iterable[HourFaces | LearnerFaces], match: int
) -> Mapping[str, list[Appearance]]:
    """For each learner and class hour the sighting that is nearest to that learner's portraits."""
    found: dict[str, list[Appearance]] = {}
    for one in hours:
        if not isinstance(one, HourFaces):
            continue
        best: dict[str, Appearance] = {}
        for placed in one.placed:
            near = placed.sighting.likenesses[:1]
            if not near or near[0].distance > one.limits.possible or one.hour is None:
                continue
            who = near[0].learner
            seen = _appearance(placed, one, match)
            if who not in best or _order(seen) < _order(best[who]):
                best[who] = seen
        for who, appearance in best.items():
            found.setdefault(who, []).append(appearance)
    return found


def _order(one: Appearance) -> tuple[bool, int, int]:
    return (not one.sure, one.distance, one.at)


def _appearance(placed: Placed, faces: HourFaces, match: int) -> Appearance:
    sighting, track = placed.sighting, placed.sighting.track
    nearest, look = sighting.likenesses[0], track.looks[0]
    hour = faces.hour
    return Appearance(
        session=hour.session if hour else "",
        hour=hour.number if hour else 0,
        at=placed.span.start,
        path=sighting.path,
        first=track.first,
        last=track.last,
        distance=nearest.distance,
        size=track.size,
        sure=placed.is_surely(nearest.learner, match, faces.limits.margin),
        spot=Spot(Source.RECORDING, sighting.path, _box(look.face), look.at),
    )


def _sent(player: LearnerPlayback | None) -> Iterator[SentPicture]:
    """The pictures that were looked at, in the order in which they were taken, each once."""
    if player is None:
        return
    known: set[str] = set()
    for hour in player.hours:
        for snapshot in hour.snapshots:
            showing = snapshot.showing
            if showing is None or snapshot.image in known:
                continue
            known.add(snapshot.image)
            has_face = showing.file and any(showing.box)
            spot = Spot(Source.PICTURE, showing.file, showing.box) if has_face else None
            yield SentPicture(snapshot, showing, spot)


def _weight(showing: Showing) -> int:
    if showing.match is Match.OTHER or showing.against:
        return 0
    if showing.match is Match.UNSURE or showing.suspicious:
        return 1
    return 2


def _box(face: Face) -> tuple[int, int, int, int]:
    return (face.x, face.y, face.width, face.height)
