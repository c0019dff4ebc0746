"""Check one class: observe its evidence, put it to the rules, and add up the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from evidence.domain.bundle import ClassBundle
from evidence.domain.findings import Finding, Standing, Verdict
from evidence.domain.footage import Recording
from evidence.domain.policy import Policy
from evidence.domain.presence import ClassFaces
from evidence.domain.showing import PicturesSeen
from evidence.domain.subject import Judged
from evidence.facts.attendance import Attended, learner_attendance
from evidence.facts.case import Case, ClassRecord
from evidence.facts.clock import footage_clocks
from evidence.facts.coverage import class_hour_footage
from evidence.facts.ghosts import traces
from evidence.facts.papers import cohorts, learner_records
from evidence.facts.presence import HourFaces, presence
from evidence.facts.record import assessments
from evidence.facts.showings import with_showings
from evidence.facts.strangers import strangers
from evidence.pipeline.faces import NoFaces
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.looking import Blind, with_pictures
from evidence.pipeline.oddities import oddities
from evidence.pipeline.portraits import portrait_notes
from evidence.pipeline.ports import (
    FaceObserver,
    FootageObserver,
    LearnerPictures,
    PictureObserver,
    PlaybackObservation,
    PlaybackObserver,
    Progress,
)
from evidence.pipeline.rulings import findings
from evidence.pipeline.unseen import Unseen
from evidence.pipeline.verdicts import hour_verdicts, learner_verdicts
from evidence.rules.rule import Rule

# The rules for which the pictures of learners must be looked at.
ON_PICTURES = ("face-liveness", "hourly-snapshot", "ghost-learner")

# The rules for which faces must be looked for in the footage.
ON_FACES = ("face-attendance", "headcount", "strangers", "ghost-learner")


@dataclass(frozen=True, slots=True)
class Seen:
    """A class's evidence as it was observed: the footage, and what is looked at when asked for.

    Each is looked at once, however many policies ask: playback and the learners' pictures by the
    time (microseconds) within which a prompt must be answered.
    """

    recordings: tuple[Recording, ...]
    playback: Callable[[int], PlaybackObservation]
    shown: Callable[[int], PicturesSeen]
    faces: Callable[[], ClassFaces]


@dataclass(frozen=True, slots=True)
class Checker:
    """Everything that judging a class needs, put together by wiring."""

    footage: FootageObserver
    playback: PlaybackObserver
    rules: Mapping[str, Rule[Any]]
    version: str
    pictures: PictureObserver = field(default_factory=Blind)
    snapshots: LearnerPictures = field(default_factory=Unseen)
    faces: FaceObserver = field(default_factory=NoFaces)

    def check(self, bundle: ClassBundle, policy: Policy, progress: Progress) -> Judgement:
        """The judgement on one class; the same bundle and policy always give the same."""
        return self.under((policy,), bundle, progress)[0]

    def under(
        self, policies: Iterable[Policy], bundle: ClassBundle, progress: Progress
    ) -> tuple[Judgement, ...]:
        """The judgements under several policies, each what ``check`` gives under it alone.

        The evidence is looked at once for all of them.
        """
        seen = self._seen(bundle, progress)
        return tuple(self._judgement(bundle, policy, seen) for policy in policies)

    def _seen(self, bundle: ClassBundle, progress: Progress) -> Seen:
        recordings = self.footage.observe(bundle, progress)
        looked = self.pictures.look(bundle, recordings, progress)
        recordings = with_pictures(recordings, looked)

        @cache
        def playback(answer_within: int) -> PlaybackObservation:
            return self.playback.observe(bundle, answer_within=answer_within, progress=progress)

        @cache
        def shown(answer_within: int) -> PicturesSeen:
            return self.snapshots.observe(bundle, playback(answer_within).learners, progress)

        @cache
        def faces() -> ClassFaces:
            return self.faces.faces(bundle, recordings, progress)

        return Seen(recordings, playback, shown, faces)

    def _judgement(self, bundle: ClassBundle, policy: Policy, seen: Seen) -> Judgement:
        prompts = policy.rule("prompt-gap")
        answer_within = prompts.given.seconds("answer_within_seconds") if prompts else 0
        playback = seen.playback(answer_within)
        shown = PicturesSeen()
        if any(policy.rule(named) for named in ON_PICTURES):
            shown = seen.shown(answer_within)
            playback = replace(playback, learners=with_showings(playback.learners, shown))
        faces = ClassFaces()
        if any(policy.rule(named) for named in ON_FACES):
            faces = seen.faces()
        case = case_of(bundle, seen.recordings, playback, faces, shown)
        found = tuple(findings(policy, case, self.rules))
        verdict = self._verdict(bundle, policy, case, found, playback)
        notes = (*verdict.notes, *portrait_notes(faces))
        models = tuple(sorted({*faces.models, *shown.models}))
        verdict = replace(verdict, models=models, notes=notes)
        return Judgement(verdict, policy, bundle, case, faces)

    def _verdict(
        self,
        bundle: ClassBundle,
        policy: Policy,
        case: Case,
        found: tuple[Finding, ...],
        playback: PlaybackObservation,
    ) -> Verdict:
        sheet = bundle.attendance
        attended = Attended.by(sheet, bundle.learners) if sheet else None
        hours = hour_verdicts(policy, case, found, attended)
        return Verdict(
            bundle_id=bundle.training_class.id,
            bundle_sha256=bundle.sha256,
            bundle_files=len(bundle.digests),
            timezone=bundle.training_class.timezone,
            policy_id=policy.id,
            policy_sha256=policy.sha256,
            engine_version=self.version,
            standing=Standing.of(found),
            hours=hours,
            learners=learner_verdicts(policy, case, hours, found, attended),
            findings=found,
            notes=(*bundle.notes, *playback.notes, *oddities(bundle, policy, case.of(Recording))),
            training_class=bundle.training_class,
            rooms=tuple(dict.fromkeys(one.room for one in bundle.sessions if one.room)),
            visits=bundle.visits,
        )


def case_of(
    bundle: ClassBundle,
    recordings: tuple[Recording, ...],
    playback: PlaybackObservation,
    faces: ClassFaces | None = None,
    pictures: PicturesSeen | None = None,
) -> Case:
    """All the facts of a class, in a stable order."""
    record = ClassRecord(bundle.training_class, bundle.learners, bundle.sessions, bundle.lessons)
    facts: list[Judged] = [record, *assessments(record), *bundle.sessions, *recordings]
    facts.extend(class_hour_footage(bundle.sessions, recordings))
    facts.extend(footage_clocks(recordings, bundle.training_class.timezone))
    attended = learner_attendance(bundle.learners, bundle.sessions, bundle.attendance or ())
    facts.extend((*attended, *learner_records(record), *cohorts(record, attended)))
    for learner in playback.learners:
        facts.extend((learner, *learner.lessons, *learner.gaps, *learner.hours))
    facts.extend(playback.lost)
    sheet = Attended.by(bundle.attendance, bundle.learners) if bundle.attendance else None
    looked = faces or ClassFaces()
    seen = tuple(presence(bundle.sessions, bundle.learners, recordings, looked, sheet))
    facts.extend(seen)
    hours_seen = tuple(one for one in seen if isinstance(one, HourFaces))
    facts.extend(strangers(hours_seen, bundle.learners, looked, _teachers(bundle)))
    facts.extend(
        traces(
            bundle.learners,
            bundle.sessions,
            faces=looked,
            hours=hours_seen,
            playback=playback.learners,
            pictures=pictures or PicturesSeen(),
            attended=sheet,
        )
    )
    return Case(tuple(facts))


def _teachers(bundle: ClassBundle) -> int:
    """How many teachers may be in a room: as class.toml says, else as the timetable names."""
    stated = bundle.training_class.teachers
    named = {session.teacher for session in bundle.sessions if session.teacher}
    return max(1, len(named)) if stated is None else stated
