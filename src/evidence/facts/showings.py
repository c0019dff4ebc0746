"""Showings: what the pictures of learners online show, from what instruments saw in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence.domain.learning import LearnerHour, LearnerPlayback, Snapshot
from evidence.domain.showing import (
    Against,
    Alike,
    Faces,
    Life,
    Liveness,
    Match,
    Motion,
    PicturesSeen,
    Seen,
    Showing,
    Sign,
)
from evidence.domain.time import HOUR, MINUTE

Taken = tuple[str, Snapshot]  # by whom, and what


def with_showings(
    learners: Sequence[LearnerPlayback], pictures: PicturesSeen
) -> tuple[LearnerPlayback, ...]:
    """The same learners, each of their pictures with what it shows."""
    taken = [
        (learner.learner, snapshot)
        for learner in learners
        for hour in learner.hours
        for snapshot in hour.snapshots
    ]
    class_ = _Class(pictures, taken)
    return tuple(
        replace(learner, hours=tuple(_looked_at(learner.hours, class_))) for learner in learners
    )


def _looked_at(hours: Iterable[LearnerHour], class_: _Class) -> Iterator[LearnerHour]:
    looked = [
        replace(
            hour,
            snapshots=tuple(
                replace(snapshot, showing=class_.showing(hour.learner, snapshot))
                for snapshot in hour.snapshots
            ),
        )
        for hour in hours
    ]
    shown = [s.showing for hour in looked for s in hour.snapshots if s.showing]
    strangers = sum(showing.match is Match.OTHER for showing in shown)
    own = sum(showing.match is Match.SAME for showing in shown)
    yield from (replace(hour, strangers=strangers, own=own) for hour in looked)


@dataclass
class _Class:
    """All the pictures of a class, and who sent them when."""

    pictures: PicturesSeen
    taken: Sequence[Taken]
    seen: Mapping[str, Seen] = field(init=False)
    alike: Mapping[str, list[Alike]] = field(init=False)
    senders: Mapping[str, list[Taken]] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = {seen.image: seen for seen in self.pictures.seen}
        alike, senders = defaultdict(list), defaultdict(list)
        for pair in self.pictures.alike:
            alike[pair.one].append(pair)
            if not pair.portrait_of:
                alike[pair.other].append(replace(pair, one=pair.other, other=pair.one))
        for who, snapshot in self.taken:
            senders[snapshot.image].append((who, snapshot))
        self.alike, self.senders = alike, senders

    def showing(self, learner: str, snapshot: Snapshot) -> Showing:
        """What one picture of one learner shows."""
        seen = self.seen.get(snapshot.image)
        if not snapshot.opens:
            return Showing(Match.UNREADABLE)
        if seen is None or not seen.looked or self.pictures.faces is None:
            return Showing(Match.NOT_LOOKED_AT)
        distances = dict(seen.distances)
        own = distances.pop(learner, None)
        nearest = min(distances, key=lambda who: (distances[who], who), default="")
        return Showing(
            match=self._match(learner, seen, own, distances.get(nearest)),
            life=life_of(seen, self.pictures.liveness),
            against=tuple(self._against(learner, snapshot, seen)),
            distance=own,
            nearest=nearest,
            farther=distances[nearest] - own if nearest and own is not None else None,
            frames=seen.frames,
            faces=seen.faces,
            size=seen.size,
            file=seen.file,
            box=seen.box,
            motion=_told(seen.motion),
        )

    def _match(self, learner: str, seen: Seen, own: int | None, second: int | None) -> Match:
        if not seen.opened:
            return Match.UNREADABLE
        if not seen.faces:
            return Match.NO_FACE
        if learner not in self.pictures.portrayed or own is None or self.pictures.faces is None:
            return Match.NO_PORTRAIT
        return match_of(own, second, seen.size, self.pictures.faces)

    def _against(self, learner: str, snapshot: Snapshot, seen: Seen) -> Iterator[Against]:
        """Every sign against it; of the same pixels the earlier one is the picture taken."""
        twins = [
            (who, other)
            for image, told in self.seen.items()
            if told.digest and told.digest == seen.digest
            for who, other in self.senders.get(image, ())
        ]
        shared = min((t for t in twins if t[0] != learner), key=_order, default=None)
        if shared:
            yield Against(Sign.SHARED, shared[1].image, shared[0])
        before = [t for t in twins if t[0] == learner and t[1].at < snapshot.at]
        if before:
            yield Against(Sign.SAME_PICTURE, min(before, key=_order)[1].image)
        card = self.pictures.liveness
        if card is None or not card.measured:
            return
        # A head that was proven to move is no still, however alike it is to another picture.
        if life_of(seen, card) is not Life.PROVEN:
            yield from self._stills(learner, snapshot, seen, card)
        if seen.taken is not None and snapshot.at - seen.taken > card.old_hours * HOUR:
            yield Against(Sign.OLD)

    def _stills(
        self, learner: str, snapshot: Snapshot, seen: Seen, card: Liveness
    ) -> Iterator[Against]:
        """Pictures long apart, or of others, or portraits, in which the face is unmoved."""
        for pair in self.alike.get(seen.image, ()):
            if pair.likeness < card.still:
                continue
            if pair.portrait_of:
                yield Against(Sign.PORTRAIT, pair.other, pair.portrait_of)
            elif (
                self.seen[pair.other].digest != seen.digest
                and life_of(self.seen[pair.other], card) is not Life.PROVEN
            ):
                apart = [
                    abs(other.at - snapshot.at)
                    for who, other in self.senders.get(pair.other, ())
                    if who == learner
                ]
                if apart and max(apart) >= card.minutes_apart * MINUTE:
                    yield Against(Sign.SAME_STILL, pair.other)


def _order(taken: Taken) -> tuple[int, str]:
    return taken[1].at, taken[1].image


def _told(motion: Motion | None) -> tuple[tuple[str, int], ...]:
    if motion is None:
        return ()
    values = (("turn", motion.turn), ("depth", motion.depth), ("moved", motion.moved))
    return values if motion.apart is None else (*values, ("apart", motion.apart))


def match_of(own: int, second: int | None, size: int, card: Faces) -> Match:
    """Whether a face is a learner's: near enough, and nearer than the second best by a margin.

    A face that is too small to compare is never somebody else's.
    """
    if size < card.smallest_face:
        return Match.UNSURE
    clear = second is None or second - own >= card.margin
    if own <= card.match and clear:
        return Match.SAME
    return Match.OTHER if own > card.possible else Match.UNSURE


def life_of(seen: Seen, card: Liveness | None) -> Life:
    """Whether the motion in a burst is a living head's; a card that nobody measured proves nothing.

    What surrounds the face and moves with it as one plane outweighs every motion within it.
    """
    motion = seen.motion
    if card is None or not card.measured or motion is None or seen.frames < card.least_frames:
        return Life.INCONCLUSIVE
    as_one = motion.apart is not None and motion.apart < card.apart
    if motion.moved >= card.moved and as_one:
        return Life.SUSPICIOUS
    if motion.depth >= card.depth and motion.turn >= card.turn:
        return Life.PROVEN
    return Life.INCONCLUSIVE
