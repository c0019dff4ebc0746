"""ONVIF: a device is asked for the address of its stream.

``GetSystemDateAndTime``, ``GetCapabilities``, ``GetProfiles`` and ``GetStreamUri``, as ONVIF's
device and media (version 1) WSDL have them, with the WS-Security UsernameToken profile's digest.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

import httpx
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from evidence.pipeline.sources_port import NotFetched, Reason

MOST_ANSWER = 4 << 20
UNAUTHORIZED, FORBIDDEN = 401, 403
ENVELOPE = """\
<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="{device}" \
xmlns:trt="{media}" xmlns:tt="http://www.onvif.org/ver10/schema">\
<s:Header>{security}</s:Header><s:Body>{body}</s:Body></s:Envelope>"""
SECURITY = """\
<w:Security s:mustUnderstand="1" xmlns:w="{wsse}" xmlns:u="{wsu}"><w:UsernameToken>\
<w:Username>{user}</w:Username><w:Password Type="{profile}#PasswordDigest">{digest}</w:Password>\
<w:Nonce EncodingType="{soap}#Base64Binary">{nonce}</w:Nonce><u:Created>{created}</u:Created>\
</w:UsernameToken></w:Security>"""
STREAM = """\
<trt:GetStreamUri><trt:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport>\
<tt:Protocol>{protocol}</tt:Protocol></tt:Transport></trt:StreamSetup>\
<trt:ProfileToken>{token}</trt:ProfileToken></trt:GetStreamUri>"""
_DEVICE = "http://www.onvif.org/ver10/device/wsdl"
_MEDIA = "http://www.onvif.org/ver10/media/wsdl"
_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Profile:
    token: str
    name: str
    pixels: int


@dataclass(frozen=True, slots=True)
class Device:
    """A camera or recorder; ``address`` is that of its device service."""

    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 15
    clock: Callable[[], datetime] = _now

    def stream_address(self, profile: str = "", *, transport: str = "tcp") -> str:
        """The RTSP address of a profile by token or name; of the largest picture if "".

        Raises:
            NotFetched: when the device does not tell it.
        """
        with httpx.Client(timeout=self.timeout, trust_env=False) as client:
            asked = _Asked(self, client)
            asked.measure_clock()
            media = asked.media_service()
            chosen = _chosen(asked.profiles(media), profile)
            body = STREAM.format(
                protocol="RTSP" if transport == "tcp" else "UDP", token=escape(chosen.token)
            )
            told = _text(asked.ask(media, body), "Uri")
        if not told.startswith(("rtsp://", "rtsps://")):
            raise NotFetched(Reason.ANSWER, "GetStreamUri")
        return told


@dataclass(slots=True)
class _Asked:
    """One conversation; ``ahead`` is how far the device's clock is ahead of ours."""

    device: Device
    client: httpx.Client
    ahead: timedelta = timedelta()

    def measure_clock(self) -> None:
        """A token is only good for minutes by the device's clock, which may be hours off."""
        try:
            answer = self.ask(self.device.address, "<tds:GetSystemDateAndTime/>", signed=False)
            stamp = next(_found(answer, "UTCDateTime"))
            year, month, day = (int(_text(stamp, name)) for name in ("Year", "Month", "Day"))
            hour, minute, second = (
                int(_text(stamp, name)) for name in ("Hour", "Minute", "Second")
            )
            theirs = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
            self.ahead = theirs - self.device.clock()
        except (StopIteration, ValueError):
            return
        except NotFetched as error:
            if error.reason is Reason.UNREACHABLE:
                raise

    def media_service(self) -> str:
        """Where the media service is, by the host that we reached.

        Behind address translation a device tells addresses that only it can reach.
        """
        body = "<tds:GetCapabilities><tds:Category>Media</tds:Category></tds:GetCapabilities>"
        answer = self.ask(self.device.address, body)
        media = next(_found(answer, "Media"), None)
        told = _text(media, "XAddr") if media is not None else ""
        if not told:
            raise NotFetched(Reason.ANSWER, "GetCapabilities")
        ours = urlsplit(self.device.address)
        return urlunsplit(urlsplit(told)._replace(scheme=ours.scheme, netloc=ours.netloc))

    def profiles(self, media: str) -> tuple[_Profile, ...]:
        """The media profiles that have a picture."""
        answer = self.ask(media, "<trt:GetProfiles/>")
        return tuple(
            _Profile(each.get("token", ""), _text(each, "Name"), _pixels(each))
            for each in _found(answer, "Profiles")
        )

    def ask(self, address: str, body: str, *, signed: bool = True) -> Element:
        """The answer to one request.

        Raises:
            NotFetched: when there is none, or a fault.
        """
        security = self._security() if signed and self.device.user else ""
        content = ENVELOPE.format(device=_DEVICE, media=_MEDIA, security=security, body=body)
        try:
            response = self.client.post(
                address,
                content=content.encode(),
                headers={"Content-Type": "application/soap+xml; charset=utf-8"},
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotFetched(Reason.UNREACHABLE, type(error).__name__) from error
        return _read(response)

    def _security(self) -> str:
        created = (self.device.clock() + self.ahead).strftime("%Y-%m-%dT%H:%M:%SZ")
        nonce = secrets.token_bytes(16)
        # The profile's own words: Base64(SHA-1(nonce + created + password)).
        signed = sha1(
            nonce + created.encode() + self.device.password.encode(), usedforsecurity=False
        )
        return SECURITY.format(
            wsse=f"{_OASIS}wssecurity-secext-1.0.xsd",
            wsu=f"{_OASIS}wssecurity-utility-1.0.xsd",
            profile=f"{_OASIS}username-token-profile-1.0",
            soap=f"{_OASIS}soap-message-security-1.0",
            user=escape(self.device.user),
            digest=b64encode(signed.digest()).decode(),
            nonce=b64encode(nonce).decode(),
            created=created,
        )


def _read(response: httpx.Response) -> Element:
    if response.status_code in (UNAUTHORIZED, FORBIDDEN):
        raise NotFetched(Reason.LOGIN, f"HTTP {response.status_code}")
    if len(response.content) > MOST_ANSWER:
        raise NotFetched(Reason.ANSWER, f"> {MOST_ANSWER >> 20} MiB")
    try:
        root: Element = ElementTree.fromstring(response.content)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise NotFetched(Reason.ANSWER, f"HTTP {response.status_code}, XML") from error
    fault = next(_found(root, "Fault"), None)
    if fault is not None:
        said = " ".join("".join(fault.itertext()).split())
        # ONVIF core 5.12: env:Sender, ter:NotAuthorized; others answer with WS-Security's own.
        denied = any(word in said for word in ("NotAuthorized", "FailedAuthentication"))
        raise NotFetched(Reason.LOGIN if denied else Reason.ANSWER, said[:200])
    if response.is_error:
        raise NotFetched(Reason.ANSWER, f"HTTP {response.status_code}")
    return root


def _chosen(profiles: tuple[_Profile, ...], wanted: str) -> _Profile:
    if wanted:
        found = [each for each in profiles if wanted in (each.token, each.name)]
        if not found:
            there = ", ".join(f"{each.token} ({each.name})" for each in profiles)
            raise NotFetched(Reason.GONE, f"{wanted}; {there}")
        return found[0]
    if not profiles:
        raise NotFetched(Reason.ANSWER, "GetProfiles")
    return max(profiles, key=lambda each: each.pixels)


def _pixels(profile: Element) -> int:
    encoder = next(_found(profile, "VideoEncoderConfiguration"), None)
    if encoder is None:
        return 0
    try:
        return int(_text(encoder, "Width")) * int(_text(encoder, "Height"))
    except ValueError:
        return 0


def _found(root: Element, name: str) -> Iterator[Element]:
    """Every element of this name; devices differ in prefixes, and some in namespaces."""
    return (each for each in root.iter() if each.tag.rpartition("}")[2] == name)


def _text(root: Element, name: str) -> str:
    found = next(_found(root, name), None)
    return (found.text or "").strip() if found is not None else ""
