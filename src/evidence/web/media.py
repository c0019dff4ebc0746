"""Media: recordings, their proxies and thumbnails, for those who may see the class."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse

from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office

A_DAY = 24 * 3600  # in seconds: the longest recording
KEPT = {"Cache-Control": "private, no-cache"}
router = APIRouter()
PathAsked = Annotated[str, Query(max_length=2000)]


@router.get("/classes/{home}/{name}/media")
def media(request: Request, *, visitor: Visitor, home: str, name: str, path: PathAsked) -> Response:
    """A recording that the class is known to have, whole or the ranges that are asked for."""
    subject = of_class(visitor, home, name)
    file = office(request).viewing.file(subject, path)
    if file is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(file, headers=KEPT)


@router.get("/classes/{home}/{name}/proxy")
def proxy(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    path: PathAsked,
    begin: Annotated[int, Query(ge=0, le=A_DAY)] = 0,
) -> Response:
    """A minute of a recording in a form that every browser plays, sent while it is being made."""
    subject = of_class(visitor, home, name)
    made = office(request).viewing.proxy(subject, path, begin)
    if made is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if isinstance(made, Path):
        return FileResponse(made, media_type="video/mp4", headers=KEPT)
    return StreamingResponse(made, media_type="video/mp4", headers={"Cache-Control": "no-store"})


@router.get("/classes/{home}/{name}/thumbnail")
def thumbnail(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    path: PathAsked,
    minute: Annotated[int, Query(ge=0, le=A_DAY // 60)],
) -> Response:
    """A small picture of a minute of a recording; no content where none can be made."""
    subject = of_class(visitor, home, name)
    return _picture(office(request).viewing.thumbnail(subject, path, minute))


@router.get("/classes/{home}/{name}/still")
def still(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    path: PathAsked,
    at: Annotated[str, Query(pattern=r"^\d{1,12}(,\d{1,12}){0,7}$")],
    which: Annotated[int, Query(ge=0, le=7)] = 0,
) -> Response:
    """What a recording shows at one of a few media times; no content where it shows nothing."""
    subject = of_class(visitor, home, name)
    times = [int(time) for time in at.split(",")]
    return _picture(office(request).viewing.still(subject, path, times, which))


def _picture(found: bytes | None) -> Response:
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if not found:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return Response(
        found, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"}
    )
