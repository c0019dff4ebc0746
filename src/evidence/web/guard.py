"""The guard: who is there, and whether a form comes from one of our own pages."""

from __future__ import annotations

import hmac
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request
from itsdangerous import BadSignature, Signer

from evidence.domain.time import HOUR, MINUTE
from evidence.pipeline.accounts import SignIn
from evidence.web.limits import DEAR, slowed
from evidence.web.rendering import office
from evidence.wiring.office import Office

OWN_SITES = {"same-origin", "none"}


class Stranger(Exception):
    """Nobody is signed in."""


def cookie_name(desk: Office) -> str:
    """The name of the cookie; the prefix lets no neighbour of ours set it."""
    return "__Host-evidence" if desk.section.https else "evidence"


def signer(desk: Office) -> Signer:
    """Signs cookies."""
    return Signer(desk.key, salt="sign-in", digest_method=sha256)


def key_of(token: str) -> str:
    """What the store knows of a token: it can't be signed in with."""
    return sha256(token.encode()).hexdigest()


def token_of(request: Request) -> str:
    """The token of the browser's cookie, "" where there is none that we signed."""
    desk = office(request)
    try:
        return signer(desk).unsign(request.cookies.get(cookie_name(desk), "")).decode()
    except BadSignature:
        return ""


def present(request: Request) -> SignIn | None:
    """Who is signed in, or whose token comes along; nobody else."""
    desk, token = office(request), token_of(request)
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return desk.machines.bearer(key_of(bearer.strip()), desk.clock.now())
    if not token:
        return None
    now = desk.clock.now()
    since = now - int(desk.section.hours * HOUR)
    idle = now - int(desk.section.idle_minutes * MINUTE)
    return desk.accounts.signed_in(key_of(token), since=since, seen_since=idle, now=now)


def visitor(request: Request) -> SignIn:
    """Who is signed in.

    Raises:
        Stranger: when nobody is.
        HTTPException: when they ask too often.
    """
    return _paced(request, times=1)


def taker(request: Request) -> SignIn:
    """Who takes away a whole file of rows, which counts for many requests."""
    return _paced(request, times=DEAR)


def _paced(request: Request, *, times: int) -> SignIn:
    found = present(request)
    if found is None:
        slowed(request, "", times)
        raise Stranger
    slowed(request, found.account.name, times)
    return found


def own_site(request: Request) -> None:
    """Let no other site send our forms.

    Raises:
        HTTPException: when one did.
    """
    if request.headers.get("sec-fetch-site", "none") not in OWN_SITES:
        raise HTTPException(HTTPStatus.FORBIDDEN)


def sender(
    request: Request, here: Annotated[SignIn, Depends(visitor)], proof: Annotated[str, Form()] = ""
) -> SignIn:
    """Who sent a form of ours.

    Raises:
        HTTPException: when the form is not one that we gave them.
    """
    own_site(request)
    if not hmac.compare_digest(proof.encode(), here.proof.encode()):
        raise HTTPException(HTTPStatus.FORBIDDEN)
    return here


Visitor = Annotated[SignIn, Depends(visitor)]
Taker = Annotated[SignIn, Depends(taker)]
Sender = Annotated[SignIn, Depends(sender)]


def of_class(here: SignIn, institution: str, name: str) -> str:
    """The class of an address, if the visitor may know of it.

    Raises:
        HTTPException: not found, whether there is none or it is another institution's.
    """
    subject = f"{institution}/{name}"
    if not here.account.sees(subject):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return subject
