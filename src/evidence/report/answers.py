"""The answers of commands and notices for machines, written down as JSON Schemas.

Times are microseconds since 1970, sentences English. What writes them stands in pipeline/, which
knows no Pydantic; tests hold every answer against its schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from evidence.domain.findings import Standing
from evidence.domain.teaching import Kind
from evidence.pipeline import alerts, forecast, notices, status, summary, watch_json
from evidence.pipeline.filming import Film
from evidence.pipeline.forecast import Need
from evidence.pipeline.ledger import JobState
from evidence.pipeline.segments import Fault
from evidence.pipeline.sources_port import Reason
from evidence.pipeline.summary import End
from evidence.pipeline.watching import State

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Moment = Annotated[int, Field(description="microseconds since 1970-01-01T00:00:00Z")]
Length = Annotated[int, Field(ge=0, description="microseconds")]
Subject = Annotated[str, Field(description="INSTITUTION/CLASS")]
Count = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Problem(_Record):
    """What is wrong with a file: its place, the sentence, and that sentence's parts."""

    file: str
    row: Count
    column: str
    did_you_mean: str
    message: str
    pattern: str
    values: dict[str, Any]


class Hour(_Record):
    """A class hour that does not stand; ``recorded`` is usable footage."""

    session: str
    hour: Annotated[int, Field(ge=1)]
    start: Moment
    end: Moment
    verdict: Standing
    recorded: Length


class NotLanded(_Record):
    """A file that a source offered and that is not there."""

    class_: Annotated[Subject, Field(alias="class")]
    source: str
    name: str
    reason: Reason
    why: str
    tries: Count
    first_at: Moment
    last_at: Moment


class SourceDown(_Record):
    """A source that could not be asked."""

    source: str
    institution: str
    why: str


class NightClass(_Record):
    """What a night came to for one class."""

    class_: Annotated[Subject, Field(alias="class")]
    end: End
    unchanged: bool
    under_way: bool
    lost: list[Hour]
    problems: list[Problem]
    last_words: str


class Night(_Record):
    """What ``evidence run --json`` writes; ``institution`` is "" for all of them."""

    schema_: Annotated[Literal["evidence/night/1"], Field(alias="schema")]
    date: str
    institution: str
    began: Moment
    ended: Moment
    whole: bool
    counts: dict[str, Count]
    classes: list[NightClass]
    not_landed: list[NotLanded]
    sources_down: list[SourceDown]
    unclaimed: Count


class ForecastClass(_Record):
    """What a night would do for one class."""

    class_: Annotated[Subject, Field(alias="class")]
    need: Need
    unrecorded: list[Hour]
    problems: list[Problem]


class WouldFetch(_Record):
    """A file that a night would fetch; ``size`` in bytes where the source tells it."""

    class_: Annotated[Subject, Field(alias="class")]
    source: str
    name: str
    size: Count | None


class Forecast(_Record):
    """What ``evidence run --dry-run --json`` writes."""

    schema_: Annotated[Literal["evidence/forecast/1"], Field(alias="schema")]
    date: str
    institution: str
    classes: list[ForecastClass]
    fetch: list[WouldFetch]
    not_landed: list[NotLanded]
    sources_down: list[SourceDown]


class NoticeHour(_Record):
    """A class hour of a morning's notice, and until when what saves it."""

    session: str
    number: Annotated[int, Field(ge=1)]
    start: Moment
    standing: Standing
    recorded: Length
    hand_in_until: Moment | None
    repeat_until: Moment | None


class NoticeClass(_Record):
    """A class that somebody must see to."""

    class_: Annotated[str, Field(alias="class")]
    end: End
    hours: list[NoticeHour]
    problems: list[Problem]


class NoticeFile(_Record):
    """A file that could not be fetched."""

    training_class: str
    source: str
    name: str
    reason: Reason


class Notice(_Record):
    """What an institution's webhook is sent in the morning."""

    schema_: Annotated[Literal["evidence/notice/1"], Field(alias="schema")]
    date: str
    institution: str
    classes: list[NoticeClass]
    files: list[NoticeFile]
    sources_down: list[str]


class WatchedHour(_Record):
    """A class hour of today; ``arrived_to`` is the moment up to which all footage should be there.

    ``recorded`` are stretches from start to end. A camera that records from ``save_until`` to the
    end of the hour just saves it.
    """

    session: str
    hour: Annotated[int, Field(ge=1)]
    kind: Kind
    start: Moment
    end: Moment
    cameras: list[str]
    state: State
    arrived_to: Moment
    recorded: list[tuple[Moment, Moment]]
    silent_since: Moment | None
    save_until: Moment | None


class FaultyFile(_Record):
    """A recording of today that something is wrong with."""

    path: str
    fault: Fault
    camera: str


class WatchedClass(_Record):
    """A class that is taught today, or that can't be read."""

    class_: Annotated[Subject, Field(alias="class")]
    hours: list[WatchedHour]
    files: list[FaultyFile]
    problems: list[Problem]


class Watch(_Record):
    """What ``evidence watch --once --json`` writes."""

    schema_: Annotated[Literal["evidence/watch/1"], Field(alias="schema")]
    at: Moment
    classes: list[WatchedClass]


class OneAlert(_Record):
    """One matter: of a class hour, of a file, or with neither of the class's papers.

    ``state`` is the hour's or the file's, "unreadable", or "recovered".
    """

    id: str
    class_: Annotated[str, Field(alias="class")]
    state: str
    message: str
    hour: WatchedHour | None
    file: FaultyFile | None
    problems: list[Problem]


class Alert(_Record):
    """What an institution's webhook is sent while classes are taught."""

    schema_: Annotated[Literal["evidence/alert/1"], Field(alias="schema")]
    institution: str
    at: Moment
    alerts: list[OneAlert]


class StatusNight(_Record):
    """A night on record; ``ended`` is null while it runs, or when it was killed."""

    date: str
    institution: str
    began: Moment
    ended: Moment | None
    counts: dict[str, Count]


class StatusParked(_Record):
    """A job that ended its workers."""

    job: str
    subject: str
    step: str
    last_words: str
    at: Moment


class StatusCamera(_Record):
    """A live camera; ``since`` is null where its journal says nothing of now."""

    name: str
    institution: str
    state: Film
    wanted: bool
    since: Moment | None
    told: str


class Status(_Record):
    """What ``evidence status --json`` writes."""

    schema_: Annotated[Literal["evidence/status/1"], Field(alias="schema")]
    at: Moment
    nights: list[StatusNight]
    parked: list[StatusParked]
    jobs: dict[JobState, Count]
    missing: list[NotLanded]
    free_bytes: Count
    cameras: list[StatusCamera]


class Answer(StrEnum):
    """The name of a format, as ``evidence schema`` knows it."""

    NIGHT = "night"
    FORECAST = "forecast"
    NOTICE = "notice"
    WATCH = "watch"
    ALERT = "alert"
    STATUS = "status"


_RECORDS: Mapping[Answer, tuple[type[_Record], str]] = {
    Answer.NIGHT: (Night, summary.SCHEMA_ID),
    Answer.FORECAST: (Forecast, forecast.SCHEMA_ID),
    Answer.NOTICE: (Notice, notices.SCHEMA_ID),
    Answer.WATCH: (Watch, watch_json.SCHEMA_ID),
    Answer.ALERT: (Alert, alerts.SCHEMA_ID),
    Answer.STATUS: (Status, status.SCHEMA_ID),
}


def schema(answer: Answer) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an answer."""
    record, schema_id = _RECORDS[answer]
    return {
        "$schema": DIALECT,
        "$id": f"urn:{schema_id.replace('/', ':')}",
        **record.model_json_schema(by_alias=True),
        "title": schema_id,
    }
