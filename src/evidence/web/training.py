"""The page of a learner's training record across classes (劳动者职业培训电子档案).

An ID number is asked for in a form and answered at once: it stands in no address, and so in no log
and no history. An institution sees the record of its own classes only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from evidence.domain.claim import ClaimedHour
from evidence.domain.errors import Unreadable
from evidence.domain.masking import is_identity
from evidence.domain.teaching import Kind
from evidence.facts.training_record import Training, TrainingRecord
from evidence.pipeline.accounts import SignIn
from evidence.report.names import KIND, MARK, STANDING
from evidence.report.subsidy import money, number, told_hours
from evidence.report.training_record import certificate, due_of, how_found, sheets
from evidence.report.words import Voice
from evidence.web.addresses import class_at, institution_at
from evidence.web.guard import Sender, Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.sending import of_home
from evidence.web.taking_away import workbook_of
from evidence.wiring.trainings import record_in

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training of the person; ``days`` has the class hours of each day."""

    href: str
    name: str
    institution: str
    dates: str
    occupation: str
    style: str
    mark: str
    word: str
    hours: str
    kinds: tuple[tuple[str, int], ...]
    certificate: str
    employed: str
    subsidy: str
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """A person's record; ``problem`` says why there is none, and ``asked`` that one was asked for.

    ``who`` is the number that an institution gave, never an ID number.
    """

    asked: bool
    problem: str
    home: str
    who: str
    all_institutions: bool
    sums: tuple[tuple[str, str], ...] = ()
    found: str = ""
    trainings: tuple[TrainingLine, ...] = ()
    workbook_href: str = ""


@router.get("/learners")
def ask_page(request: Request, visitor: Visitor) -> Response:
    """Ask whose record."""
    home = visitor.account.institution
    page = TrainingPage(asked=False, problem="", home=home, who="", all_institutions=not home)
    return rendered(request, "training", page, visitor=visitor)


@router.post("/learners")
def answer(
    request: Request,
    here: Sender,
    who: Annotated[str, Form(max_length=100)] = "",
    home: Annotated[str, Form(max_length=100)] = "",
    take: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """The record of who has this ID number; an institution's own number leads to its page."""
    asked, institution = who.strip(), here.account.institution or home.strip()
    if is_identity(asked):
        return _answered(request, here, asked, "", as_workbook=take == "workbook")
    if institution and asked:
        at = f"{institution_at(institution)}/learners/{quote(asked, safe='')}"
        return RedirectResponse(at, HTTPStatus.SEE_OTHER)
    what = voice(request).word("write an ID number, or an institution and the number it gave")
    page = _refused(what, institution, "", here)
    return rendered(request, "training", page, visitor=here, status=HTTPStatus.BAD_REQUEST)


@router.get("/institutions/{home}/learners/{who}")
def record_page(request: Request, visitor: Visitor, home: str, who: str) -> Response:
    """The record of the learner to whom an institution gave a number."""
    return _answered(request, visitor, _own_number(who), of_home(visitor, home))


@router.get("/institutions/{home}/learners/{who}/workbook")
def record_workbook(request: Request, visitor: Visitor, home: str, who: str) -> Response:
    """The same as a workbook."""
    institution = of_home(visitor, home)
    return _answered(request, visitor, _own_number(who), institution, as_workbook=True)


def _own_number(who: str) -> str:
    """A number that an institution gave.

    Raises:
        HTTPException: for an ID number, which has no place in an address.
    """
    if is_identity(who):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return who


def _answered(
    request: Request, here: SignIn, who: str, home: str, *, as_workbook: bool = False
) -> Response:
    desk, speaker = office(request), voice(request)
    own = "" if is_identity(who) else who
    everywhere = not here.account.institution
    try:
        record = record_in(desk, who, home, here.account.sees)
    except Unreadable as error:
        told = speaker.tell(error.problems[0].what)
        page = _refused(told, home, own, here)
        return rendered(request, "training", page, visitor=here, status=HTTPStatus.NOT_FOUND)
    if as_workbook:
        return workbook_of(sheets(record, speaker), "training-record")
    at = f"{institution_at(home)}/learners/{quote(own, safe='')}/workbook" if own else ""
    page = TrainingPage(
        asked=True,
        problem="",
        home=home,
        who=own,
        all_institutions=everywhere,
        sums=tuple(_sums(record, speaker)),
        found=how_found(record, speaker),
        trainings=tuple(_line(training, speaker) for training in record.trainings),
        workbook_href=at,
    )
    return rendered(request, "training", page, visitor=here)


def _refused(problem: str, home: str, who: str, here: SignIn) -> TrainingPage:
    """The page that says why there is no record."""
    return TrainingPage(
        asked=True,
        problem=problem,
        home=home,
        who=who,
        all_institutions=not here.account.institution,
    )


def _sums(record: TrainingRecord, speaker: Voice) -> Iterator[tuple[str, str]]:
    yield speaker.word("Trainings"), str(len(record.trainings))
    yield speaker.word("Class hours that count"), number(record.credited)
    yield speaker.word("Certificates"), str(record.certificates)


def _line(training: Training, speaker: Voice) -> TrainingLine:
    claim, learner, due = training.claim, training.learner, due_of(training)
    kinds = dict(training.by_kind)
    return TrainingLine(
        href=class_at(training.subject),
        name=training.subject.partition("/")[2],
        institution=claim.institution_name or claim.institution,
        dates=f"{speaker.date(claim.starts_on)} – {speaker.date(claim.ends_on)}",
        occupation=f"{claim.occupation} {claim.level}".strip(),
        style=training.standing.value,
        mark=MARK[training.standing],
        word=speaker.tell(STANDING[training.standing]),
        hours=f"{number(learner.credited)} / {learner.planned}",
        kinds=tuple((speaker.tell(KIND[kind]), kinds.get(kind, 0)) for kind in Kind),
        certificate=certificate(training, speaker),
        employed=speaker.date(learner.employed_on) if learner.employed_on else "",
        subsidy="" if due is None else money(due),
        days=tuple(_days(learner.hours, speaker)),
    )


def _days(hours: tuple[ClaimedHour, ...], speaker: Voice) -> Iterator[tuple[str, str]]:
    ordered = sorted(hours, key=lambda hour: (hour.on, hour.session, hour.number))
    for day, those in groupby(ordered, key=lambda hour: hour.on):
        yield speaker.date(day), told_hours(list(those), speaker)
