"""Limits: how often visitors may ask, and how much they may send."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from math import ceil

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence.domain.time import MINUTE, SECOND
from evidence.web.rendering import office
from evidence.wiring.pace import Allowance

SIGN_IN = Allowance("sign-in", 30, 10 * MINUTE)  # an office behind one address of a morning
STRANGERS = Allowance("stranger", 300, MINUTE)  # by address
DEAR = 20  # what a file over thousands of rows counts for
BODY = 1024 * 1024  # of a form or of JSON; files have limits of their own
FILES = ("/uploads/", "/deliveries", "/evidence")  # where files are sent


def slowed(request: Request, account: str, times: int = 1) -> None:
    """Count a request of an account, or of an address where nobody is signed in ("").

    Raises:
        HTTPException: too many requests, with how long to wait.
    """
    desk = office(request)
    most, now = desk.section.requests_per_minute, desk.clock.now()
    allowance = Allowance("account", most, MINUTE) if account else STRANGERS
    who, pace = account or address(request), desk.household.pace
    wait = pace.wait(who, allowance, now)
    if wait:
        seconds = str(ceil(wait / SECOND))
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": seconds})
    pace.use(who, allowance, now, times)


def address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


@dataclass(frozen=True, slots=True)
class Bodies:
    """Reads no more of a request than a form of ours can have."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or any(each in scope["path"] for each in FILES):
            await self.app(scope, receive, send)
            return
        there = 0

        async def limited() -> Message:
            nonlocal there
            message = await receive()
            there += len(message.get("body", b""))
            if there > BODY or _announced(scope) > BODY:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, limited, send)


def _announced(scope: Scope) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"")
    return int(told) if told.isdigit() else 0
