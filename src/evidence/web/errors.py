"""Errors: what a visitor reads where a page can't be shown."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from evidence.domain.text import Text, say
from evidence.pipeline.deliveries import TooMuch
from evidence.pipeline.review import Refused
from evidence.web.guard import Stranger, present
from evidence.web.rendering import rendered, voice

WORDS = {
    HTTPStatus.FORBIDDEN: say(
        "This is not yours to do. Go back, load the page anew, and try again."
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: say("This is more than can be taken at once."),
    HTTPStatus.TOO_MANY_REQUESTS: say("You ask faster than can be answered. Wait a moment."),
    HTTPStatus.NOT_FOUND: say("There is nothing here, or it is not yours to see."),
}
ANY = say("This can't be done as it was asked.")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in a sentence."""

    what: str


def told(request: Request, what: Text, status: HTTPStatus) -> Response:
    """A page that says it."""
    page = ErrorPage(voice(request).tell(what))
    return rendered(request, "error", page, visitor=present(request), status=status)


def add_to(app: FastAPI) -> None:
    """Let the application tell its errors."""

    @app.exception_handler(Stranger)
    def _stranger(request: Request, _: Exception) -> Response:
        here = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        back = quote(here if request.method == "GET" else "/", safe="")
        return RedirectResponse(f"/sign-in?back={back}", HTTPStatus.SEE_OTHER)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        answer = told(request, WORDS.get(status, ANY), status)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def _unfit(request: Request, _: Exception) -> Response:
        return told(request, ANY, HTTPStatus.UNPROCESSABLE_ENTITY)

    @app.exception_handler(Refused)
    def _refused(request: Request, error: Refused) -> Response:
        return told(request, error.why, HTTPStatus.CONFLICT)

    @app.exception_handler(TooMuch)
    def _too_much(request: Request, error: TooMuch) -> Response:
        return told(request, error.why, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
