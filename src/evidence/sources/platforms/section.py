"""What the section of every learning platform says, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from evidence.pipeline.sources_port import Source
from evidence.sources.cameras.section import Name
from evidence.sources.file_names import safe_part
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.secret import Secret, revealed
from evidence.sources.web import Web

CLASS = "{class}"


class PlatformSection(BaseModel):
    """A ``[[platform]]``.

    ``name`` tells it from the others for good. It is asked for each of ``classes``, which belong to
    ``institution``; ``{class}`` in ``url`` and ``params`` is the class that is asked for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: Name
    institution: Name
    classes: Annotated[tuple[Name, ...], Field(min_length=1)]
    timeout_seconds: Annotated[float, Field(gt=0)] = 30

    def opened(self, training_class: str) -> Source:
        """The source of one class's events; nothing is connected to yet."""
        raise NotImplementedError

    def log_name(self, date: str, mark: str = "") -> str:
        """Where events land: named by platform, dated; ``mark`` tells several apart."""
        ending = f"-{mark}" if mark else ""
        return f"online/{safe_part(self.name)}/{date}{ending}.jsonl.gz"


class WebPlatformSection(PlatformSection):
    """A platform that is asked over HTTP, by a bearer's ``token`` or ``user`` and ``password``."""

    url: Annotated[str, Field(pattern="^https?://")]
    params: Mapping[str, str | int | bool] = {}
    token: Secret | None = None
    user: str = ""
    password: Secret | None = None

    def address(self, training_class: str) -> str:
        """The URL of one class."""
        return self.url.replace(CLASS, quote(training_class, safe=""))

    def asked(self, training_class: str) -> dict[str, Any]:
        """The parameters of one class, as they are written in a URL."""
        return {
            name: str(value).lower()
            if isinstance(value, bool)
            else str(value).replace(CLASS, training_class)
            for name, value in self.params.items()
        }

    def web(self, patience: Patience = PATIENT, **headers: str) -> Web:
        """The server, with its secrets."""
        token = revealed(self.token)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return Web(
            self.url.replace(CLASS, ""),
            self.user,
            revealed(self.password),
            headers=headers,
            timeout=self.timeout_seconds,
            patience=patience,
        )
