"""The public list (公示): an institution's classes and learners, names and numbers masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from evidence.pipeline.accounts import Account
from evidence.report.names import MARK, STANDING
from evidence.report.sheets import Sheet
from evidence.report.words import Voice
from evidence.web.addresses import class_at
from evidence.web.guard import Taker, Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.taking_away import csv_of, workbook_of
from evidence.wiring.office import Office
from evidence.wiring.public import PublicClass, public_class

CLASSES, ALL = 20, 1000  # on a page; in a file
Home = Annotated[str, Query(max_length=100)]
router = APIRouter()


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A learner as published."""

    name: str
    number: str
    hours: int
    standing: str
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class PublicClassView:
    """A class as published; where ``open`` is not 0 it has no learners yet."""

    name: str
    href: str
    occupation: str
    open: int
    given_back: int
    rows: tuple[PublicRow, ...]


@dataclass(frozen=True, slots=True)
class PublicListPage:
    """The list of one institution; without one, the institutions to choose from."""

    institution: str
    institutions: tuple[str, ...]
    classes: tuple[PublicClassView, ...]
    csv_href: str
    workbook_href: str


@router.get("/public")
def public_list(request: Request, visitor: Visitor, institution: Home = "") -> Response:
    """The list."""
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    home = _home(visitor.account, institution)
    query = f"?{urlencode({'institution': home})}"
    page = PublicListPage(
        institution=home,
        institutions=() if visitor.account.institution else desk.overview.institutions(),
        classes=tuple(_view(each, speaker) for each in _classes(desk, home, CLASSES)),
        csv_href=f"/public.csv{query}" if home else "",
        workbook_href=f"/public.xlsx{query}" if home else "",
    )
    return rendered(request, "public_list", page, visitor=visitor)


@router.get("/public.csv")
def public_csv(request: Request, visitor: Taker, institution: Home = "") -> Response:
    """The same as CSV; classes of which something is undecided are left out."""
    return csv_of(_sheet(request, visitor.account, institution), "public")


@router.get("/public.xlsx")
def public_workbook(request: Request, visitor: Taker, institution: Home = "") -> Response:
    """The same as a workbook."""
    return workbook_of([_sheet(request, visitor.account, institution)], "public")


def _home(account: Account, asked: str) -> str:
    return account.institution or asked.strip()


def _classes(desk: Office, home: str, most: int) -> Iterator[PublicClass]:
    for judged in desk.overview.classes(home, most) if home else ():
        yield public_class(desk, judged)


def _sheet(request: Request, account: Account, institution: str) -> Sheet:
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    home = _home(account, institution)
    headings = (
        speaker.word("Institution"),
        speaker.word("Class"),
        speaker.word("Occupation"),
        speaker.word("Level"),
        speaker.word("Name"),
        speaker.word("ID number"),
        speaker.word("Class hours"),
        speaker.word("Standing"),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            *each.subject.split("/", 1),
            each.occupation,
            each.level,
            learner.name,
            learner.number,
            learner.hours,
            speaker.tell(STANDING[learner.standing]),
        )
        for each in _classes(desk, home, ALL)
        for learner in each.learners
    ]
    return Sheet(speaker.word("Public list"), headings, rows)


def _view(shown: PublicClass, voice: Voice) -> PublicClassView:
    return PublicClassView(
        name=shown.subject.partition("/")[2],
        href=class_at(shown.subject),
        occupation=f"{shown.occupation} {shown.level}".strip(),
        open=shown.open,
        given_back=shown.given_back,
        rows=tuple(
            PublicRow(
                each.name,
                each.number,
                each.hours,
                each.standing.value,
                MARK[each.standing],
                voice.tell(STANDING[each.standing]),
            )
            for each in shown.learners
        ),
    )
