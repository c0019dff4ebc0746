"""Links: addresses that open one recording for some minutes, for players that sign in nowhere."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from evidence.web.rendering import office
from evidence.wiring.footage_kept import file_of, known_recording
from evidence.wiring.office import Office

SECONDS = 900
router = APIRouter()


def sealed_at(desk: Office, account: str, subject: str, path: str) -> str:
    """The address of a recording for somebody who may see it now."""
    return f"/sealed/{_seal(desk).dumps([account, subject, path])}"


@router.get("/sealed/{seal}")
def sealed(request: Request, seal: str) -> Response:
    """A recording by its sealed address, as long as that lasts and its account may see it."""
    desk = office(request)
    try:
        account, subject, path = _seal(desk).loads(seal, max_age=SECONDS)
    except (BadSignature, ValueError):
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
    known = desk.accounts.get(account)
    if known is None or known.account.disabled or not known.account.sees(subject):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    recording = known_recording(desk.store, subject, path)
    file = file_of(desk.landing, subject, recording.path) if recording else None
    if file is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(file, headers={"Cache-Control": "private, no-store"})


def _seal(desk: Office) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        desk.key, salt="media-link", signer_kwargs={"digest_method": sha256}
    )
