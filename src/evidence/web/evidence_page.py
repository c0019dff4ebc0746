"""The page where an institution adds evidence to a class: one more file, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from evidence.pipeline.review import Act
from evidence.pipeline.worklist import part_subject
from evidence.report.names import about
from evidence.web.addresses import class_at, institution_at, part_at
from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office, rendered, voice
from evidence.web.sending import LONGEST_PART, sending_of
from evidence.web.verdicts import micros, newest

router = APIRouter()


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What may be added; ``part`` is what it answers, "" for the class as a whole.

    ``start`` is when that part begins, as a browser's field wants it; ``asked`` is the question.
    """

    title: str
    subject: str
    name: str
    part: str
    back: str
    send_at: str
    upload_at: str
    deliveries_at: str
    cameras: tuple[str, ...]
    start: str
    asked: str


@router.get("/classes/{home}/{name}/evidence")
def evidence_page(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    part: Annotated[str, Query(max_length=LONGEST_PART)] = "",
) -> Response:
    """Adding evidence to a class."""
    sending_of(visitor, home)
    subject = of_class(visitor, home, name)
    desk, speaker = office(request), voice(request)
    known = desk.store.classes.get(subject)
    if known is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    named = part_subject(part)
    _, verdict = newest(desk, subject)
    at_first = (named.session, named.hour or 1)
    hours = [each for each in verdict.class_hours if (each.session, each.hour) == at_first]
    steps = desk.reviews.steps(subject, part) if part else ()
    asked = (each.step for each in reversed(steps))
    at = institution_at(home)
    page = EvidencePage(
        title=about(named, speaker) if part else subject,
        subject=subject,
        name=name,
        part=part,
        back=part_at(subject, part) if part else class_at(subject),
        send_at=f"{at}/deliveries",
        upload_at=f"{at}/uploads",
        deliveries_at=f"{at}/deliveries",
        cameras=tuple(sorted({each.camera for each in known.recordings if each.camera})),
        start=f"{speaker.moment_at(micros(hours[0].start)):%Y-%m-%dT%H:%M:%S}" if hours else "",
        asked=next((step.reason for step in asked if step.act is Act.ASK), ""),
    )
    return rendered(request, "evidence_page", page, visitor=visitor)
