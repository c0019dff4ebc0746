"""Secrets: where a password or token is kept; it is read when it is needed, and never shown."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.pipeline.sources_port import NotFetched, Reason

CREDENTIALS = "CREDENTIALS_DIRECTORY"  # set by systemd's LoadCredential=


class SecretPlace(BaseModel):
    """One of ``{ file = "/run/secrets/nvr" }``, ``{ credential = "nvr" }``, ``{ env = "NVR" }``.

    A credential is a file of the folder that ``CREDENTIALS_DIRECTORY`` names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    file: Path | None = None
    credential: str = ""
    env: str = ""

    @model_validator(mode="after")
    def _one_place(self) -> SecretPlace:
        if sum(map(bool, (self.file, self.credential, self.env))) != 1:
            raise PydanticCustomError("secret", "name one of file, credential and env")
        if self.credential != PurePath(self.credential).name:
            raise PydanticCustomError("secret", "a credential is a bare name, without a folder")
        return self

    def reveal(self) -> str:
        """The secret itself, without the line feed at its end.

        Raises:
            Unreadable: when it is not where it is said to be; it names the place.
        """
        if self.env:
            found = os.environ.get(self.env, "")
            return found or self._absent(say("the environment does not set it"), self.env)
        place = self.file or Path(os.environ.get(CREDENTIALS, ""), self.credential)
        if self.credential and CREDENTIALS not in os.environ:
            return self._absent(say("the environment does not set it"), CREDENTIALS)
        try:
            found = place.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            detail = getattr(error, "strerror", None) or "UTF-8"
            what = say("this file can't be read: {detail}", detail=detail)
            return self._absent(what, str(place))
        return found or self._absent(say("it is empty"), str(place))

    @staticmethod
    def _absent(what: Text, place: str) -> str:
        raise Unreadable(place, (Problem(what, place),))


def _never_written(value: object) -> object:
    if isinstance(value, str):
        raise PydanticCustomError(
            "secret",
            'a secret does not stand in this file: write {{ file = "…" }}, '
            '{{ credential = "…" }} or {{ env = "…" }}',
        )
    return value


def revealed(secret: SecretPlace | None) -> str:
    """The secret of a source, "" for none.

    Raises:
        NotFetched: when it is not where it is said to be.
    """
    try:
        return secret.reveal() if secret else ""
    except Unreadable as error:
        raise NotFetched(Reason.LOGIN, str(error)) from error


Secret = Annotated[SecretPlace, BeforeValidator(_never_written)]
