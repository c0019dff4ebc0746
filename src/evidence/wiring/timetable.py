"""The timetable of a deployment: the sections that only the processes read which look at the clock.

They stand in ``evidence.toml`` beside those of the night. Secrets are only named there, and are
looked up by whoever needs them: a worker of the night never does.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from evidence.sources.secret import Secret

_STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class ScheduleSection(BaseModel):
    """``[schedule]``: times of day, by the clock of ``[night] timezone``.

    What was missed may still begin ``grace_hours`` later.
    """

    model_config = _STRICT

    at: time = time(2)
    morning: time = time(7, 30)
    grace_hours: Annotated[float, Field(gt=0, le=168)] = 6


class RetentionSection(BaseModel):
    """``[retention]``: verdicts older than ``verdicts_years`` are taken away; 0 keeps them all.

    Faces, and what was seen of them, go with the verdicts, or already after ``faces_days`` where
    that is not 0. What is on its way to the landing folder goes once no byte has come for
    ``parts_days``.
    """

    model_config = _STRICT

    verdicts_years: Annotated[int, Field(ge=0)] = 0
    faces_days: Annotated[int, Field(ge=0)] = 0
    parts_days: Annotated[int, Field(ge=1)] = 7


class StatusSection(BaseModel):
    """``[status]``: where machines ask how it is, and what they are told is ill.

    ``listen`` is HOST:PORT, "" for nowhere.
    """

    model_config = _STRICT

    listen: Annotated[str, Field(pattern=r"^(.+:\d{1,5})?$")] = "127.0.0.1:9464"
    night_max_age_hours: Annotated[float, Field(gt=0)] = 30
    least_free_gigabytes: Annotated[float, Field(ge=0)] = 1


class WatchSection(BaseModel):
    """``[watch]``: how footage arrives while a class is taught, and where monitors ask about it.

    A camera makes segments of ``segment_seconds`` unless its own show otherwise; each is there
    ``delay_seconds`` after its end, and later by what a source takes to be asked. A file that can't
    be read whole is let be until it has not changed for ``settled_seconds``. Classes are looked at
    ``every_seconds``, and at once when a file arrives; sources ``ask_every_seconds``.
    """

    model_config = _STRICT

    segment_seconds: Annotated[int, Field(ge=1)] = 300
    delay_seconds: Annotated[int, Field(ge=0)] = 60
    settled_seconds: Annotated[int, Field(ge=0)] = 10
    every_seconds: Annotated[float, Field(gt=0, le=30)] = 20
    ask_every_seconds: Annotated[int, Field(ge=1)] = 60
    listen: Annotated[str, Field(pattern=r"^(.+:\d{1,5})?$")] = "127.0.0.1:9465"


class MailSection(BaseModel):
    """``[mail]``: the server that takes notices, and in whose name; without ``host`` there is none.

    ``none`` sends unencrypted: only to a server on this machine.
    """

    model_config = _STRICT

    host: str = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: Secret | None = None
    sender: str = ""
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _whole(self) -> MailSection:
        if self.host and "@" not in self.sender:
            raise PydanticCustomError("mail", "sender is missing: the address that mail comes from")
        if self.security == "none" and (
            self.password or self.host not in ("", "localhost", "127.0.0.1", "::1")
        ):
            raise PydanticCustomError("mail", 'security "none" is for a server on this machine')
        return self


class WebhookSection(BaseModel):
    """``[webhook]``: how patient webhooks are."""

    model_config = _STRICT

    tries: Annotated[int, Field(ge=1, le=10)] = 4
    timeout_seconds: Annotated[float, Field(gt=0)] = 20


class InstitutionSection(BaseModel):
    """One ``[[institution]]``: whom its morning notice goes to, and in which language."""

    model_config = _STRICT

    id: str
    mail: tuple[Annotated[str, Field(pattern=r"^[^@\s,<>]+@[^@\s,<>]+$")], ...] = ()
    language: Literal["zh", "en"] = "zh"
    webhook: Annotated[str, Field(pattern=r"^(https?://.+)?$")] = ""
    webhook_secret: Secret | None = None

    @model_validator(mode="after")
    def _signed(self) -> InstitutionSection:
        if self.webhook and self.webhook_secret is None:
            raise PydanticCustomError("webhook", "webhook_secret is missing: notices are signed")
        return self


class WebSection(BaseModel):
    """``[web]``: the inspectors' web application.

    ``secret`` signs cookies; without one each start makes its own, and everybody signs in anew.
    ``https`` says that browsers come by TLS (a proxy's). A sign-in lasts ``hours``, and ends when
    nobody did anything for ``idle_minutes``. A flagged part of a class is to be decided within
    ``decide_within_days`` working days of its verdict, and never later than ``at_most_days``.
    Nobody is answered more than ``requests_per_minute``, an account that asks for more is told to
    wait. What is made to be looked at (proxies, thumbnails) is kept in ``cache``, in
    ``cache_gigabytes`` at most: what nobody asked for the longest goes first.

    A delivery of an institution may have ``delivery_gigabytes``, all that are on their way or wait
    ``quota_gigabytes`` and be ``quota_files``; a browser without scripts sends ``form_megabytes``
    at most. What a pre-check came to is kept for ``pre_check_days``.
    """

    model_config = _STRICT

    listen: Annotated[str, Field(pattern=r"^.+:\d{1,5}$")] = "127.0.0.1:8080"
    secret: Secret | None = None
    https: bool = False
    hours: Annotated[float, Field(gt=0, le=24)] = 12
    idle_minutes: Annotated[float, Field(gt=0)] = 60
    decide_within_days: Annotated[int, Field(ge=1)] = 10
    at_most_days: Annotated[int, Field(ge=1)] = 15
    delivery_gigabytes: Annotated[float, Field(gt=0)] = 64
    quota_gigabytes: Annotated[float, Field(gt=0)] = 200
    quota_files: Annotated[int, Field(ge=1)] = 100
    form_megabytes: Annotated[float, Field(gt=0)] = 512
    pre_check_days: Annotated[int, Field(ge=1)] = 30
    requests_per_minute: Annotated[int, Field(ge=1)] = 3000
    cache: Path = Path("var/cache")
    cache_gigabytes: Annotated[float, Field(gt=0)] = 20


class OidcSection(BaseModel):
    """``[oidc]``: where people may sign in elsewhere (OpenID Connect); "" for nowhere.

    Whoever the provider's ``name_claim`` names signs in to the account of that name, which must
    be there; its role is kept here. ``redirect`` is the address that is registered with the
    provider, where that is not what browsers call us.
    """

    model_config = _STRICT

    issuer: Annotated[str, Field(pattern=r"^(https?://.+)?$")] = ""
    client_id: str = ""
    client_secret: Secret | None = None
    name_claim: str = "preferred_username"
    redirect: str = ""


# The shape of every section here, by its name.
TIMETABLE = {
    "schedule": ScheduleSection,
    "retention": RetentionSection,
    "status": StatusSection,
    "watch": WatchSection,
    "mail": MailSection,
    "webhook": WebhookSection,
    "web": WebSection,
    "oidc": OidcSection,
    "institution": tuple[InstitutionSection, ...],
}
