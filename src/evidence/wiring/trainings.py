"""Trainings on record: the store's verdicts, and the same person found again in other classes.

Who somebody is stands only in the rosters that landed. It is read for the one question and kept
nowhere: not in the store, not in a log, not in an answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.domain.claim import PaidBefore
from evidence.domain.errors import Problem, Unreadable
from evidence.domain.masking import is_identity
from evidence.domain.text import say
from evidence.facts.subsidy import subsidy_sheet
from evidence.facts.training_record import Training, TrainingRecord, paid_before
from evidence.report.claims import Before, claim_of
from evidence.sources.rosters import roster_at
from evidence.wiring.office import Office, opened_office
from evidence.wiring.places import config_folder
from evidence.wiring.verdicts_kept import GivenVerdict, kept_in


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A class on record, and its learners' ID numbers where its roster tells them."""

    given: GivenVerdict
    persons: Mapping[str, str] = field(default_factory=dict, repr=False)


def on_record(office: Office, sees: Callable[[str], bool] = bool) -> tuple[OnRecord, ...]:
    """Every class on record that the asker ``sees`` and whose verdict tells enough."""
    office.catch_up()
    seen = [subject for subject in office.store.classes.subjects() if sees(subject)]
    kept = kept_in(office, seen) if seen else ()
    told = [given for given in kept if given.verdict.class_ is not None]
    return tuple(OnRecord(given, _persons(office.landing, given.subject)) for given in told)


def _persons(landing: Path, subject: str) -> Mapping[str, str]:
    learners = roster_at(landing / subject)
    return {learner.id: learner.id_number for learner in learners if learner.id_number}


def before_of(classes: Iterable[OnRecord]) -> Mapping[str, Before]:
    """What is on record of the learners of each class from before it, by class and learner."""
    known: dict[str, list[Training]] = defaultdict(list)
    for one in classes:
        for training in trainings_of(one):
            if person := one.persons.get(training.learner.learner):
                known[person].append(training)
    found: dict[str, dict[str, PaidBefore]] = defaultdict(dict)
    for those in known.values():
        for training in those:
            before = paid_before(training, those)
            found[training.subject][training.learner.learner] = before
    return found


def kept_with_record(subjects: Sequence[str]) -> Iterator[tuple[GivenVerdict, Before]]:
    """The newest verdicts of these classes or of all, and what is on record of their learners.

    Raises:
        Unreadable: when the deployment or its store can't be used, or has no such class.
    """
    with opened_office(config_folder()) as office:
        office.catch_up()
        asked = tuple(kept_in(office, subjects))
        terms = [given.policy.subsidy for given in asked]
        limited = any(each is not None and each.limit is not None for each in terms)
        limits = before_of(on_record(office)) if limited else {}
    for given in asked:
        yield given, limits.get(given.subject, {})


def trainings_of(one: OnRecord, before: Before | None = None) -> Iterator[Training]:
    """The trainings of every learner of a class."""
    given = one.given
    claim = claim_of(given.verdict, given.decided, before)
    terms = given.policy.subsidy
    due = {line.learner: line for line in subsidy_sheet(claim, terms).learners} if terms else {}
    kinds = {
        told.id: tuple(told.hours_by_kind.model_dump().items()) for told in given.verdict.learners
    }
    for learner in claim.learners:
        name = learner.learner
        yield Training(given.subject, claim, learner, kinds[name], due.get(name), given.at)


def record_of(who: str, institution: str = "") -> TrainingRecord:
    """The record of a person, by ID number, or by the number that an institution gave.

    Raises:
        Unreadable: when there is nobody of that number, or several people.
    """
    with opened_office(config_folder()) as office:
        return record_in(office, who, institution)


def record_in(
    office: Office, who: str, institution: str = "", sees: Callable[[str], bool] = bool
) -> TrainingRecord:
    """The same in an office that is open already, of the classes that the asker ``sees``.

    Raises:
        Unreadable: when there is nobody of that number, or several people.
    """
    classes = on_record(office, sees)
    persons = {who.upper()} if is_identity(who) else _persons_called(who, institution, classes)
    limits = before_of(classes)
    if persons:
        found = [each for one in classes for each in _of(one, persons, limits)]
    else:
        found = [each for one in classes for each in _called(one, who, institution, limits)]
    if not found:
        what = say("nobody of this number is on record")
        raise Unreadable("learner", (Problem(what, "learner"),))
    return TrainingRecord.of(found, person=bool(persons))


def _persons_called(who: str, institution: str, classes: tuple[OnRecord, ...]) -> set[str]:
    """The ID numbers behind an institution's own number, where the rosters tell them."""
    homes = {
        one.given.subject.partition("/")[0]
        for one in classes
        if any(learner.id == who for learner in one.given.verdict.learners)
        and institution in ("", one.given.subject.partition("/")[0])
    }
    if len(homes) > 1:
        what = say(
            "several institutions have a learner of this number ({homes}): name one with "
            "--institution",
            homes=", ".join(sorted(homes)),
        )
        raise Unreadable("learner", (Problem(what, "learner"),))
    found = {
        one.persons[who]
        for one in classes
        if who in one.persons and one.given.subject.partition("/")[0] in homes
    }
    if len(found) > 1:
        what = say("this number was given to several people: ask by the ID number")
        raise Unreadable("learner", (Problem(what, "learner"),))
    return found


def _of(one: OnRecord, persons: set[str], limits: Mapping[str, Before]) -> Iterator[Training]:
    for training in trainings_of(one, limits.get(one.given.subject)):
        if one.persons.get(training.learner.learner) in persons:
            yield training


def _called(
    one: OnRecord, who: str, institution: str, limits: Mapping[str, Before]
) -> Iterator[Training]:
    if institution not in ("", one.given.subject.partition("/")[0]):
        return
    for training in trainings_of(one, limits.get(one.given.subject)):
        if training.learner.learner == who:
            yield training
