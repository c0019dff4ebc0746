"""Claims read off verdicts: what the JSON of a verdict, and people's decisions on it, come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from evidence.domain.claim import Claim, ClaimedHour, HeadCount, LearnerClaim, PaidBefore
from evidence.domain.errors import Problem, Unreadable
from evidence.domain.findings import Standing
from evidence.domain.policy import Effect
from evidence.domain.subsidy import Between
from evidence.domain.text import say
from evidence.pipeline.review import Act
from evidence.pipeline.worklist import part_of
from evidence.report.verdict_record import (
    ClassRecord,
    FindingRecord,
    HourRecord,
    LearnerRecord,
    VerdictRecord,
)

HEADS = "headcount"
_ANSWER = {Act.CONFIRM: Standing.INVALID, Act.OVERRULE: Standing.VALID}
_WORST = tuple(Standing)

Decided = Mapping[str, Act]
Before = Mapping[str, PaidBefore]


def declared(verdict: VerdictRecord) -> ClassRecord:
    """The class as it was declared.

    Raises:
        Unreadable: when the verdict is of a version that did not tell yet.
    """
    if verdict.class_ is None:
        what = say("this verdict is of an earlier version: check the class again")
        raise Unreadable(verdict.bundle.id, (Problem(what, verdict.bundle.id),))
    return verdict.class_


def claim_of(
    verdict: VerdictRecord, decided: Decided | None = None, before: Before | None = None
) -> Claim:
    """The claim that a verdict comes to.

    ``decided`` is what people decided on its parts, by their names; ``before`` what is on record of
    the same persons, by learner.

    Raises:
        Unreadable: when the verdict is of a version that did not tell enough.
    """
    said, reading = declared(verdict), _Reading(verdict, decided or {})
    return Claim(
        class_id=verdict.bundle.id,
        policy=verdict.policy.id,
        institution=said.institution,
        institution_name=said.institution_name,
        occupation=said.occupation,
        level=said.level,
        starts_on=date.fromisoformat(said.starts_on),
        ends_on=date.fromisoformat(said.ends_on),
        standing=reading.of_class(),
        learners=tuple(
            reading.learner(one, (before or {}).get(one.id)) for one in verdict.learners
        ),
        heads=reading.heads(),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One verdict, with what people decided on it."""

    verdict: VerdictRecord
    decided: Decided

    def of_class(self) -> Standing:
        """How the class stands as a whole; how many heads count is another question."""
        about = [finding for finding in self._about("class") if finding.rule != HEADS]
        return self._standing("class", about)

    def learner(self, told: LearnerRecord, before: PaidBefore | None) -> LearnerClaim:
        part = part_of({"learner": told.id})
        decision = self.decided.get(part)
        standing = _ANSWER[decision] if decision else Standing(told.verdict)
        hours = tuple(self._hours(told))
        open_rooms = sum(
            run.last - run.first + 1 for run in told.class_hours if run.verdict == "review"
        )
        online = told.hours_by_kind.online
        waiting = max(0, told.hours_in_review - open_rooms)
        return LearnerClaim(
            learner=told.id,
            standing=standing,
            planned=told.hours_planned,
            hours=hours,
            online=Between(online, online + waiting),
            certified=told.certified,
            employed_on=date.fromisoformat(told.employed_on) if told.employed_on else None,
            paid_before=before,
        )

    def _hours(self, told: LearnerRecord) -> Iterator[ClaimedHour]:
        days = {(hour.session, hour.hour): hour for hour in self.verdict.class_hours}
        for run in told.class_hours:
            for number in range(run.first, run.last + 1):
                hour = days[run.session, number]
                standing = self._hour(hour)
                if run.verdict == "review" and hour.verdict == "valid":
                    # It stands, but nobody knows whether this learner was there.
                    standing = max(standing, Standing.REVIEW, key=_lost)
                yield ClaimedHour(run.session, number, _day(hour), standing)

    def _hour(self, hour: HourRecord) -> Standing:
        """How a class hour stands after what people decided on it and on its session."""
        parts = (
            part_of({"session": hour.session, "hour": hour.hour}),
            part_of({"session": hour.session}),
        )
        if not any(part in self.decided for part in parts):
            return Standing(hour.verdict)
        each = (self._standing(part, self._about(part)) for part in parts)
        return max(each, key=_lost)

    def heads(self) -> HeadCount:
        """Who came on the first day, and what every look into the room found."""
        enrolled = len(self.verdict.learners)
        first = next((hour for hour in self.verdict.class_hours), None)
        known = first is not None and first.present is not None
        came = Between.exactly(min(first.present or 0, enrolled)) if first and known else None
        there = came or Between(0, enrolled)
        visits = tuple(visit.present for visit in self.verdict.visits)
        return HeadCount(enrolled, there, tuple(self._looks(there)), visits)

    def _looks(self, came: Between) -> Iterator[Between]:
        found = [finding for finding in self.verdict.findings if finding.rule == HEADS]
        told = {(one.subject.session, one.subject.hour): one for one in found}
        if ("", 0) in told and not self._overruled("class"):
            yield Between(0, came.possibly)
        for hour in self.verdict.class_hours:
            finding = told.get((hour.session, hour.hour))
            part = part_of({"session": hour.session, "hour": hour.hour})
            if finding is not None and not self._overruled(part):
                counted = int(finding.measured or 0)
                most = came.possibly if Effect(finding.effect) is Effect.REVIEW else counted
                yield Between(min(counted, most), most)
            elif hour.people_average is not None:
                yield came

    def _overruled(self, part: str) -> bool:
        """Whether people decided that a part counts all the same."""
        return self.decided.get(part) is Act.OVERRULE

    def _about(self, part: str) -> list[FindingRecord]:
        return [
            finding
            for finding in self.verdict.findings
            if part_of(finding.subject.model_dump(by_alias=True)) == part
        ]

    def _standing(self, part: str, about: list[FindingRecord]) -> Standing:
        decision = self.decided.get(part)
        if decision is not None:
            return _ANSWER[decision]
        effects = [Effect(finding.effect) for finding in about]
        if any(effect.invalidates for effect in effects):
            return Standing.INVALID
        return Standing.REVIEW if Effect.REVIEW in effects else Standing.VALID


def _lost(standing: Standing) -> int:
    return -_WORST.index(standing)


def _day(hour: HourRecord) -> date:
    return date.fromisoformat(hour.start[:10])
