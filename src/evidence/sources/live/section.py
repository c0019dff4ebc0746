"""What the section of a live camera says: ``[[camera]]``, by RTSP or ONVIF."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from evidence.pipeline.sources_port import NotFetched
from evidence.sources.cameras.section import Name
from evidence.sources.live.lost import StreamLost
from evidence.sources.live.onvif import Device
from evidence.sources.secret import Secret, revealed


def _bare(url: str) -> str:
    """An address without a name and password in it."""
    if "@" in urlsplit(url).netloc:
        raise PydanticCustomError(
            "url", "name and password do not stand in the address: write user and password"
        )
    return url


class LiveSection(BaseModel):
    """A ``[[camera]]``.

    ``name`` tells it from the others for good. What it films belongs to ``institution``, and to
    ``class`` where that is named: then it is recorded all day. Else the timetables tell, by
    ``camera`` (its name there, the same as ``name`` unless given): it is recorded from
    ``margin_minutes`` before each session to as long after. A segment is about ``segment_seconds``
    long; no packet for ``silence_seconds`` is a broken stream; a lost camera is tried again after
    at most ``retry_seconds``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: Name
    institution: Name
    class_: Annotated[str, Field(alias="class")] = ""
    camera: str = ""
    user: str = ""
    password: Secret | None = None
    transport: Literal["tcp", "udp"] = "tcp"
    segment_seconds: Annotated[float, Field(gt=0, le=3600)] = 300
    silence_seconds: Annotated[float, Field(ge=1, le=600)] = 10
    retry_seconds: Annotated[float, Field(gt=0, le=3600)] = 30
    margin_minutes: Annotated[float, Field(ge=0, le=120)] = 10

    @property
    def known_as(self) -> str:
        """The timetable's name for it."""
        return self.camera or self.name

    def stream(self) -> str:
        """The address of its stream, name and password included: for no log, file or screen.

        Raises:
            StreamLost: when a device must be asked for it and does not tell, or a secret is not
                where it is said to be.
        """
        try:
            password = revealed(self.password)
            return _with_login(self.stream_address(password), self.user, password)
        except NotFetched as error:
            raise StreamLost.of(error) from error

    def stream_address(self, password: str) -> str:
        """The address without name and password."""
        raise NotImplementedError


class RtspSection(LiveSection):
    """A ``[[camera]]`` of kind ``rtsp``: its stream's address is known."""

    kind: Literal["rtsp"]
    url: Annotated[str, Field(pattern=r"^rtsps?://[^/]"), AfterValidator(_bare)]

    def stream_address(self, password: str) -> str:
        """The address that is written down."""
        del password
        return self.url


class OnvifSection(LiveSection):
    """A ``[[camera]]`` of kind ``onvif``: the device tells the address of its stream.

    ``url`` is its device service; ``profile`` the token or name of a media profile, the one with
    the largest picture if not given.
    """

    kind: Literal["onvif"]
    url: Annotated[str, Field(pattern="^https?://[^/]"), AfterValidator(_bare)]
    profile: str = ""
    timeout_seconds: Annotated[float, Field(gt=0)] = 15

    def stream_address(self, password: str) -> str:
        """The address that the device tells.

        Raises:
            NotFetched: when it does not.
        """
        device = Device(self.url, self.user, password, self.timeout_seconds)
        return device.stream_address(self.profile, transport=self.transport)


# The shape of ``[[camera]]``, told apart by its kind.
CAMERAS = tuple[Annotated[RtspSection | OnvifSection, Field(discriminator="kind")], ...]


def _with_login(address: str, user: str, password: str) -> str:
    if not user:
        return address
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{place}"))
