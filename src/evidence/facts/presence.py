"""Presence: who was seen in a class hour and for how long, and how many people were in view.

What is sure and what is possible are kept apart: a person whose face was too small, too blurred or
too turned to compare may be anybody of the roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from evidence.domain.footage import Recording
from evidence.domain.people import Learner
from evidence.domain.presence import (
    ClassFaces,
    Portrait,
    PortraitFault,
    RecordingFaces,
    Sighting,
    Thresholds,
    Watched,
)
from evidence.domain.subject import Subject
from evidence.domain.teaching import ClassHour, Kind, Session
from evidence.domain.time import Bounds, Interval, Timeline
from evidence.facts.attendance import Attended

ONCE = 1  # microseconds: how long a face in a single picture was surely there


@dataclass(frozen=True, slots=True)
class Placed:
    """A sighting on the wall clock, within one class hour; ``times`` counts its pictures there."""

    sighting: Sighting
    span: Interval
    times: int

    def is_surely(self, learner: str, match: int, margin: int) -> bool:
        """Whether this is that learner, and nobody else of the roster comes near."""
        near = self.sighting.likenesses
        return bool(
            near
            and near[0].learner == learner
            and near[0].distance <= match
            and self.sighting.margin() >= margin
        )

    def is_surely_somebody(self, match: int, margin: int) -> bool:
        """Whether it is known which learner this is."""
        near = self.sighting.likenesses
        return bool(near) and self.is_surely(near[0].learner, match, margin)

    def may_be(self, learner: str, match: int, limits: Thresholds) -> bool:
        """Whether this can be that learner after all."""
        near = self.sighting.likenesses
        if not near:
            return True
        if self.is_surely_somebody(match, limits.margin):
            return near[0].learner == learner
        return any(one.learner == learner and one.distance <= limits.possible for one in near)

    def is_stranger(self, limits: Thresholds) -> bool:
        """Whether this is surely nobody of the roster."""
        near = self.sighting.likenesses
        return bool(near) and near[0].distance > limits.possible


@dataclass(frozen=True, slots=True)
class View:
    """What a camera showed of a class hour: so many people at each moment that was looked at."""

    camera: str
    width: int
    people: tuple[int, ...]

    @property
    def average(self) -> Fraction:
        """People in view on average."""
        return Fraction(sum(self.people), len(self.people))


@dataclass(frozen=True, slots=True)
class HourFaces:
    """The faces of one class hour, or of the whole class where no hour of it shows any.

    ``expected`` counts the learners who were to be there, by the sign-in sheet where there is one.
    ``unwatched`` says that some footage could not be looked at, ``unfilmed`` that there is none of
    the class's hours.
    """

    hour: ClassHour | None
    expected: int
    limits: Thresholds
    placed: tuple[Placed, ...] = ()
    views: tuple[View, ...] = ()
    unwatched: bool = False
    no_models: bool = False
    unfilmed: bool = False

    @property
    def subject(self) -> Subject:
        """The class hour, or the class."""
        return self.hour.subject if self.hour else Subject()

    @property
    def best(self) -> View | None:
        """The camera that shows most people."""
        return max(self.views, key=lambda view: (view.average, view.camera), default=None)

    @property
    def average(self) -> Fraction:
        """People in view on average, by the best camera."""
        return self.best.average if self.best else Fraction(0)

    @property
    def peak(self) -> int:
        """The most people in view at one moment, of one camera."""
        return max((max(view.people) for view in self.views), default=0)

    @property
    def moments(self) -> int:
        """How many pictures were looked at, of the best camera."""
        return len(self.best.people) if self.best else 0

    @property
    def largest(self) -> int:
        """The height of the largest face, in pixels."""
        return max((one.sighting.track.size for one in self.placed), default=0)

    @property
    def comparable(self) -> bool:
        """Whether any face was seen well enough to be compared."""
        return any(one.sighting.track.looks for one in self.placed)

    @property
    def strangers(self) -> int:
        """People who are surely nobody of the roster."""
        return sum(one.is_stranger(self.limits) for one in self.placed)

    def recognised(self, learners: Iterable[str]) -> int:
        """How many of these learners were surely seen."""
        match, margin = self.limits.match, self.limits.margin
        return sum(any(p.is_surely(one, match, margin) for p in self.placed) for one in learners)


@dataclass(frozen=True, slots=True)
class LearnerFaces:
    """One learner in one class hour: ``portraits`` are the photos to compare with.

    ``learner`` is "" where the hour shows nobody well enough, so that one word for all will do.
    """

    learner: str
    faces: HourFaces
    portraits: tuple[Portrait, ...] = field(default=(), repr=False)

    @property
    def subject(self) -> Subject:
        """The learner in that class hour."""
        at = self.faces.subject
        return Subject(session=at.session, hour=at.hour, learner=self.learner)

    @property
    def fault(self) -> PortraitFault | None:
        """Why there is no portrait to compare with; None where there is one."""
        if any(one.fault is None for one in self.portraits):
            return None
        return next((one.fault for one in self.portraits), PortraitFault.MISSING)

    def sure(self, match: int) -> tuple[Placed, ...]:
        """The sightings that surely are this learner."""
        margin = self.faces.limits.margin
        return tuple(p for p in self.faces.placed if p.is_surely(self.learner, match, margin))

    def possible(self, match: int) -> tuple[Placed, ...]:
        """The sightings that may be this learner, the sure ones among them."""
        if self.fault is not None:
            return self.faces.placed
        return tuple(
            p
            for p in self.faces.placed
            if p.is_surely(self.learner, match, self.faces.limits.margin)
            or p.may_be(self.learner, match, self.faces.limits)
        )

    def seen(self, match: int) -> Bounds:
        """When this learner surely was, and may have been, in view."""
        surely = Timeline.of(p.span for p in self.sure(match))
        return Bounds(surely, surely | Timeline.of(p.span for p in self.possible(match)))


def presence(
    sessions: Iterable[Session],
    learners: tuple[Learner, ...],
    recordings: Iterable[Recording],
    faces: ClassFaces,
    attended: Attended | None,
) -> Iterator[HourFaces | LearnerFaces]:
    """Every class hour taught in a room, and each learner expected in it.

    An hour without footage is the affair of the rules on footage, and left out.
    """
    limits = faces.thresholds
    hours = [hour for s in sessions if s.kind is not Kind.ONLINE for hour in s.hours()]
    if not hours:
        return
    if limits is None:  # nobody looked
        whole = HourFaces(None, len(learners), Thresholds(0, 0, 0, 0), no_models=True)
        yield from (whole, LearnerFaces("", whole))
        return
    looked = {one.path: one for one in faces.recordings}
    shown = [(one, looked[one.path]) for one in recordings if one.path in looked]
    portraits = dict(faces.portraits)
    found = [
        _hour(
            hour, [one.id for one in learners if _expected(one.id, hour, attended)], shown, limits
        )
        for hour in hours
    ]
    filmed = [hour for hour in found if hour.views or hour.unwatched]
    if not any(hour.placed for hour in filmed):
        yield from _nothing(filmed, len(learners), shown, limits)
        return
    for hour in filmed:
        yield hour
        yield from _learners(hour, learners, portraits, attended)


def _nothing(
    filmed: list[HourFaces],
    expected: int,
    shown: list[tuple[Recording, RecordingFaces]],
    limits: Thresholds,
) -> Iterator[HourFaces | LearnerFaces]:
    """One word for the class where no picture of it shows a face."""
    none = any(faces.seen.watched is Watched.NO_MODELS for _, faces in shown)
    unwatched = any(hour.unwatched for hour in filmed)
    whole = HourFaces(
        None, expected, limits, unwatched=unwatched, no_models=none, unfilmed=not filmed
    )
    yield whole
    yield LearnerFaces("", whole)


def _learners(
    hour: HourFaces,
    learners: tuple[Learner, ...],
    portraits: Mapping[str, tuple[Portrait, ...]],
    attended: Attended | None,
) -> Iterator[LearnerFaces]:
    if not hour.comparable:
        yield LearnerFaces("", hour)
        return
    for learner in learners:
        if hour.hour and _expected(learner.id, hour.hour, attended):
            yield LearnerFaces(learner.id, hour, portraits.get(learner.id, ()))


def _expected(learner: str, hour: ClassHour, attended: Attended | None) -> bool:
    """Whether a learner was to be there: not one on leave, absent or not asked to come."""
    if attended is None:
        return True
    return attended.was_at(learner, hour.session) or attended.is_untold(learner, hour.session)


def _hour(
    hour: ClassHour,
    expected: list[str],
    shown: list[tuple[Recording, RecordingFaces]],
    limits: Thresholds,
) -> HourFaces:
    placed: list[Placed] = []
    views: list[View] = []
    unwatched = False
    for recording, faces in shown:
        span = recording.span
        if span is None or hour.span.meet(span) is None:
            continue
        if hour.cameras and recording.file.camera not in hour.cameras:
            continue
        if faces.seen.watched is not Watched.WATCHED:
            unwatched = True
            continue
        placed.extend(_placed(hour.span, span.start, faces))
        views.extend(_view(hour.span, recording.file.camera, span.start, faces))
    return HourFaces(hour, len(expected), limits, tuple(placed), _by_camera(views), unwatched)


def _placed(hour: Interval, start: int, faces: RecordingFaces) -> Iterator[Placed]:
    """The people of a recording who were seen within the hour; one lone glimpse is nobody."""
    moments = [start + at for at in faces.seen.moments]
    for sighting in faces.sightings:
        track = sighting.track
        if track.times == 1 and not track.looks:
            continue
        span = Interval(start + track.first, start + track.last + ONCE).meet(hour)
        if span is not None:
            within = sum(span.start <= at < span.end for at in moments)
            yield Placed(sighting, span, min(within, track.times) or 1)


def _view(hour: Interval, camera: str, start: int, faces: RecordingFaces) -> Iterator[View]:
    """People followed at each moment, those who were seen before and after among them."""
    tracks = [one.track for one in faces.sightings if one.track.times > 1 or one.track.looks]
    people = tuple(
        sum(track.first <= at <= track.last for track in tracks)
        for at in faces.seen.moments
        if hour.start <= start + at < hour.end
    )
    if people:
        yield View(camera, faces.seen.width, people)


def _by_camera(views: list[View]) -> tuple[View, ...]:
    """The views of one camera as one, in a stable order; its files follow each other."""
    together: dict[str, View] = {}
    for view in views:
        known = together.get(view.camera)
        people = (*known.people, *view.people) if known else view.people
        together[view.camera] = View(view.camera, view.width, people)
    return tuple(together[camera] for camera in sorted(together))
