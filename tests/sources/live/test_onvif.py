"""A device that gives the answers of ONVIF's own documentation, and checks who asks."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from evidence.pipeline.sources_port import NotFetched, Reason
from evidence.sources.live.lost import Lost, StreamLost
from evidence.sources.live.onvif import Device
from evidence.sources.live.section import OnvifSection

AHEAD = timedelta(hours=8)
ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
 xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:ter="http://www.onvif.org/ver10/error"
 xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tt="http://www.onvif.org/ver10/schema">
<SOAP-ENV:Body>{}</SOAP-ENV:Body></SOAP-ENV:Envelope>"""
CAPABILITIES = """<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media>
<tt:XAddr>http://192.168.1.64/onvif/Media</tt:XAddr>
<tt:StreamingCapabilities><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities>
</tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>"""
PROFILE = """<trt:Profiles token="{token}" fixed="true"><tt:Name>{name}</tt:Name>
<tt:VideoSourceConfiguration token="VSC"><tt:Name>source</tt:Name></tt:VideoSourceConfiguration>
<tt:VideoEncoderConfiguration token="VEC"><tt:Name>encoder</tt:Name><tt:Encoding>H264</tt:Encoding>
<tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution>
</tt:VideoEncoderConfiguration></trt:Profiles>"""
PROFILES = [
    {"token": "Profile_2", "name": "subStream", "width": 640, "height": 360},
    {"token": "Profile_1", "name": "mainStream", "width": 1920, "height": 1080},
]
REFUSED = """<SOAP-ENV:Fault><SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:Sender</SOAP-ENV:Value>
<SOAP-ENV:Subcode><SOAP-ENV:Value>ter:NotAuthorized</SOAP-ENV:Value></SOAP-ENV:Subcode>
</SOAP-ENV:Code><SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">Sender not Authorized</SOAP-ENV:Text>
</SOAP-ENV:Reason></SOAP-ENV:Fault>"""
DATE = """<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>
<tt:DateTimeType>Manual</tt:DateTimeType><tt:UTCDateTime>
<tt:Time><tt:Hour>{0.hour}</tt:Hour><tt:Minute>{0.minute}</tt:Minute><tt:Second>{0.second}</tt:Second>
</tt:Time><tt:Date><tt:Year>{0.year}</tt:Year><tt:Month>{0.month}</tt:Month><tt:Day>{0.day}</tt:Day>
</tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"""


@dataclass
class Camera:
    """``ahead`` is how far its clock is ahead; a token is good for five minutes by it."""

    ahead: timedelta = timedelta()
    answers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/onvif/device_service"

    def answer(self, path: str, body: str) -> tuple[int, str]:
        (action,) = re.findall(r"<s:Body><\w+:(\w+)", body)
        self.asked.append(f"{path} {action}")
        if action in self.answers:
            return 200, self.answers[action]
        if action == "GetSystemDateAndTime":
            return 200, ENVELOPE.format(DATE.format(datetime.now(UTC) + self.ahead))
        if not self._knows(body):
            return 400, ENVELOPE.format(REFUSED)
        return 200, ENVELOPE.format(getattr(self, action)(body))

    def _knows(self, body: str) -> bool:
        said = dict(re.findall(r"<\w:(Username|Password|Nonce|Created)\b[^>]*>([^<]*)", body))
        if said.get("Username") != "me" or said["Nonce"] in self.nonces:
            return False
        self.nonces.add(said["Nonce"])
        created = datetime.fromisoformat(said["Created"])
        late = abs(datetime.now(UTC) + self.ahead - created) > timedelta(minutes=5)
        signed = b64decode(said["Nonce"]) + said["Created"].encode() + b"secret"
        digest = b64encode(sha1(signed, usedforsecurity=False).digest()).decode()
        return not late and said["Password"] == digest

    def GetCapabilities(self, _: str) -> str:  # noqa: N802
        return CAPABILITIES

    def GetProfiles(self, _: str) -> str:  # noqa: N802
        profiles = "".join(PROFILE.format(**profile) for profile in PROFILES)
        return f"<trt:GetProfilesResponse>{profiles}</trt:GetProfilesResponse>"

    def GetStreamUri(self, body: str) -> str:  # noqa: N802
        (token,) = re.findall(r"<trt:ProfileToken>([^<]*)<", body)
        (protocol,) = re.findall(r"<tt:Protocol>([^<]*)<", body)
        uri = f"rtsp://192.168.1.64:554/{token}?protocol={protocol}&amp;unicast=true"
        return (
            f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{uri}</tt:Uri>"
            "</trt:MediaUri></trt:GetStreamUriResponse>"
        )


@contextmanager
def standing(camera: Camera) -> Iterator[Camera]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, answer = camera.answer(self.path, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    camera.port = server.server_port
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield camera
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_device_tells_the_address_of_its_largest_picture() -> None:
    with standing(Camera()) as camera:
        found = Device(camera.address, "me", "secret").stream_address()
    assert found == "rtsp://192.168.1.64:554/Profile_1?protocol=RTSP&unicast=true"
    assert camera.asked == [
        "/onvif/device_service GetSystemDateAndTime",
        "/onvif/device_service GetCapabilities",
        "/onvif/Media GetProfiles",
        "/onvif/Media GetStreamUri",
    ]


@pytest.mark.parametrize("wanted", ["subStream", "Profile_2"])
def test_a_profile_is_chosen_by_name_or_token(wanted: str) -> None:
    with standing(Camera()) as camera:
        found = Device(camera.address, "me", "secret").stream_address(wanted, transport="udp")
    assert found == "rtsp://192.168.1.64:554/Profile_2?protocol=UDP&unicast=true"


@pytest.mark.parametrize("ahead", [AHEAD, -AHEAD])
def test_a_device_whose_clock_is_hours_off_lets_us_in(ahead: timedelta) -> None:
    with standing(Camera(ahead)) as camera:
        assert Device(camera.address, "me", "secret").stream_address()


def refusal(device: Device, profile: str = "") -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        device.stream_address(profile)
    return caught.value


def test_a_wrong_password_is_told_as_that() -> None:
    with standing(Camera()) as camera:
        error = refusal(Device(camera.address, "me", "guess"))
    assert error.reason is Reason.LOGIN
    assert "guess" not in str(error)


def test_a_profile_that_is_not_there_is_told_with_those_that_are() -> None:
    with standing(Camera()) as camera:
        error = refusal(Device(camera.address, "me", "secret"), "thirdStream")
    assert error.reason is Reason.GONE
    assert "Profile_1 (mainStream)" in error.detail


@pytest.mark.parametrize(
    "answer",
    [
        "it works!",
        ENVELOPE.format("<tds:GetCapabilitiesResponse/>"),
        '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    ],
)
def test_an_answer_that_is_none_is_told(answer: str) -> None:
    with standing(Camera(answers={"GetCapabilities": answer})) as camera:
        assert refusal(Device(camera.address, "me", "secret")).reason is Reason.ANSWER


def test_a_device_that_is_away_is_told() -> None:
    with standing(Camera()) as camera:
        pass
    assert refusal(Device(camera.address, "me", "secret")).reason is Reason.UNREACHABLE


def test_a_section_asks_the_device_and_logs_in_with_the_same_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSWORD", "secret")
    with standing(Camera()) as camera:
        settings = {
            "kind": "onvif", "name": "front", "institution": "INST-1", "url": camera.address,
            "user": "me", "password": {"env": "PASSWORD"},
        }  # fmt: skip
        section = OnvifSection.model_validate(settings)
        assert section.stream().startswith("rtsp://me:secret@192.168.1.64:554/Profile_1?")
        monkeypatch.setenv("PASSWORD", "guess")
        with pytest.raises(StreamLost) as caught:
            section.stream()
    assert caught.value.why is Lost.LOGIN
