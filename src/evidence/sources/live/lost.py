"""Lost: why a camera was not recorded for a while, and how that is told."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from evidence.domain.errors import EvidenceError
from evidence.domain.text import Length, Moment, Text, say
from evidence.domain.time import Interval
from evidence.pipeline.sources_port import NotFetched


class Lost(StrEnum):
    """Why nothing is recorded."""

    UNREACHABLE = "unreachable"  # nobody answers there
    LOGIN = "login"  # the camera wants another name or password
    GONE = "gone"  # the camera has no such stream
    ANSWER = "answer"  # it answers what can't be understood, or sends no picture that can be kept
    SILENT = "silent"  # connected, but no packet for too long
    ENDED = "ended"  # the camera ended the stream
    ROOM = "room"  # no room on the disk
    DISK = "disk"  # the disk or share can't be written to
    CRASHED = "crashed"  # the process that records this camera died
    HUNG = "hung"  # the process that records this camera did nothing any more
    OFF = "off"  # nobody recorded: the machine or the recorder was off, or killed


class StreamLost(EvidenceError):
    """A stream can't be had, or not any longer; ``detail`` is the other side's word on it."""

    def __init__(self, why: Lost, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail

    def __str__(self) -> str:
        return str(told(self.why, self.detail))

    @classmethod
    def of(cls, error: NotFetched) -> StreamLost:
        """The same for a device that was asked over the web."""
        known = {why.value: why for why in Lost}
        return cls(known.get(error.reason.value, Lost.ANSWER), error.detail)


_SHORT: Mapping[Lost, Text] = {
    Lost.UNREACHABLE: say("nobody answers there: {detail}"),
    Lost.LOGIN: say("it refuses the name and password: {detail}"),
    Lost.GONE: say("there is no such stream: {detail}"),
    Lost.ANSWER: say("its answer can't be understood: {detail}"),
    Lost.SILENT: say("it is connected but sends nothing: {detail}"),
    Lost.ENDED: say("it ended the stream: {detail}"),
    Lost.ROOM: say("there is no room on the disk: {detail}"),
    Lost.DISK: say("the recording can't be written: {detail}"),
    Lost.CRASHED: say("its recorder died: {detail}"),
    Lost.HUNG: say("its recorder did nothing any more: {detail}"),
    Lost.OFF: say("nobody recorded it: {detail}"),
}

_LONG: Mapping[Lost, Text] = {
    Lost.UNREACHABLE: say(
        "camera {camera} was not recorded for {length} from {start} on: it did not answer; "
        "see to its power and line"
    ),
    Lost.LOGIN: say(
        "camera {camera} was not recorded for {length} from {start} on: it refused the recorder's "
        "name and password"
    ),
    Lost.GONE: say(
        "camera {camera} was not recorded for {length} from {start} on: it had no stream at the "
        "recorder's address"
    ),
    Lost.ANSWER: say(
        "camera {camera} was not recorded for {length} from {start} on: it answered what the "
        "recorder does not understand"
    ),
    Lost.SILENT: say(
        "camera {camera} was not recorded for {length} from {start} on: it was connected but sent "
        "no picture"
    ),
    Lost.ENDED: say(
        "camera {camera} was not recorded for {length} from {start} on: it ended the stream by "
        "itself"
    ),
    Lost.ROOM: say(
        "camera {camera} was not recorded for {length} from {start} on: the recorder's disk was "
        "full"
    ),
    Lost.DISK: say(
        "camera {camera} was not recorded for {length} from {start} on: the recorder could not "
        "write to its disk"
    ),
    Lost.CRASHED: say(
        "camera {camera} was not recorded for {length} from {start} on: the recorder's process "
        "died and was begun again"
    ),
    Lost.HUNG: say(
        "camera {camera} was not recorded for {length} from {start} on: the recorder's process "
        "hung and was begun again"
    ),
    Lost.OFF: say(
        "camera {camera} was not recorded for {length} from {start} on: the recorder was off"
    ),
}


def told(why: Lost, detail: str = "") -> Text:
    """The reason as a short sentence; ``detail`` is the other side's own word, "" for none."""
    return say(_SHORT[why].pattern, detail=detail or "–")


def missed(camera: str, span: Interval, why: Lost) -> Text:
    """That a camera was not recorded for a while, and why, for those who check the class."""
    return say(
        _LONG[why].pattern, camera=camera, length=Length(span.length), start=Moment(span.start)
    )
