"""The subsidy sheet: what is due for each learner of a class, and the class hours behind it.

Nothing that is open is paid in silence: every sum has what is surely due and what may be. A rise in
what is known to be true never lowers a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from evidence.domain.claim import Claim, ClaimedHour, HeadCount, LearnerClaim
from evidence.domain.findings import Standing
from evidence.domain.subsidy import (
    CERTAIN,
    NONE,
    PERHAPS,
    Between,
    Condition,
    Part,
    SubsidyTerms,
    TrainingDay,
)
from evidence.domain.text import Text, say
from evidence.facts.record import months_after

STANDS = {Standing.VALID: CERTAIN, Standing.REVIEW: PERHAPS, Standing.INVALID: NONE}


@dataclass(frozen=True, slots=True)
class DayOfTraining:
    """A day of one learner: its class hours, all of them, whatever became of each."""

    on: date
    hours: tuple[ClaimedHour, ...]

    @property
    def counted(self) -> Between:
        """Class hours of this day that count, and may."""
        surely = sum(hour.standing is Standing.VALID for hour in self.hours)
        possibly = sum(hour.standing is not Standing.INVALID for hour in self.hours)
        return Between(surely, possibly)


@dataclass(frozen=True, slots=True)
class LearnerSubsidy:
    """What is due for one learner.

    ``counts`` is 1 where the training counts at all. ``paid_days`` and ``full`` (fen, before the
    conditions of its parts) are None where the regulation pays by head and nobody named a sum.
    ``due`` has an entry for each part of the terms. ``open`` says what keeps it from being certain,
    ``lost`` why nothing is due.
    """

    learner: str
    credited: Between
    planned: int
    days: tuple[DayOfTraining, ...]
    online: Between
    counts: Between
    paid_days: Between | None
    full: Between | None
    due: tuple[Between, ...]
    open: tuple[Text, ...]
    lost: tuple[Text, ...]

    @property
    def total(self) -> Between:
        """All parts together, in fen."""
        return sum(self.due, NONE)


@dataclass(frozen=True, slots=True)
class SubsidySheet:
    """The sheet of one class.

    ``standard`` is the sum for a head in fen that the authority named, None where it did not or the
    document sets rates of its own. ``heads`` are those that count where the document says how, and
    ``payable`` the learners for whom something is due.
    """

    claim: Claim
    terms: SubsidyTerms
    standard: int | None
    heads: Between | None
    learners: tuple[LearnerSubsidy, ...]

    @property
    def payable(self) -> Between:
        """How many are paid for: learners whose training counts, but no more than heads count."""
        those = sum((line.counts for line in self.learners), NONE)
        return those if self.heads is None else those.up_to(self.heads)

    @property
    def parts(self) -> tuple[Between, ...]:
        """Each part of the class's sum, in fen."""
        if self.capped is not None and self.standard is not None:
            sums = self.payable * Between.exactly(self.standard)
            low, high = self.terms.shared_out(sums.surely), self.terms.shared_out(sums.possibly)
            most = (Between(*each) for each in zip(low, high, strict=True))
            return tuple(one.up_to(cap) for one, cap in zip(self._added, most, strict=True))
        return self._added

    @property
    def capped(self) -> Between | None:
        """The heads that count, where they are fewer than the learners whose training counts."""
        those = sum((line.counts for line in self.learners), NONE)
        return self.heads if self.heads is not None and those != self.payable else None

    @property
    def total(self) -> Between:
        """The class's sum, in fen."""
        return sum(self.parts, NONE)

    @property
    def _added(self) -> tuple[Between, ...]:
        lines = [line.due for line in self.learners]
        return tuple(sum((due[n] for due in lines), NONE) for n, _ in enumerate(self.terms.parts))


def subsidy_sheet(claim: Claim, terms: SubsidyTerms, standard: int | None = None) -> SubsidySheet:
    """The sheet of a class; ``standard`` is the sum for a head (fen) where the terms set none."""
    by_head = terms.day is None
    return SubsidySheet(
        claim=claim,
        terms=terms,
        standard=standard if by_head else None,
        heads=heads_that_count(claim.heads) if terms.heads else None,
        learners=tuple(_line(one, claim, terms, standard) for one in claim.learners),
    )


def heads_that_count(heads: HeadCount) -> Between:
    """How many count for a class: those who came, or the average of the looks where it is less.

    Those who came to check and the camera are averaged apart: an hour of footage is no visit, and
    neither outweighs the other.
    """
    found = tuple(Between.exactly(present) for present in heads.visits)
    return heads.came.up_to(_average(heads.looks, heads.came)).up_to(_average(found, heads.came))


def _average(looks: tuple[Between, ...], otherwise: Between) -> Between:
    if not looks:
        return otherwise
    surely = sum(look.surely for look in looks) // len(looks)
    possibly = -(-sum(look.possibly for look in looks) // len(looks))
    return Between(surely, possibly)


def _line(
    learner: LearnerClaim, claim: Claim, terms: SubsidyTerms, standard: int | None
) -> LearnerSubsidy:
    days = tuple(_days(learner))
    counts, open_, lost = _counts(learner, claim, terms)
    paid_days = full = None
    due = tuple(NONE for _ in terms.parts)
    if terms.day:
        paid_days = days_paid(days, learner.online, terms.day)
        at_most = Between(terms.for_days(paid_days.surely), terms.for_days(paid_days.possibly))
        full = counts * at_most
        open_ = [*open_, *_open_days(paid_days, days, terms.day)]
    elif standard is not None:
        full = counts * Between.exactly(standard)
    if full is not None:
        due, why = _due(full, learner, claim, terms)
        told = [each for each in why if counts != NONE]
        open_, lost = (
            [*open_, *(t for t, gone in told if not gone)],
            [
                *lost,
                *(t for t, gone in told if gone),
            ],
        )
    return LearnerSubsidy(
        learner=learner.learner,
        credited=learner.credited,
        planned=learner.planned,
        days=days,
        online=learner.online,
        counts=counts,
        paid_days=paid_days,
        full=full,
        due=due,
        open=tuple(open_) if counts != NONE else (),
        lost=tuple(lost),
    )


def _days(learner: LearnerClaim) -> Iterator[DayOfTraining]:
    in_order = sorted(learner.hours, key=lambda hour: (hour.on, hour.session, hour.number))
    for day, hours in groupby(in_order, key=lambda hour: hour.on):
        yield DayOfTraining(day, tuple(hours))


def days_paid(days: tuple[DayOfTraining, ...], online: Between, law: TrainingDay) -> Between:
    """Days of training: as many as the class hours make, and no more than there were.

    The document sets class hours and days equal (10天即80个课时). So whole days are certain; a day
    that was begun and not filled is possible, for the document does not say what it is worth.
    """
    counted = sum((day.counted for day in days), NONE) + online
    there = Between(
        sum(day.counted.surely > 0 for day in days) + online.surely // law.class_hours,
        sum(day.counted.possibly > 0 for day in days) + _begun(online.possibly, law),
    )
    made = Between(counted.surely // law.class_hours, _begun(counted.possibly, law))
    return made.up_to(there).up_to(Between.exactly(law.most))


def _begun(hours: int, law: TrainingDay) -> int:
    return -(-hours // law.class_hours)


def _open_days(paid: Between, days: tuple[DayOfTraining, ...], law: TrainingDay) -> Iterator[Text]:
    if paid.is_known:
        return
    waiting = sum((day.counted for day in days), NONE)
    if not waiting.is_known:
        yield say("{hours} class hours wait for a person", hours=waiting.possibly - waiting.surely)
    if waiting.surely % law.class_hours or waiting.is_known:
        yield say("a day that is begun and not filled: the document does not say what it is worth")


def _counts(
    learner: LearnerClaim, claim: Claim, terms: SubsidyTerms
) -> tuple[Between, list[Text], list[Text]]:
    """Whether a learner's training counts at all, what leaves that open, and what rules it out."""
    open_: list[Text] = []
    lost: list[Text] = []
    of_class, of_learner = STANDS[claim.standing], STANDS[learner.standing]
    _told(of_class, open_, lost, say("the class waits for a person"), say("the class is invalid"))
    _told(
        of_learner,
        open_,
        lost,
        say("the learner's training waits for a person"),
        say("the learner's training is invalid"),
    )
    enough = CERTAIN if terms.day else _enough(learner)
    part = say(
        "{credited} of {planned} class hours count, and the document sets no least number",
        credited=learner.credited.surely,
        planned=learner.planned,
    )
    _told(enough, open_, lost, part, say("no class hour counts"))
    before = _limited(learner, terms, open_, lost)
    return of_class * of_learner * enough * before, open_, lost


def _told(
    factor: Between, open_: list[Text], lost: list[Text], when_open: Text, when_lost: Text
) -> None:
    if factor == NONE:
        lost.append(when_lost)
    elif factor == PERHAPS:
        open_.append(when_open)


def _enough(learner: LearnerClaim) -> Between:
    """Whether a learner took part, where the document pays by head."""
    credited = learner.credited
    return Between(
        int(credited.surely > 0 and learner.planned <= credited.surely), int(credited.possibly > 0)
    )


def _limited(
    learner: LearnerClaim, terms: SubsidyTerms, open_: list[Text], lost: list[Text]
) -> Between:
    """Whether the trainings of the same person on record leave room for this one."""
    before, limit = learner.paid_before, terms.limit
    if before is None or limit is None:
        return CERTAIN
    most = limit.most_a_year
    room = Between(int(before.this_year.possibly < most), int(before.this_year.surely < most))
    new = Between(int(before.the_same.possibly == 0), int(before.the_same.surely == 0))
    often = say("{most} trainings of this year were paid for already", most=most)
    _told(room, open_, lost, say("earlier trainings of this year wait for a person"), often)
    _told(
        new,
        open_,
        lost,
        say("an earlier training of this occupation and level waits for a person"),
        say("this occupation and level was paid for before"),
    )
    return room * new


def _due(
    full: Between, learner: LearnerClaim, claim: Claim, terms: SubsidyTerms
) -> tuple[tuple[Between, ...], list[tuple[Text, bool]]]:
    """Each part of a sum as far as its conditions are met; and why it is not, or may not be."""
    due: list[Between] = []
    why: list[tuple[Text, bool]] = []
    so_far = CERTAIN
    low, high = terms.shared_out(full.surely), terms.shared_out(full.possibly)
    for part, least, most in zip(terms.parts, low, high, strict=True):
        met, text = _met(part, learner, claim)
        if text is not None and so_far != NONE:
            why.append((text, met == NONE))
        so_far = so_far * met
        due.append(Between(least, most) * so_far)
    return tuple(due), why


def _met(part: Part, learner: LearnerClaim, claim: Claim) -> tuple[Between, Text | None]:
    match part.on:
        case Condition.TRAINING:
            return CERTAIN, None
        case Condition.ADVANCE:
            if learner.certified is False:
                return NONE, say("no certificate: what was paid in advance is to be set off")
            return CERTAIN, None
        case Condition.CERTIFICATE:
            return _certified(learner)
        case Condition.EMPLOYMENT:
            return _employed(part, learner, claim)


def _certified(learner: LearnerClaim) -> tuple[Between, Text | None]:
    if learner.certified is None:
        return PERHAPS, say("the roster does not tell of a certificate")
    return (CERTAIN, None) if learner.certified else (NONE, say("no certificate"))


def _employed(part: Part, learner: LearnerClaim, claim: Claim) -> tuple[Between, Text | None]:
    """Whether a learner found work in time, counted from the last day of the class."""
    until = months_after(claim.ends_on, part.within_months)
    on = learner.employed_on
    if on is None:
        return PERHAPS, say("no day of employment is stated (until {day})", day=until.isoformat())
    if on > until:
        return NONE, say("employed only after {day}", day=until.isoformat())
    if on < claim.starts_on:
        return PERHAPS, say("employed before the class began: whether this counts is open")
    return CERTAIN, None
