"""Alerts: what somebody must be told of a look, once, and again only when it is another matter.

What was told stands in the audit log, channel by channel, so that a restart tells nothing twice
and a channel that failed catches up with how it is now, never with how it was. Alerts name classes,
sessions, cameras and files; nothing about any person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from evidence.pipeline.inventory import problem_json
from evidence.pipeline.ledger import Audit
from evidence.pipeline.segments import Trouble
from evidence.pipeline.watch import ClassNow, Look
from evidence.pipeline.watching import ALARMING, WELL, WatchedHour

SCHEMA_ID = "evidence/alert/1"
TOLD = "alert-told"  # the event of the audit log
RECOVERED = "recovered"
UNREADABLE = "unreadable"
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Matter:
    """What an alert is about: a class hour, a segment, or (with neither) the class's papers.

    ``state`` is a State, a Fault, "unreadable", "recovered", or "" where there is nothing to tell;
    ``since`` (wall time) tells one silence of an hour from the next.
    """

    now: ClassNow
    state: str
    hour: WatchedHour | None = None
    trouble: Trouble | None = None
    since: int = 0

    @property
    def topic(self) -> str:
        """What tells it from the other matters of its class."""
        if self.hour:
            return f"hour {self.hour.hour.session} {self.hour.hour.number}"
        return f"file {self.trouble.path}" if self.trouble else "papers"

    @property
    def key(self) -> str:
        """The same for the same alert, however often it is sent."""
        parts = [SCHEMA_ID, self.now.subject, self.topic, self.state, self.since]
        return sha256(json.dumps(parts).encode()).hexdigest()[:32]


def matters(look: Look) -> Iterator[Matter]:
    """All that a look shows; what is well too, for it may have recovered."""
    for now in look.classes:
        yield Matter(now, UNREADABLE if now.problems else RECOVERED)
        for hour in now.hours:
            alarming = hour.state in ALARMING
            well = RECOVERED if hour.state in WELL else ""
            yield Matter(
                now, hour.state.value if alarming else well, hour, since=hour.silent_since or 0
            )
        for trouble in now.troubles:
            yield Matter(now, trouble.fault.value, trouble=trouble)


@dataclass(slots=True)
class Told:
    """What was told last of each matter, on each channel, and the way to write it down."""

    audit: Audit
    last: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, audit: Audit, since: int) -> Told:
        """What the audit log says was told from ``since`` on (wall time)."""
        told = cls(audit)
        after = 0
        while page := audit.entries(after, PAGE):
            for entry in page:
                if entry.event == TOLD and entry.at >= since:
                    said = {name: str(value) for name, value in entry.details.items()}
                    told.last[said["channel"], said["class"], said["topic"]] = said["state"]
            after = page[-1].number
        return told

    def fresh(self, channel: str, of: Iterable[Matter]) -> tuple[Matter, ...]:
        """The matters that this channel is to tell now."""
        return tuple(matter for matter in of if self._is_news(channel, matter))

    def _is_news(self, channel: str, matter: Matter) -> bool:
        before = self.last.get((channel, matter.now.subject, matter.topic), "")
        if matter.state in ("", before):
            return False
        # Nobody is told that all is well who was not told that it is not.
        return matter.state != RECOVERED or before != ""

    def tell(self, channel: str, matter: Matter, now: int) -> None:
        """Write down that this channel has told it."""
        said: dict[str, str | int] = {
            "channel": channel,
            "class": matter.now.subject,
            "topic": matter.topic,
            "state": matter.state,
            "key": matter.key,
        }
        # First here: should the store not answer, this process still tells nothing twice.
        self.last[channel, matter.now.subject, matter.topic] = matter.state
        self.audit.append(TOLD, said, now)


def key_of(of: Iterable[Matter], channel: str) -> str:
    """The id of a message that tells of these matters."""
    parts = [channel, *sorted(matter.key for matter in of)]
    return sha256(json.dumps(parts).encode()).hexdigest()[:32]


def matter_json(matter: Matter, message: str) -> dict[str, Any]:
    """One alert for machines; ``message`` is what it says in English."""
    return {
        "id": matter.key,
        "class": matter.now.subject.partition("/")[2],
        "state": matter.state,
        "message": message,
        "hour": hour_json(matter.hour) if matter.hour else None,
        "file": trouble_json(matter.trouble) if matter.trouble else None,
        "problems": [problem_json(problem) for problem in matter.now.problems],
    }


def hour_json(hour: WatchedHour) -> dict[str, Any]:
    """A watched class hour for machines."""
    return {
        "session": hour.hour.session,
        "hour": hour.hour.number,
        "kind": hour.hour.kind.value,
        "start": hour.hour.span.start,
        "end": hour.hour.span.end,
        "cameras": list(hour.hour.cameras),
        "state": hour.state.value,
        "arrived_to": hour.arrived_to,
        "recorded": [[run.start, run.end] for run in hour.runs],
        "silent_since": hour.silent_since,
        "save_until": hour.save_until,
    }


def trouble_json(trouble: Trouble) -> dict[str, Any]:
    """A segment that something is wrong with, for machines."""
    return {"path": trouble.path, "fault": trouble.fault.value, "camera": trouble.camera}
