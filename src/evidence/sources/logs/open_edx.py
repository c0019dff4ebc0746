"""Open edX: tracking logs, of which the events of the video player are read.

A line is ``{"username", "context": {"user_id"}, "event_type", "event", "time", "session", "page"}``
where ``event`` is an object or a JSON text of one. The learner is the ``username``, or the
``user_id`` where that is who the roster knows. An attempt is a video on one page in a session of
the browser, for ``session`` is all tabs of a browser together and a page may have two players; a
mobile app has no page. What is told of a whole page, that it closes, has no video in its attempt:
it is of every attempt that begins with it.
"""

from __future__ import annotations

from evidence.domain.learning import Dialect, LogRelation
from evidence.sources.logs.columns import (
    garbled,
    json_lines,
    kind,
    micros,
    millionths,
    moment,
    number,
    speed,
    template,
)
from evidence.sources.logs.plain import Plain

NEEDED = frozenset({"event_type", "event", "time"})
# Both the browser's names and the apps' ones ("edx.video.played"), in the native log's words.
EVENTS = {
    "load_video": "start",
    "edx.video.loaded": "start",
    "play_video": "play",
    "edx.video.played": "play",
    "pause_video": "pause",
    "edx.video.paused": "pause",
    "seek_video": "seek",
    "edx.video.position.changed": "seek",
    "speed_change_video": "rate",
    "edx.video.speed.changed": "rate",
    "stop_video": "end",
    "edx.video.stopped": "end",
    "page_close": "end",
}

# Where a video's event tells of positions and of a speed, as text.
TOLD = {
    "position": "coalesce(load ->> 'currentTime', load ->> 'current_time')",
    "came": "load ->> 'old_time'",
    "went": "load ->> 'new_time'",
    "rate": "CASE WHEN event_type LIKE '%speed%' THEN load ->> 'new_speed' END",
}


def reads_object(fields: frozenset[str]) -> bool:
    """Whether a JSON object with these keys is an event of this dialect."""
    return fields >= NEEDED and bool(fields & {"username", "context"})


def from_json(plain: Plain, path: str) -> LogRelation:
    """A tracking log of one object a line."""
    columns = dict.fromkeys(
        ("username", "event_type", "name", "time", "session", "page"), "VARCHAR"
    )
    table = json_lines(plain.path, columns | {"context": "JSON", "event": "JSON"})
    return LogRelation(path, Dialect.OPEN_EDX, _select(table))


def _select(table: str) -> str:
    return template("open_edx").format(
        table=table,
        kind=kind("event_type", EVENTS),
        ts=moment("time"),
        told=", ".join(f"{text} AS told_{name}" for name, text in TOLD.items()),
        garbled=garbled(*((f"told_{name}", name) for name in TOLD)),
        position=micros(number("told_position")),
        came=micros(number("told_came")),
        went=micros(number("told_went")),
        rate=millionths(speed("told_rate")),
    )
