"""The words of an alert: what is wrong, until when it can be saved, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evidence.domain.teaching import Kind
from evidence.domain.text import Length, Moment, Text, say
from evidence.pipeline.alerts import RECOVERED, SCHEMA_ID, Matter, matter_json
from evidence.pipeline.segments import Fault
from evidence.pipeline.watching import State, WatchedHour


def sentences(matter: Matter, now: int) -> Iterator[Text]:
    """What to tell of one matter, as it is ``now``."""
    if matter.hour:
        yield _head(matter.hour)
        yield from _hour(matter.hour, now)
    elif matter.trouble:
        words = _FAULTS[matter.trouble.fault]
        yield say(words.pattern, path=matter.trouble.path, camera=matter.trouble.camera or "–")
    elif matter.state == RECOVERED:
        yield say("the class can be read again, and is watched")
    else:
        yield say("the class can't be read, so that nobody knows when it is taught: put this right")
        for problem in matter.now.problems:
            yield problem.place
            yield problem.what


def as_json(institution: str, of: Iterable[Matter], at: int) -> dict[str, Any]:
    """An institution's alerts for machines: times in microseconds since 1970, English sentences."""
    return {
        "schema": SCHEMA_ID,
        "institution": institution,
        "at": at,
        "alerts": [
            matter_json(matter, " ".join(str(each) for each in sentences(matter, at)))
            for matter in of
        ],
    }


def _head(hour: WatchedHour) -> Text:
    return say(
        "{session}, class hour {number}, {start}:",
        session=hour.hour.session,
        number=hour.hour.number,
        start=Moment(hour.hour.span.start),
    )


def _hour(hour: WatchedHour, now: int) -> Iterator[Text]:
    match hour.state:
        case State.AT_RISK:
            yield say(
                "not recorded since {since} (cameras: {cameras}).",
                since=Moment(hour.silent_since or hour.hour.span.start),
                cameras=", ".join(hour.hour.cameras) or "–",
            )
            yield from _rescue(hour, now)
        case State.LOST:
            yield say("recording on does not save it any more.")
            yield hour.ruling.message
        case State.IN_DOUBT:
            yield hour.ruling.message
        case State.STANDS:
            yield say("its footage is there now.")
        case _:
            yield say("it is being recorded again.")


def _rescue(hour: WatchedHour, now: int) -> Iterator[Text]:
    required = hour.ruling.required
    if isinstance(required, Length):
        practical = hour.hour.kind is Kind.PRACTICAL
        words = _IN_ONE_PIECE if practical else _MAY_BE_MISSING
        yield say(words.pattern, required=required)
    until = hour.save_until
    if until is not None and until > now:
        yield say(
            "It still counts if the camera records without a break from {until} at the latest "
            "to the end of the class hour.",
            until=Moment(until),
        )
    else:
        yield say("Only footage that was filmed and has not arrived can save it: bring it in.")


_IN_ONE_PIECE = say("A recording of {required} in one piece is needed.")
_MAY_BE_MISSING = say("At most {required} of it may be missing.")
_FAULTS = {
    Fault.EMPTY: say("{path}: this file is empty; see that the camera records"),
    Fault.UNREADABLE: say("{path}: this file can't be opened as video; see that the camera works"),
    Fault.CUT_OFF: say("{path}: this file stopped growing before its end; copy it again"),
    Fault.UNDATED: say(
        "{path}: nothing tells when this was filmed; enter its start in recordings.csv"
    ),
    Fault.OTHER_CAMERA: say(
        "{path}: filmed by {camera}, which the timetable does not name at that time; if it is "
        "the same camera, say so in recordings.csv"
    ),
}
