"""The page of a delivery: how far it is, and what came of it."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from evidence.domain.errors import Problem
from evidence.domain.findings import Standing
from evidence.pipeline.accounts import Role, SignIn
from evidence.pipeline.deliveries import UNDER_WAY, Delivery, Purpose, Stage
from evidence.report.names import MARK, STANDING
from evidence.report.words import Voice
from evidence.web.addresses import class_at, delivery_at, institution_at
from evidence.web.guard import Sender, Visitor, own_site
from evidence.web.headers import REPORT
from evidence.web.rendering import office, rendered, voice
from evidence.web.sending import Announced, begun, ended, of_home, sending_of
from evidence.web.words import PURPOSE, STAGE, STAGE_SIGN, bytes_told
from evidence.wiring.office import Office
from evidence.wiring.receiving import REPORTS, VERDICT

MEGABYTE = 10**6
FIELDS = 20
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many class hours have a standing."""

    style: str
    mark: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery in words; ``counts`` tells whether it decides anything."""

    href: str
    name: str
    size: str
    at: str
    by: str
    purpose: str
    counts: bool
    stage: str
    under_way: bool
    standing: str
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A delivery; ``arrived`` is in percent while it is being sent.

    ``class_href`` leads to the class that it is part of, "" where it is of none;
    ``report_href`` to a pre-check's report.
    """

    title: str
    told: DeliveryView
    home_href: str
    arrived: int
    problems: tuple[str, ...]
    hours: tuple[Counted, ...]
    subject: str
    class_href: str
    path: str
    version: int
    report_href: str
    verdict_href: str
    action: str
    may_forget: bool


@router.get("/institutions/{home}/deliveries/{key}")
def delivery_page(request: Request, visitor: Visitor, home: str, key: str) -> Response:
    """One delivery."""
    desk, speaker = office(request), voice(request)
    found = shown(desk, visitor, home, key)
    outcome, here = found.outcome, delivery_at(found)
    checked = found.purpose is Purpose.PRE_CHECK and found.stage is Stage.DONE
    kept = checked and desk.inbox.results(home, key).is_dir()
    page = DeliveryPage(
        title=speaker.tell(PURPOSE[found.purpose]),
        told=view(found, speaker),
        home_href=institution_at(home),
        arrived=_arrived(desk, found),
        problems=tuple(_said(each, speaker) for each in outcome.problems),
        hours=tuple(_hours(found, speaker)),
        subject=found.subject,
        class_href=class_at(found.subject) if found.purpose.counts and found.subject else "",
        path=outcome.path,
        version=outcome.version,
        report_href=f"{here}/report" if kept else "",
        verdict_href=f"{here}/verdict.json" if kept else "",
        action=f"{here}/forget",
        may_forget=_may_forget(found, visitor),
    )
    return rendered(request, "delivery", page, visitor=visitor)


@router.get("/institutions/{home}/deliveries/{key}/report")
def report(request: Request, visitor: Visitor, home: str, key: str) -> Response:
    """The report of a pre-check, for the institution alone."""
    name = REPORTS[voice(request).lang]
    found = shown(office(request), visitor, home, key)
    return _result(office(request), found, name, {"Content-Security-Policy": REPORT})


@router.get("/institutions/{home}/deliveries/{key}/verdict.json")
def verdict(request: Request, visitor: Visitor, home: str, key: str) -> Response:
    """The verdict of a pre-check, for machines."""
    return _result(office(request), shown(office(request), visitor, home, key), VERDICT, {})


@router.post("/institutions/{home}/deliveries")
async def send(request: Request, visitor: Visitor, home: str) -> Response:
    """A delivery by a form alone, for browsers without scripts."""
    own_site(request)
    sending_of(visitor, home)
    desk = office(request)
    most = int(desk.section.form_megabytes * MEGABYTE)
    told = request.headers.get("content-length", "")
    if not told.isdecimal() or int(told) > most:
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    async with request.form(max_files=1, max_fields=FIELDS) as form:
        proof = str(form.get("proof", ""))
        if not hmac.compare_digest(proof.encode(), visitor.proof.encode()):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        delivery = await run_in_threadpool(_taken, desk, visitor, form)
    return RedirectResponse(delivery_at(delivery), HTTPStatus.SEE_OTHER)


@router.post("/institutions/{home}/deliveries/{key}/forget")
def forget(request: Request, sender: Sender, home: str, key: str) -> Response:
    """Take back what is not wholly there, or what a pre-check came to."""
    sending_of(sender, home)
    desk = office(request)
    found = shown(desk, sender, home, key)
    if not _may_forget(found, sender):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    desk.deliveries.forget(home, key)
    desk.inbox.clear(home, key)
    return RedirectResponse(institution_at(home), HTTPStatus.SEE_OTHER)


def shown(desk: Office, here: SignIn, home: str, key: str) -> Delivery:
    """A delivery that this visitor may know of: a pre-check is the institution's own matter.

    Raises:
        HTTPException: not found.
    """
    found = desk.deliveries.get(of_home(here, home), key)
    if found is None or not (found.purpose.counts or here.account.role is Role.INSTITUTION):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


def view(found: Delivery, speaker: Voice) -> DeliveryView:
    """A delivery in words."""
    standing = found.outcome.standing
    return DeliveryView(
        href=delivery_at(found),
        name=found.name,
        size=bytes_told(found.size),
        at=speaker.moment(found.at),
        by=found.by,
        purpose=speaker.tell(PURPOSE[found.purpose]),
        counts=found.purpose.counts,
        stage=f"{STAGE_SIGN[found.stage]} {speaker.tell(STAGE[found.stage])}",
        under_way=found.stage in UNDER_WAY,
        standing=standing.value if standing else "",
        mark=MARK[standing] if standing else "",
        word=speaker.tell(STANDING[standing]) if standing else "",
    )


def _said(problem: Problem, speaker: Voice) -> str:
    hint = speaker.word(" (did you mean {name}?)", name=problem.did_you_mean)
    said = f"{speaker.tell(problem.place)}: {speaker.tell(problem.what)}"
    return said + (hint if problem.did_you_mean else "")


def _hours(found: Delivery, speaker: Voice) -> Iterator[Counted]:
    for standing in Standing:
        count = found.outcome.hours.get(standing, 0)
        if count:
            yield Counted(standing.value, MARK[standing], speaker.tell(STANDING[standing]), count)


def _arrived(desk: Office, found: Delivery) -> int:
    if found.stage is not Stage.SENDING:
        return 100
    there = desk.inbox.arrived(found.institution, found.id) or 0
    return 100 * there // found.size


def _may_forget(found: Delivery, here: SignIn) -> bool:
    mine = here.account.role is Role.INSTITUTION
    over = found.purpose is Purpose.PRE_CHECK and found.stage not in UNDER_WAY
    return mine and (over or found.stage is Stage.SENDING)


def _result(desk: Office, found: Delivery, name: str, headers: dict[str, str]) -> Response:
    file = desk.inbox.results(found.institution, found.id) / name
    if found.purpose.counts or not file.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(file, headers=headers)


def _taken(desk: Office, here: SignIn, form: FormData) -> Delivery:
    """The file of a form, put into the inbox."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY)
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    announced = Announced(file.size or 0, {**given, "filename": file.filename or ""})
    delivery = begun(desk, here, announced)
    with desk.inbox.adding(delivery.institution, delivery.id) as stream:
        while chunk := file.file.read(1 << 20):
            stream.write(chunk)
    ended(desk, delivery)
    return delivery
