"""face-liveness: every online class hour holds a check of a living face against the portrait."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import LearnerHour, Snapshot
from evidence.domain.policy import Parameters
from evidence.domain.showing import Life, Match, Showing, Sign
from evidence.domain.text import Moment, Text, say
from evidence.rules.rule import breached, met, rule, undecided


@rule("face-liveness", judges=LearnerHour)
def face_liveness(hour: LearnerHour, given: Parameters) -> Ruling:
    """Each online class hour holds enough checks that show the learner's own living face.

    A score alone takes nothing away: where a picture may show somebody else, or a photo of the
    learner, a person looks. Several independent pictures of somebody else, the copy of another
    picture in place of a check, and no check at all are what the platform failed to do.
    """
    least = given.count("min_checks")
    good = [s for s in hour.snapshots if _counts(s, given)]
    suspicious = [s for s in hour.snapshots if s.showing and s.showing.suspicious]
    strangers = [s for s in hour.snapshots if _shows_other(s)]

    if len(good) >= least and not suspicious and not strangers:
        return met(
            say("{checks} checks of this class hour show the learner's own face", checks=len(good)),
            len(good),
            least,
        )
    if not hour.carries_proof:
        message = say("this form of log can't tell of face checks, so it proves nothing of them")
        return undecided(message, span=hour.span, evidence=_evidence(hour))
    refused = _refused(hour, given, strangers, lacking=max(least - len(good), 0))
    answer = breached if refused else undecided
    return answer(
        refused or _doubt(hour, suspicious, strangers, good),
        len(good),
        least,
        unit="checks",
        span=hour.span,
        evidence=_evidence(hour, *(suspicious or strangers or hour.snapshots)),
    )


def _counts(snapshot: Snapshot, given: Parameters) -> bool:
    """Whether it is a check passed: the learner's face, and life as the policy asks for it."""
    showing = snapshot.showing
    if showing is None or not showing.is_learner:
        return False
    return showing.life is Life.PROVEN or given.is_set("inconclusive_counts")


def _shows_other(snapshot: Snapshot) -> bool:
    return snapshot.showing is not None and snapshot.showing.match is Match.OTHER


def _refused(
    hour: LearnerHour, given: Parameters, strangers: Sequence[Snapshot], *, lacking: int
) -> Text | None:
    """Why the hour holds no check, where no face score need be trusted for it; else None."""
    pictures = [s for s in hour.snapshots if s.showing]
    if lacking and not hour.snapshots and not hour.answers and hour.lost < lacking:
        return say("no face was checked in this class hour, and no picture of the learner is kept")
    if lacking and pictures and all(_stands_for_none(s) for s in hour.snapshots):
        return _copied(pictures[0])
    enough = given.count("looks_to_refuse")
    apart = {s.at for s in strangers}
    alone = not hour.own and hour.strangers >= enough
    if enough and strangers and (len(apart) >= enough or alone):
        return say(
            "{pictures} independent pictures show somebody else than the learner's portraits, and "
            "{own} show the learner",
            pictures=max(len(apart), hour.strangers if alone else 0),
            own=hour.own,
        )
    return None


def _stands_for_none(snapshot: Snapshot) -> bool:
    """Whether it is a copy for certain: of two who share a picture, one may have taken it."""
    showing = _shown(snapshot)
    signs = {told.sign for told in showing.against}
    shared = Sign.SHARED in signs and showing.match is not Match.SAME
    return Sign.SAME_PICTURE in signs or shared


def _copied(snapshot: Snapshot) -> Text:
    told = next(a for a in _shown(snapshot).against if a.sign.is_copy)
    if told.sign is Sign.SHARED:
        return say(
            "the picture of {at} is that of learner {learner}, too: {other}",
            at=Moment(snapshot.at),
            learner=told.learner,
            other=told.other,
        )
    return say(
        "the picture of {at} is the same, point by point, as {other}: nothing was taken then",
        at=Moment(snapshot.at),
        other=told.other,
    )


def _doubt(
    hour: LearnerHour,
    suspicious: Sequence[Snapshot],
    strangers: Sequence[Snapshot],
    good: Sequence[Snapshot],
) -> Text:
    """What a person must look at, the gravest first."""
    if suspicious:
        return _suspicion(suspicious[0])
    if strangers:
        return say(
            "the picture of {at} seems to show somebody else than the learner's portrait: compare",
            at=Moment(strangers[0].at),
        )
    matches = {s.showing.match for s in hour.snapshots if s.showing}
    if Match.SAME in matches and not good:
        return say(
            "the pictures show the learner's face, but a single picture can't prove that it was "
            "alive: ask the platform to keep 12 pictures of each check, taken while the head turns"
        )
    if Match.NO_PORTRAIT in matches:
        return say(
            "no portrait of this learner is good enough to compare with: hand in a frontal photo"
        )
    if matches & {Match.UNSURE, Match.NO_FACE}:
        return say(
            "the pictures of this class hour don't show clearly whose face it is, or show none"
        )
    if hour.answers and not hour.snapshots:
        return say(
            "the platform says how {answers} face checks ended, but kept no picture of them, so "
            "nothing can be compared",
            answers=len(hour.answers),
        )
    if hour.lost and not hour.snapshots:
        return say("no face check is logged, but lines of the logs could not be read")
    return say("the pictures of this class hour could not be looked at")


def _suspicion(snapshot: Snapshot) -> Text:
    """In words what tells against a picture."""
    at = Moment(snapshot.at)
    if _shown(snapshot).life is Life.SUSPICIOUS:
        return say(
            "in the pictures of {at} the face and what is around it move as one plane, as a "
            "photo or a screen held up does: look at them",
            at=at,
        )
    told = _shown(snapshot).against[0]
    match told.sign:
        case Sign.SAME_PICTURE | Sign.SHARED:
            return _copied(snapshot)
        case Sign.SAME_STILL:
            return say(
                "the face in the picture of {at} is unmoved from that of {other}, as in a photo "
                "held up again: look at both",
                at=at,
                other=told.other,
            )
        case Sign.PORTRAIT:
            return say(
                "the picture of {at} shows the portrait of the roster itself: look at both", at=at
            )
        case _:
            return say(
                "the picture of {at} was taken before it, by what its own file tells: look at it",
                at=at,
            )


def _shown(snapshot: Snapshot) -> Showing:
    return snapshot.showing or Showing(Match.NOT_LOOKED_AT)


def _evidence(hour: LearnerHour, *pictures: Snapshot) -> tuple[Evidence, ...]:
    others = (a.other for s in pictures for a in _shown(s).against if a.other)
    named = dict.fromkeys([*(s.image for s in pictures), *others])
    return (*(Evidence(log) for log in hour.logs), *(Evidence(path) for path in named))
