"""Serving: the web application, started by its name, for it stands above this floor."""

from __future__ import annotations

from pathlib import Path

import uvicorn

from evidence.wiring.deployment import deployment
from evidence.wiring.timetable import WebSection

APPLICATION = "evidence.web.app:made"


def address(folder: Path) -> tuple[str, int]:
    """Host and port that a config folder's ``[web]`` names.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    host, _, port = deployment(folder).part("web", WebSection).listen.rpartition(":")
    return host.strip("[]"), int(port)


def serve(host: str, port: int) -> None:
    """Answer browsers until somebody asks it to stop."""
    uvicorn.run(
        APPLICATION,
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,  # addresses hold class ids and filters: that is nobody's business
        server_header=False,
        proxy_headers=True,  # of a proxy on this machine alone
    )
