"""Uploads: large files in pieces, resumable: the tus protocol 1.0, core, creation, termination.

What arrived stays when the connection breaks; the browser asks how far it got (HEAD) and goes on.
"""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import IO

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse
from starlette.requests import ClientDisconnect

from evidence.pipeline.accounts import SignIn
from evidence.pipeline.deliveries import Delivery, Stage, TooMuch
from evidence.sources.inbox import GIGABYTE, Held
from evidence.web.guard import Visitor
from evidence.web.rendering import office, voice
from evidence.web.sending import Announced, ScriptSender, begun, ended, sending_of
from evidence.wiring.office import Office

VERSION = "1.0.0"
SPOKEN = {"Tus-Resumable": VERSION}
BYTES = "application/offset+octet-stream"
LONGEST_METADATA = 20_000
DIGITS = 18  # of a number of bytes
GONE = HTTPStatus.GONE
router = APIRouter()


@router.options("/institutions/{home}/uploads")
def abilities(request: Request, visitor: Visitor, home: str) -> Response:
    """What of the protocol is spoken here."""
    sending_of(visitor, home)
    most = int(office(request).section.delivery_gigabytes * GIGABYTE)
    told = {
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,termination",
        "Tus-Max-Size": str(most),
    }
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={**SPOKEN, **told})


@router.post("/institutions/{home}/uploads")
def create(request: Request, sender: ScriptSender, home: str) -> Response:
    """A new upload: its length and what it is for are told, and no byte yet."""
    institution = sending_of(sender, home)
    _see_version(request)
    length = _number(request, "upload-length")
    announced = Announced(length, _metadata(request.headers.get("upload-metadata", "")))
    try:
        delivery = begun(office(request), sender, announced)
    except TooMuch as error:
        said = voice(request).tell(error.why)
        return PlainTextResponse(said, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, SPOKEN)
    at = {"Location": f"/institutions/{institution}/uploads/{delivery.id}"}
    return Response(status_code=HTTPStatus.CREATED, headers={**SPOKEN, **at})


@router.head("/institutions/{home}/uploads/{key}")
def how_far(request: Request, visitor: Visitor, home: str, key: str) -> Response:
    """How many bytes of an upload are there."""
    desk = office(request)
    delivery = _own(desk, visitor, home, key)
    _see_version(request)
    there = _arrived(desk, delivery)
    told = {"Upload-Offset": str(there), "Upload-Length": str(delivery.size)}
    return Response(headers={**SPOKEN, **told})


@router.patch("/institutions/{home}/uploads/{key}")
async def add(request: Request, sender: ScriptSender, home: str, key: str) -> Response:
    """More bytes of an upload, from the offset on that both sides agree about."""
    _see_version(request)
    if request.headers.get("content-type") != BYTES:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    desk = office(request)
    delivery = await run_in_threadpool(_own, desk, sender, home, key)
    offset = _number(request, "upload-offset")
    if offset != await run_in_threadpool(_arrived, desk, delivery):
        raise HTTPException(HTTPStatus.CONFLICT)
    there = await _added(request, desk, delivery, offset)
    if there == delivery.size:
        await run_in_threadpool(ended, desk, delivery)
    told = {"Upload-Offset": str(there)}
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={**SPOKEN, **told})


@router.delete("/institutions/{home}/uploads/{key}")
def end(request: Request, sender: ScriptSender, home: str, key: str) -> Response:
    """Give an upload up."""
    desk = office(request)
    delivery = _own(desk, sender, home, key)
    _see_version(request)
    if delivery.stage is not Stage.SENDING:
        raise HTTPException(HTTPStatus.CONFLICT)
    desk.deliveries.forget(home, key)
    desk.inbox.clear(home, key)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=SPOKEN)


async def _added(request: Request, desk: Office, delivery: Delivery, offset: int) -> int:
    """How many bytes are there once this request's were added, as far as they came."""
    if delivery.stage is not Stage.SENDING:
        return offset
    adding = desk.inbox.adding(delivery.institution, delivery.id)
    try:
        stream = await run_in_threadpool(adding.__enter__)
    except Held:
        raise HTTPException(HTTPStatus.LOCKED) from None
    except FileNotFoundError:
        raise HTTPException(GONE) from None
    try:
        return await _written(request, stream, offset, delivery.size)
    finally:
        await run_in_threadpool(adding.__exit__, None, None, None)


async def _written(request: Request, stream: IO[bytes], offset: int, size: int) -> int:
    there = stream.tell()
    if there != offset:
        raise HTTPException(HTTPStatus.CONFLICT)
    try:
        async for chunk in request.stream():
            if there + len(chunk) > size:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            await run_in_threadpool(stream.write, chunk)
            there += len(chunk)
    except ClientDisconnect:
        pass  # what came is kept: the browser goes on from there
    return there


def _own(desk: Office, here: SignIn, home: str, key: str) -> Delivery:
    institution = sending_of(here, home)
    delivery = desk.deliveries.get(institution, key)
    if delivery is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return delivery


def _arrived(desk: Office, delivery: Delivery) -> int:
    if delivery.stage is not Stage.SENDING:
        return delivery.size
    there = desk.inbox.arrived(delivery.institution, delivery.id)
    if there is None:
        raise HTTPException(GONE)
    return there


def _see_version(request: Request) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise HTTPException(HTTPStatus.PRECONDITION_FAILED, headers={"Tus-Version": VERSION})


def _number(request: Request, name: str) -> int:
    told = request.headers.get(name, "")
    if not (told.isascii() and told.isdecimal() and len(told) <= DIGITS):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return int(told)


def _metadata(told: str) -> dict[str, str]:
    """Names with values in base64, as the protocol has them."""
    found: dict[str, str] = {}
    if len(told) > LONGEST_METADATA:
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    for pair in filter(None, (each.strip() for each in told.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise HTTPException(HTTPStatus.BAD_REQUEST) from None
    return found
