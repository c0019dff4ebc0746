"""xAPI: statements of the Video Profile, https://w3id.org/xapi/video.

The learner is the actor's account name, or what stands before the @ of its mbox, or its openid; an
attempt is the profile's ``session-id``, or the statement's registration; the lesson is the object.
``completed`` says that enough of a video was seen, and plays on; ``terminated`` ends the attempt.
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

NEEDED = frozenset({"actor", "verb", "object"})
PROFILE = "https://w3id.org/xapi/video/extensions/"
# Verbs by their IRI, in the native log's words.
VERBS = {
    "http://adlnet.gov/expapi/verbs/initialized": "start",
    "https://w3id.org/xapi/video/verbs/played": "play",
    "https://w3id.org/xapi/video/verbs/paused": "pause",
    "https://w3id.org/xapi/video/verbs/seeked": "seek",
    "http://adlnet.gov/expapi/verbs/interacted": "rate",
    "http://adlnet.gov/expapi/verbs/completed": "complete",
    "http://adlnet.gov/expapi/verbs/terminated": "end",
}


def reads_object(fields: frozenset[str]) -> bool:
    """Whether a JSON object with these keys is a statement."""
    return fields >= NEEDED


def from_json(plain: Plain, path: str) -> LogRelation:
    """A file of one statement a line."""
    columns = dict.fromkeys(("actor", "verb", "object", "context", "result"), "JSON")
    table = json_lines(plain.path, columns | {"timestamp": "VARCHAR"})
    return LogRelation(path, Dialect.XAPI, _select(table))


def _select(table: str) -> str:
    return template("xapi").format(
        table=table,
        session=_extension("context", "session-id"),
        kind=kind("verb ->> 'id'", VERBS),
        ts=moment('"timestamp"'),
        told=", ".join(f"{text} AS told_{name}" for name, text in _told().items()),
        garbled=garbled(*((f"told_{name}", name) for name in _told())),
        position=micros(number("told_position")),
        came=micros(number("told_came")),
        went=micros(number("told_went")),
        rate=millionths(speed("told_rate")),
    )


def _extension(part: str, name: str) -> str:
    """An extension of the profile in one part of the statement, as text."""
    return f"""json_extract_string({part}, '$."extensions"."{PROFILE}{name}"')"""


def _told() -> dict[str, str]:
    """Where a statement tells of positions and of a speed, as text.

    The speed is the context's, where the profile has it, or the result's.
    """
    times = {"position": "time", "came": "time-from", "went": "time-to"}
    speeds = f"coalesce({_extension('context', 'speed')}, {_extension('result', 'speed')})"
    return {name: _extension("result", key) for name, key in times.items()} | {"rate": speeds}
