"""The API as an application of its own, mounted at /api/v1: its errors are problem documents."""

from __future__ import annotations

from fastapi import FastAPI

import evidence
from evidence.web.api import deciding, problems, reading
from evidence.web.api.records import ProblemRecord
from evidence.wiring.office import Office

AT = "/api/v1"
SCHEMA = "/openapi.json"


def api(office: Office) -> FastAPI:
    """The API over an office."""
    app = FastAPI(
        title="evidence",
        version=evidence.__version__,
        summary="What the pages of evidence serve do, for machines.",
        openapi_url=SCHEMA,
        docs_url=None,
        redoc_url=None,
        responses=problems.ALWAYS,
        servers=[{"url": AT}],
        root_path_in_servers=False,
    )
    app.state.office = office
    for part in (reading, deciding):
        app.include_router(part.router)
    problems.add_to(app)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Tell the token and the shape of an error, which no route names by itself."""
    plain = app.openapi

    def described() -> dict[str, object]:
        if app.openapi_schema is None:
            schema = plain()
            parts = schema.setdefault("components", {})
            parts.setdefault("schemas", {})["ProblemRecord"] = ProblemRecord.model_json_schema()
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
            schema["security"] = [{"token": []}]
            app.openapi_schema = schema
        return app.openapi_schema

    setattr(app, "openapi", described)  # noqa: B010 - FastAPI's own way to extend a schema
