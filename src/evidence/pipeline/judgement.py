"""A judgement: a verdict together with everything that it was drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from evidence.domain.bundle import ClassBundle
from evidence.domain.closeups import CloseUps
from evidence.domain.findings import Verdict
from evidence.domain.learning import LearnerPlayback
from evidence.domain.policy import Policy
from evidence.domain.presence import ClassFaces
from evidence.facts.albums import Album, albums
from evidence.facts.case import Case
from evidence.facts.presence import HourFaces, LearnerFaces
from evidence.pipeline.ports import CloseUpTaker, Progress


@dataclass(frozen=True, slots=True)
class Judgement:
    """What reports are made of: the verdict, and the policy, bundle and facts behind it.

    ``faces`` are those that were looked at, and ``close_ups`` the pictures of those that a page
    shows, once they were taken.
    """

    verdict: Verdict
    policy: Policy
    bundle: ClassBundle
    case: Case
    faces: ClassFaces = field(default_factory=ClassFaces, repr=False)
    close_ups: CloseUps = field(default_factory=dict, repr=False)

    def albums(self) -> Iterator[Album]:
        """What was compared with each learner's portraits, in the roster's order."""
        rule = self.policy.rule("face-attendance")
        match = round(rule.given.number("match_threshold") * 1000) if rule else 0
        seen: list[HourFaces | LearnerFaces] = [*self.case.of(HourFaces)]
        yield from albums(
            self.bundle.learners,
            self.faces,
            self.bundle.digests,
            hours=[*seen, *self.case.of(LearnerFaces)],
            playback=self.case.of(LearnerPlayback),
            match=match,
        )

    def with_close_ups(self, taker: CloseUpTaker, progress: Progress) -> Judgement:
        """The same, with pictures of the faces that a page shows; the bundle must be open."""
        spots = dict.fromkeys(spot for album in self.albums() for spot in album.spots())
        return replace(self, close_ups=taker.take(self.bundle, spots, progress))
