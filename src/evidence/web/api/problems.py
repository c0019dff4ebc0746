"""Problems: errors as machines read them (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from evidence.pipeline.deliveries import TooMuch
from evidence.pipeline.review import Overtaken, Refused
from evidence.web.api.records import ProblemRecord
from evidence.web.guard import Stranger

MEDIA_TYPE = "application/problem+json"
# What any operation may answer besides what it says itself.
ALWAYS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemRecord"}}},
    }
    for status in (400, 401, 403, 404, 409, 412, 413, 422, 428, 429)
}


def problem(
    status: HTTPStatus, detail: str = "", errors: list[dict[str, str]] | None = None
) -> Response:
    """An error as a document."""
    told = ProblemRecord(
        title=status.phrase, status=status.value, detail=detail, errors=errors or []
    )
    headers = {"WWW-Authenticate": "Bearer"} if status is HTTPStatus.UNAUTHORIZED else None
    return JSONResponse(told.model_dump(mode="json"), status, headers, MEDIA_TYPE)


def add_to(app: FastAPI) -> None:
    """Let the API tell its errors so."""

    @app.exception_handler(Stranger)
    def _stranger(_: Request, __: Exception) -> Response:
        return problem(HTTPStatus.UNAUTHORIZED, "send a token: Authorization: Bearer TOKEN")

    @app.exception_handler(HTTPException)
    def _http(_: Request, error: HTTPException) -> Response:
        answer = problem(HTTPStatus(error.status_code), str(error.detail or ""))
        for name, value in (error.headers or {}).items():
            answer.headers[name] = value
        return answer

    @app.exception_handler(RequestValidationError)
    def _unfit(_: Request, error: RequestValidationError) -> Response:
        errors = [
            {"where": ".".join(map(str, each["loc"])), "what": str(each["msg"])}
            for each in error.errors()
        ]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "this does not fit the schema", errors)

    @app.exception_handler(Refused)
    def _refused(_: Request, error: Refused) -> Response:
        overtaken = isinstance(error, Overtaken)
        status = HTTPStatus.PRECONDITION_FAILED if overtaken else HTTPStatus.CONFLICT
        return problem(status, str(error.why))

    @app.exception_handler(TooMuch)
    def _too_much(_: Request, error: TooMuch) -> Response:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error.why))
