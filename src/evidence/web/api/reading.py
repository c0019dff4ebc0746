"""Reading by the API: items, classes, verdicts, deliveries and the overview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse

from evidence.domain.time import SECOND
from evidence.pipeline.accounts import Role
from evidence.pipeline.worklist import Place
from evidence.web.addresses import Asked
from evidence.web.api.once import Asked as Told
from evidence.web.api.once import Key, once
from evidence.web.api.records import (
    ClassPage,
    ClassRecord,
    DeliveryPage,
    DeliveryRecord,
    ItemPage,
    ItemRecord,
    Me,
    MediaAsked,
    MediaLink,
    OverviewRecord,
    SumRecord,
)
from evidence.web.delivery import shown
from evidence.web.guard import Visitor, of_class
from evidence.web.links import SECONDS, sealed_at
from evidence.web.overview import Period
from evidence.web.rendering import office
from evidence.web.sending import of_home
from evidence.wiring.footage_kept import known_recording

MOST, USUAL = 200, 50
Limit = Annotated[int, Query(ge=1, le=MOST)]
DIGITS = 18  # of a number in a cursor
Cursor = Annotated[str, Query(max_length=600, description="next of the page before")]
router = APIRouter()


@router.get("/me", tags=["accounts"])
def me(visitor: Visitor) -> Me:
    """Who the token is of, and what they may do."""
    account = visitor.account
    return Me(
        name=account.name,
        role=account.role,
        institution=account.institution,
        acts=sorted(account.powers),
    )


@router.get("/items", tags=["items"])
def items(
    request: Request,
    *,
    visitor: Visitor,
    filters: Asked,
    limit: Limit = USUAL,
    cursor: Cursor = "",
) -> ItemPage:
    """The work list, most urgent first, page by page."""
    desk, account = office(request), visitor.account
    place = Place.told(cursor)
    if cursor and place is None:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "this is no cursor of ours")
    desk.catch_up()
    found = desk.reviews.page(filters.wanted(account), limit + 1, place)
    inside = account.role is not Role.INSTITUTION
    told = [ItemRecord.of(each, inside=inside) for each in found[:limit]]
    return ItemPage(items=told, next=str(found[limit - 1].at) if len(found) > limit else None)


@router.get("/institutions/{home}/classes", tags=["classes"])
def classes(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    limit: Limit = USUAL,
    cursor: Cursor = "",
) -> ClassPage:
    """An institution's classes by their newest verdicts, the last judged first, page by page."""
    desk = office(request)
    before = _number(cursor)
    desk.catch_up()
    found = desk.overview.classes(of_home(visitor, home), limit + 1, before)
    told = [ClassRecord.of(each) for each in found[:limit]]
    return ClassPage(classes=told, next=str(found[limit - 1].entry) if len(found) > limit else None)


@router.get(
    "/classes/{home}/{name}/verdict",
    tags=["classes"],
    responses={200: {"content": {"application/json": {}}}, 304: {"description": "Not Modified"}},
)
def verdict(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    if_none_match: Annotated[str, Header(max_length=200)] = "",
) -> Response:
    """The newest verdict on a class, byte for byte (evidence schema verdict tells its shape)."""
    kept = office(request).store.verdicts.latest(of_class(visitor, home, name))
    if kept is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    etag = f'"{kept.sha256}"'
    headers = {"ETag": etag, "Evidence-Version": str(kept.version)}
    if if_none_match == etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(kept.body, headers=headers, media_type="application/json")


@router.post(
    "/classes/{home}/{name}/media-links",
    tags=["classes"],
    status_code=HTTPStatus.CREATED,
    response_model=MediaLink,
)
def media_link(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    asked: MediaAsked,
    key: Key = "",
) -> Response:
    """An address by which a player opens a recording for some minutes, without a token."""
    subject = of_class(visitor, home, name)
    desk, account = office(request), visitor.account.name

    def linked() -> Response:
        if known_recording(desk.store, subject, asked.path) is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        made = MediaLink(href=sealed_at(desk, account, subject, asked.path), seconds=SECONDS)
        return JSONResponse(made.model_dump(mode="json"), HTTPStatus.CREATED)

    told = Told(account, key, ("media-link", subject, asked.path))
    return once(desk, told, linked, good_for=SECONDS * SECOND)


@router.get("/institutions/{home}/deliveries", tags=["deliveries"])
def deliveries(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    limit: Limit = USUAL,
    cursor: Cursor = "",
) -> DeliveryPage:
    """What an institution sent, newest first, page by page; pre-checks only for itself.

    A page may be shorter than the limit, or empty, and still have a next one.
    """
    desk = office(request)
    at, _, key = cursor.partition("~")
    before = (_number(at) or 0, key) if cursor else None
    mine = visitor.account.role is Role.INSTITUTION
    found = desk.deliveries.of(of_home(visitor, home), limit + 1, before)
    told = [DeliveryRecord.of(each) for each in found[:limit] if mine or each.purpose.counts]
    last = found[limit - 1] if len(found) > limit else None
    return DeliveryPage(deliveries=told, next=f"{last.at}~{last.id}" if last else None)


@router.get("/institutions/{home}/deliveries/{key}", tags=["deliveries"])
def delivery(request: Request, visitor: Visitor, home: str, key: str) -> DeliveryRecord:
    """One delivery, and what came of it; bytes are sent by tus at /institutions/ID/uploads."""
    return DeliveryRecord.of(shown(office(request), visitor, home, key))


@router.get("/overview", tags=["overview"])
def overview(
    request: Request, visitor: Visitor, period: Annotated[Period, Depends()]
) -> OverviewRecord:
    """Class hours by standing and findings by effect, by week, institution, kind and rule."""
    desk = office(request)
    desk.catch_up()
    span = period.span(visitor.account)
    told = desk.overview
    return OverviewRecord(
        weeks=_sums((each.name, each.hours) for each in told.by_week(span)),
        institutions=_sums((each.name, each.hours) for each in told.by_institution(span)),
        kinds=_sums((each.name, each.hours) for each in told.by_kind(span)),
        rules=_sums((each.rule, each.effects) for each in told.by_rule(span)),
    )


def _number(cursor: str) -> int | None:
    """The number that a cursor of ours tells; None for the first page."""
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < DIGITS):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "this is no cursor of ours")
    return int(cursor)


def _sums(named: Iterable[tuple[str, Mapping[Any, int]]]) -> list[SumRecord]:
    return [
        SumRecord(name=name, counts={kind.value: count for kind, count in counts.items()})
        for name, counts in named
    ]
