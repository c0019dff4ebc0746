"""The page of an institution: what it should see to, what it sent, and its classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from evidence.pipeline.accounts import Role, SignIn
from evidence.pipeline.review import State
from evidence.pipeline.worklist import Item, Wanted
from evidence.report.names import MARK, STANDING, about, rule_title
from evidence.report.words import Voice
from evidence.web.addresses import Filters, class_at, institution_at, item_at, list_at
from evidence.web.delivery import DeliveryView, view
from evidence.web.guard import Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.sending import of_home
from evidence.wiring.morning import warnings
from evidence.wiring.office import Office

QUESTIONS, DELIVERIES, CLASSES = 20, 50, 200  # shown at a time
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for the institution."""

    href: str
    subject: str
    about: str
    found: str
    latest: str
    asked: str


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class by its newest verdict."""

    href: str
    name: str
    standing: str
    mark: str
    word: str
    judged: str


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """An institution; ``may_send`` tells whether the visitor sends for it.

    ``warnings`` are this morning's, ``night`` the business date that they are about, "" for none.
    """

    home: str
    may_send: bool
    send_at: str
    upload_at: str
    deliveries_at: str
    night: str
    warnings: tuple[str, ...]
    questions: tuple[Question, ...]
    questions_href: str
    deliveries: tuple[DeliveryView, ...]
    classes: tuple[ClassLine, ...]
    most: str
    form_most: str


@router.get("/institutions/{home}")
def institution_page(request: Request, visitor: Visitor, home: str) -> Response:
    """One institution."""
    institution = of_home(visitor, home)
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    told = warnings(desk.deployed, desk.store, institution, desk.clock.now(), speaker)
    asked = desk.reviews.page(Wanted(institution, state=State.ASKED), QUESTIONS)
    at = institution_at(institution)
    page = InstitutionPage(
        home=institution,
        may_send=visitor.account.role is Role.INSTITUTION,
        send_at=f"{at}/deliveries",
        upload_at=f"{at}/uploads",
        deliveries_at=f"{at}/deliveries",
        night=told.date,
        warnings=told.lines,
        questions=tuple(_question(item, desk, speaker) for item in asked),
        questions_href=list_at(Filters(institution=institution, state=State.ASKED.value)),
        deliveries=tuple(_deliveries(desk, visitor, institution, speaker)),
        classes=tuple(_classes(desk, institution, speaker)),
        most=f"{desk.section.delivery_gigabytes:g} GB",
        form_most=f"{desk.section.form_megabytes:g} MB",
    )
    return rendered(request, "institution", page, visitor=visitor)


def _question(item: Item, desk: Office, speaker: Voice) -> Question:
    filters = Filters(state=State.ASKED.value)
    steps = [each.step for each in desk.reviews.steps(item.subject, item.part)]
    return Question(
        href=item_at(item, filters),
        subject=item.subject,
        about=about(item.about, speaker),
        found=" · ".join(rule_title(rule, speaker) for rule in item.rules),
        latest=item.latest,
        asked=steps[-1].reason if steps else "",
    )


def _deliveries(
    desk: Office, here: SignIn, institution: str, speaker: Voice
) -> Iterator[DeliveryView]:
    """What was sent; a pre-check is the institution's own matter."""
    mine = here.account.role is Role.INSTITUTION
    for each in desk.deliveries.of(institution, DELIVERIES):
        if mine or each.purpose.counts:
            yield view(each, speaker)


def _classes(desk: Office, institution: str, speaker: Voice) -> Iterator[ClassLine]:
    for judged in desk.overview.classes(institution, CLASSES):
        yield ClassLine(
            href=class_at(judged.subject),
            name=judged.subject.partition("/")[2],
            standing=judged.standing.value,
            mark=MARK[judged.standing],
            word=speaker.tell(STANDING[judged.standing]),
            judged=speaker.moment(judged.at),
        )
