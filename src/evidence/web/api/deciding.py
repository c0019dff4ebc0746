"""Deciding by the API: an item with its ETag, and a step on what was seen, once."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from evidence.domain.text import say
from evidence.pipeline.accounts import Account, Role
from evidence.pipeline.deciding import Seen
from evidence.pipeline.review import Overtaken, Step
from evidence.pipeline.worklist import Item
from evidence.web.api.once import Asked, Key, once
from evidence.web.api.records import ItemRecord, ItemWhole, StepAsked, StepRecord
from evidence.web.decision import TOLD_OUTSIDE
from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office
from evidence.wiring.office import Office

Part = Annotated[str, Query(max_length=2000, description="As items name it: hour/P01/1")]
router = APIRouter(tags=["items"])


@router.get("/classes/{home}/{name}/item", response_model=ItemWhole)
def item(request: Request, visitor: Visitor, home: str, name: str, part: Part) -> Response:
    """One item with its steps; its ETag goes into If-Match of a step on it."""
    desk = office(request)
    desk.catch_up()
    found = _found(desk, of_class(visitor, home, name), part)
    return _answer(desk, found, visitor.account)


@router.post(
    "/classes/{home}/{name}/item/steps",
    response_model=ItemWhole,
    status_code=HTTPStatus.CREATED,
)
def take(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    part: Part,
    asked: StepAsked,
    if_match: Annotated[str, Header(max_length=200)] = "",
    key: Key = "",
) -> Response:
    """Take a step on an item as it was seen: If-Match carries its ETag."""
    subject = of_class(visitor, home, name)
    desk, account = office(request), visitor.account
    what = (subject, part, asked.model_dump(mode="json"))
    return once(
        desk,
        Asked(account.name, key, what),
        lambda: _taken(desk, account, _seen(desk, subject, part, if_match), asked),
    )


def _seen(desk: Office, subject: str, part: str, if_match: str) -> Item:
    """The item, if it still is as the ETag says.

    Raises:
        HTTPException: when there is none, or no ETag.
        Overtaken: when it has changed.
    """
    desk.catch_up()
    found = _found(desk, subject, part)
    if not if_match:
        raise HTTPException(HTTPStatus.PRECONDITION_REQUIRED, "send the item's ETag as If-Match")
    if if_match != etag(found):
        raise Overtaken(say("somebody was quicker, or a newer verdict is there: look again"))
    return found


def _taken(desk: Office, account: Account, found: Item, asked: StepAsked) -> Response:
    step = Step(
        asked.act,
        account.name,
        desk.clock.now(),
        found.basis,
        asked.reason.strip(),
        asked.to.strip(),
    )
    seen = Seen(found.steps, found.basis)
    desk.deciding.take(found, step, account.role, account.powers, seen)
    return _answer(desk, _found(desk, found.subject, found.part), account, HTTPStatus.CREATED)


def etag(found: Item) -> str:
    """What changes whenever an item does."""
    return f'"{found.steps}-{found.basis[:32]}"'


def _found(desk: Office, subject: str, part: str) -> Item:
    found = desk.reviews.item(subject, part)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


def _answer(
    desk: Office, found: Item, account: Account, status: HTTPStatus = HTTPStatus.OK
) -> JSONResponse:
    """An item as the pages show it too: those outside are not told who decided."""
    inside = account.role is not Role.INSTITUTION
    steps = [
        StepRecord.of(each, by=each.step.by if inside or each.step.by == account.name else "")
        for each in desk.reviews.steps(found.subject, found.part)
        if inside or each.step.act in TOLD_OUTSIDE
    ]
    told = ItemWhole(item=ItemRecord.of(found, inside=inside), steps=steps)
    return JSONResponse(told.model_dump(mode="json"), status, {"ETag": etag(found)})
