"""The application: every page and its parts, over one office."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from evidence.web import (
    accounts,
    class_page,
    decision,
    delivery,
    errors,
    evidence_page,
    institution,
    item,
    learning,
    links,
    media,
    overview,
    public_list,
    sign_in,
    single_sign_on,
    training,
    uploads,
    work_list,
)
from evidence.web.api.app import AT, api
from evidence.web.headers import Headers
from evidence.web.limits import Bodies
from evidence.wiring.deployment import deployment
from evidence.wiring.office import Office, office_of
from evidence.wiring.places import config_folder
from evidence.wiring.reception import attended

PARTS = (
    sign_in,
    work_list,
    class_page,
    item,
    learning,
    media,
    decision,
    institution,
    uploads,
    delivery,
    evidence_page,
    overview,
    training,
    public_list,
    links,
    accounts,
    single_sign_on,
)


def made() -> FastAPI:
    """The application of this installation's config folder.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    app = application(office_of(deployment(config_folder())))
    gc.collect()
    gc.freeze()  # what is there now stays: nobody need walk through all of it again and again
    return app


def application(office: Office) -> FastAPI:
    """The application over an office; somebody sees to deliveries while it runs."""

    @asynccontextmanager
    async def attended_office(_: FastAPI) -> AsyncIterator[None]:
        with attended(office):
            yield

    app = FastAPI(
        title="evidence",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=attended_office,
    )
    app.state.office = office
    for part in PARTS:
        app.include_router(part.router)
    app.mount(AT, api(office))
    app.mount("/static", StaticFiles(directory=str(resources.files("evidence.web") / "static")))
    app.add_middleware(Bodies)
    app.add_middleware(Headers, https=office.section.https)
    errors.add_to(app)
    return app
