"""The pages of accounts: an administrator keeps them, and everybody makes tokens of their own.

What is done is in the audit log, with who did it; passwords and tokens are in no log, and a token
is shown once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response

from evidence.domain.text import Text
from evidence.pipeline.accounts import Role, SignIn
from evidence.web.guard import Sender, Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.words import ROLE
from evidence.wiring import accounts

DAYS = 365
MOST_DAYS = 3660
router = APIRouter()

Word = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as the form has it."""

    name: Word = ""
    role: Word = ""
    institution: Word = ""
    password: Word = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in the list; ``own`` is the visitor's, which they can't disable."""

    name: str
    role: str
    institution: str
    disabled: bool
    own: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Every account; ``problem`` is why the last deed was not done, ``done`` that it was."""

    accounts: tuple[AccountLine, ...]
    roles: tuple[tuple[str, str], ...]
    problem: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class TokensPage:
    """One's own tokens; ``token`` is the new one, shown this once."""

    address: str
    days: int
    most: int
    token: str = ""
    problem: str = ""
    ended: str = ""


def keeper(here: SignIn) -> SignIn:
    """Whoever keeps the accounts.

    Raises:
        HTTPException: not found, for everybody else.
    """
    if here.account.role is not Role.ADMINISTRATOR:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return here


@router.get("/accounts")
def accounts_page(request: Request, visitor: Visitor) -> Response:
    """Every account."""
    return _shown(request, keeper(visitor), None)


@router.post("/accounts")
def add(request: Request, here: Sender, new: Annotated[NewAccount, Depends()]) -> Response:
    """Add an account."""
    by, desk, name = keeper(here).account.name, office(request), new.name.strip()
    home = new.institution.strip()
    problem = accounts.added(desk, name, new.role, home, new.password, by=by)
    return _shown(request, here, problem, voice(request).word("{name} was added", name=name))


@router.post("/accounts/{name}/password")
def reset(request: Request, here: Sender, name: str, password: Word = "") -> Response:
    """Give an account another password, which signs it out."""
    by, desk = keeper(here).account.name, office(request)
    problem = accounts.changed(desk, name, password, by=by)
    told = voice(request).word("{name} has a new password, and was signed out", name=name)
    return _shown(request, here, problem, told)


@router.post("/accounts/{name}/disable")
def disable(request: Request, here: Sender, name: str) -> Response:
    """Let nobody sign in by a name any more; its tokens end, too."""
    by, desk = keeper(here).account.name, office(request)
    problem = accounts.disabled(desk, name, by=by)
    if problem is None:
        accounts.tokens_ended(desk, name)
    return _shown(request, here, problem, voice(request).word("{name} was disabled", name=name))


@router.get("/tokens")
def tokens_page(request: Request, visitor: Visitor) -> Response:
    """One's own tokens."""
    return rendered(request, "tokens", _tokens(request), visitor=visitor)


@router.post("/tokens")
def make(request: Request, here: Sender, label: Word = "", days: Word = "") -> Response:
    """Make a token that may what its maker may."""
    speaker, length = voice(request), days.strip()
    if not (length.isdecimal() and 1 <= int(length) <= MOST_DAYS) or not label.strip():
        told = speaker.word(
            "name what the token is for, and how many days it lasts, 1 to {most}", most=MOST_DAYS
        )
        page = _tokens(request, problem=told)
        return rendered(request, "tokens", page, visitor=here, status=HTTPStatus.BAD_REQUEST)
    name = here.account.name
    token, _ = accounts.tokened(office(request), name, label.strip(), int(length))
    return rendered(request, "tokens", _tokens(request, token=token), visitor=here)


@router.post("/tokens/end")
def end(request: Request, here: Sender) -> Response:
    """End every token of one's own."""
    count = accounts.tokens_ended(office(request), here.account.name)
    told = voice(request).word("{count} tokens were ended", count=count)
    return rendered(request, "tokens", _tokens(request, ended=told), visitor=here)


def _tokens(request: Request, *, token: str = "", problem: str = "", ended: str = "") -> TokensPage:
    address = str(request.base_url).rstrip("/") + "/api/v1/me"
    return TokensPage(address, DAYS, MOST_DAYS, token, problem, ended)


def _shown(request: Request, here: SignIn, problem: Text | None, done: str = "") -> Response:
    speaker = voice(request)
    page = AccountsPage(
        accounts=tuple(
            AccountLine(
                name=each.name,
                role=speaker.tell(ROLE[each.role]),
                institution=each.institution,
                disabled=each.disabled,
                own=each.name == here.account.name,
            )
            for each in office(request).accounts.all()
        ),
        roles=tuple((role.value, speaker.tell(ROLE[role])) for role in Role),
        problem=speaker.tell(problem) if problem else "",
        done="" if problem else done,
    )
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return rendered(request, "accounts", page, visitor=here, status=status)
