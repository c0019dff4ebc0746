"""Signing in and out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from evidence.pipeline.accounts import Lock
from evidence.store.passwords import Passwords
from evidence.web.guard import (
    Sender,
    Visitor,
    cookie_name,
    key_of,
    own_site,
    signer,
    token_of,
)
from evidence.web.limits import SIGN_IN, address
from evidence.web.rendering import CHOICES, LANGUAGE, office, rendered
from evidence.wiring.office import Office

LONGEST = 1024  # letters that anybody may give as a password
A_YEAR = 365 * 24 * 3600
router = APIRouter()
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where to go once signed in; whether a try was refused, and may be made again at all.

    ``elsewhere`` tells that people may sign in at a provider, ``failed`` that this did not do.
    """

    back: str
    refused: bool = False
    wait: bool = False
    elsewhere: bool = False
    failed: bool = False


@router.get("/sign-in")
def ask(request: Request, back: str = "/") -> Response:
    """The form."""
    elsewhere = bool(office(request).oidc.issuer)
    return rendered(request, "sign_in", SignInPage(own(back), elsewhere=elsewhere))


def told(request: Request, page: SignInPage, status: HTTPStatus) -> Response:
    """The form again, with what was wrong."""
    return rendered(request, "sign_in", page, status=status)


@router.post("/sign-in")
def try_it(
    request: Request,
    *,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Sign in, or say that it was wrong; never which of the two was."""
    own_site(request)
    desk = office(request)
    pace, here, now = desk.household.pace, address(request), desk.clock.now()
    if pace.wait(here, SIGN_IN, now):
        page = SignInPage(own(back), refused=True, wait=True)
        return rendered(request, "sign_in", page, status=HTTPStatus.TOO_MANY_REQUESTS)
    if not _is_right(desk, name, password):
        pace.use(here, SIGN_IN, now)
        page = SignInPage(own(back), refused=True)
        return rendered(request, "sign_in", page, status=HTTPStatus.UNAUTHORIZED)
    return signed_in(desk, name, own(back))


@router.post("/sign-out")
def leave(request: Request, sender: Sender) -> Response:
    """Sign out: the token is worth nothing from now on, wherever it is kept."""
    desk = office(request)
    desk.accounts.sign_out(key_of(token_of(request)))
    log.info("signed_out", role=sender.account.role.value)
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(cookie_name(desk), path="/", secure=desk.section.https, httponly=True)
    return answer


@router.get("/language/{choice}")
def speak(request: Request, choice: str, back: str = "/") -> Response:
    """Remember a language, and go back."""
    answer = RedirectResponse(own(back), HTTPStatus.SEE_OTHER)
    if choice in CHOICES:
        https = office(request).section.https
        answer.set_cookie(LANGUAGE, choice, A_YEAR, samesite="lax", secure=https, httponly=True)
    return answer


@router.get("/keys")
def keys(request: Request, visitor: Visitor) -> Response:
    """Every key, and what it does."""
    return rendered(request, "keys", None, visitor=visitor)


def own(back: str) -> str:
    """A way back that stays on this site."""
    plain = back.startswith("/") and not back.startswith(("//", "/\\"))
    return back if plain and back.isprintable() else "/"


def _is_right(desk: Office, name: str, password: str) -> bool:
    """Whether a password is the account's; it takes as long where there is no such account."""
    now = desk.clock.now()
    known = desk.accounts.get(name)
    shut = known is not None and (known.account.disabled or known.lock.holds(now))
    kept = known.password if known and not shut else _nobody(desk.passwords)
    fits = desk.passwords.fits(password[:LONGEST], kept)
    if known is None or shut:
        return False
    if not fits:
        desk.accounts.locked(name, known.lock.missed(now))
        return False
    if known.lock.misses:
        desk.accounts.locked(name, Lock())
    if desk.passwords.aged(kept):
        desk.accounts.rehashed(name, desk.passwords.hashed(password))
    return True


@cache
def _nobody(passwords: Passwords) -> str:
    """A hash that no password is known for."""
    return passwords.hashed(secrets.token_urlsafe(32))


def signed_in(desk: Office, name: str, back: str) -> Response:
    """Somebody who has shown who they are, on their way."""
    token = secrets.token_urlsafe(32)
    proof = secrets.token_urlsafe(24)
    found = desk.accounts.sign_in(key_of(token), proof, name, desk.clock.now())
    log.info("signed_in", role=found.account.role.value)
    answer = RedirectResponse(back, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        cookie_name(desk),
        signer(desk).sign(token).decode(),
        path="/",
        secure=desk.section.https,
        httponly=True,
        samesite="lax",
    )
    return answer
