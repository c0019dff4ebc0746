"""Known: one learner as the record of faces has them, and the text that a sheet is sealed with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.domain.time import Interval, Timeline
from evidence.facts.places import Stay


@dataclass(frozen=True, slots=True)
class Known:
    """One learner of one class as the record has them: ``identity`` and ``name`` are marks.

    ``identity`` is that of the ID number, "" where the roster has none. ``faces`` counts the
    portraits kept, ``stays`` are when this learner surely was in which room.
    """

    learner: str
    identity: str
    name: str
    faces: int
    stays: tuple[Stay, ...] = ()

    def is_also(self, other: Known) -> bool:
        """Whether both are one identity: by the ID numbers, or by the names where one has none."""
        if self.identity and other.identity:
            return self.identity == other.identity
        return bool(self.name) and self.name == other.name


def dumps(people: Sequence[Known]) -> str:
    """Whose faces a sheet has, as JSON."""
    return json.dumps(
        [
            {
                "learner": one.learner,
                "identity": one.identity,
                "name": one.name,
                "faces": one.faces,
                "stays": [
                    (stay.session, stay.institution, stay.room, stay.cameras, _spans(stay.when))
                    for stay in one.stays
                ],
            }
            for one in people
        ]
    )


def loads(line: str) -> list[Known]:
    """Whose faces a sheet has."""
    told: Sequence[Mapping[str, Any]] = json.loads(line)
    return [
        Known(
            one["learner"],
            one["identity"],
            one["name"],
            one["faces"],
            tuple(_stay(*stay) for stay in one["stays"]),
        )
        for one in told
    ]


def _stay(
    session: str, institution: str, room: str, cameras: Sequence[str], spans: Sequence[list[int]]
) -> Stay:
    when = Timeline.of(Interval(start, end) for start, end in spans)
    return Stay(session, institution, room, tuple(cameras), when)


def _spans(when: Timeline) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in when]
