"""The work list: the parts of classes that their latest verdicts flag, most urgent first.

An *item* is a part of a class with all that was found about it: a class hour, a learner, a session,
a recording, or the class as a whole. People decide on items; what is only to be noticed is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.time import SECOND
from evidence.pipeline.review import Act, Dossier, State, Step

WORST_FIRST = tuple(Effect)
DIGITS = 12  # more than any place has
_SAME = ("rule", "effect", "subject", "start", "end", "measured", "required", "evidence")

Workday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Flagged:
    """A part of a class that its verdict flags.

    ``part`` names it, ``place`` is where it stands in the verdict; ``basis`` is the digest of what
    was found; ``places`` number the findings; ``date`` is its day (ISO), "" where it has none.
    """

    part: str
    place: int
    effect: Effect
    rules: tuple[str, ...]
    kind: str
    date: str
    basis: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an item stands in the list: the most urgent and the worst first."""

    due: str
    worst: int
    subject: str
    place: int

    def __str__(self) -> str:
        return f"{self.due}~{self.worst}~{self.place}~{self.subject}"

    @classmethod
    def told(cls, written: str) -> Place | None:
        """The place that ``str`` wrote; None where it is none."""
        due, worst, place, subject = (*written.split("~", 3), "", "", "")[:4]
        if not (due and worst.isdecimal() and place.isdecimal() and len(worst + place) < DIGITS):
            return None
        return cls(due, int(worst), subject, int(place))


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the work list, and where its review stands.

    ``due`` and ``latest`` are days (ISO): when it should be decided, and when at the latest.
    """

    subject: str
    part: str
    version: int
    basis: str
    effect: Effect
    rules: tuple[str, ...]
    kind: str
    date: str
    due: str
    latest: str
    state: State
    holder: str
    first: str
    settled: Act | None
    steps: int
    place: int = 0

    @property
    def at(self) -> Place:
        """Where it stands in the list."""
        return Place(self.due, WORST_FIRST.index(self.effect), self.subject, self.place)

    @property
    def about(self) -> Subject:
        """The part of the class."""
        return part_subject(self.part)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the work list is wanted; "" asks for any. ``day`` is that of the class hour."""

    institution: str = ""
    rule: str = ""
    day: str = ""
    kind: str = ""
    state: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it was taken: the ``number``-th on its item (from 1), on a version of a verdict."""

    number: int
    version: int
    step: Step


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How many working days a decision may take, in ordinary and at most."""

    within: int
    at_most: int
    workday: Workday
    timezone: str

    def of(self, at: int) -> tuple[date, date]:
        """The days by which a verdict of this moment (wall time) is to be decided on."""
        day = datetime.fromtimestamp(at // SECOND, ZoneInfo(self.timezone)).date()
        return self._after(day, self.within), self._after(day, self.at_most)

    def _after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day."""
        while count:
            day += timedelta(days=1)
            count -= self.workday(day)
        return day


class Reviews(Protocol):
    """The items, and the steps taken on them."""

    def catch_up(self, deadlines: Deadlines) -> int:
        """Bring the items up to the latest verdicts; how many classes were looked at."""
        ...

    def stamp(self) -> tuple[int, int]:
        """What changes whenever an item does: the newest verdict listed, and the newest step."""
        ...

    def item(self, subject: str, part: str) -> Item | None:
        """One item; None where nothing is flagged (any more)."""
        ...

    def of_class(self, subject: str) -> tuple[Item, ...]:
        """The items of one class, in the verdict's order."""
        ...

    def steps(self, subject: str, part: str) -> tuple[Taken, ...]:
        """What was done about a part, oldest first, also on earlier verdicts."""
        ...

    def take(self, item: Item, step: Step, after: Dossier) -> None:
        """Keep a step on an item as it was seen, in the audit log too.

        Raises:
            Overtaken: when somebody took a step meanwhile, or a newer verdict is there.
        """
        ...

    def page(
        self, wanted: Wanted, limit: int, after: Place | None = None, *, back: bool = False
    ) -> tuple[Item, ...]:
        """Items, most urgent first: from the first on, or those after a place, or before it."""
        ...

    def counts(self, wanted: Wanted) -> Mapping[State, int]:
        """How many items stand where, whatever state is wanted."""
        ...

    def beside(self, wanted: Wanted, item: Item, *, back: bool = False) -> Item | None:
        """The item that comes after this one in the list, or before it."""
        ...


def flagged(body: str) -> tuple[Flagged, ...]:
    """The parts that a verdict (its JSON) flags, in its order."""
    verdict = json.loads(body)
    days = {
        (hour["session"], hour["hour"]): (hour["start"][:10], hour["kind"])
        for hour in verdict.get("class_hours", ())
    }
    parts: dict[str, list[int]] = {}
    findings = verdict.get("findings", ())
    for place, finding in enumerate(findings):
        parts.setdefault(part_of(finding["subject"]), []).append(place)
    found = (
        _flagged(part, [(place, findings[place]) for place in places], days)
        for part, places in parts.items()
    )
    return tuple(each for each in found if each.effect is not Effect.NOTICE)


def _flagged(
    part: str,
    findings: Sequence[tuple[int, Mapping[str, Any]]],
    days: Mapping[tuple[str, int], tuple[str, str]],
) -> Flagged:
    worst = min((Effect(told["effect"]) for _, told in findings), key=WORST_FIRST.index)
    said = [{key: told[key] for key in _SAME} for _, told in findings]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    day, kind = _when(part_subject(part), [told for _, told in findings], days)
    return Flagged(
        part=part,
        place=findings[0][0],
        effect=worst,
        rules=tuple(sorted({told["rule"] for _, told in findings})),
        kind=kind,
        date=day,
        basis=sha256(text.encode()).hexdigest(),
        places=tuple(place for place, _ in findings),
    )


def _when(
    about: Subject,
    findings: Sequence[Mapping[str, Any]],
    days: Mapping[tuple[str, int], tuple[str, str]],
) -> tuple[str, str]:
    """The day and the kind of teaching that an item is about, "" where there is none."""
    number = about.hour or 1
    if about.session and (about.session, number) in days:
        return days[about.session, number]
    starts = sorted(told["start"] for told in findings if told["start"])
    kind = "online" if about.learner and not about.session else ""
    return (starts[0][:10] if starts else ""), kind


def part_of(subject: Mapping[str, Any]) -> str:
    """The name of the part that a finding's ``subject`` (of the JSON) belongs to."""
    if subject.get("recording"):
        return f"recording/{quote(subject['recording'], safe='')}"
    if subject.get("learner"):
        return f"learner/{quote(subject['learner'], safe='')}"
    if subject.get("session") and subject.get("hour"):
        return f"hour/{quote(subject['session'], safe='')}/{subject['hour']}"
    if subject.get("session"):
        return f"session/{quote(subject['session'], safe='')}"
    return "class"


def part_subject(part: str) -> Subject:
    """What a part's name names; the class as a whole for one that is none."""
    match part.split("/"):
        case ["recording", path]:
            return Subject(recording=unquote(path))
        case ["learner", learner]:
            return Subject(learner=unquote(learner))
        case ["hour", session, number] if number.isdecimal():
            return Subject(session=unquote(session), hour=int(number))
        case ["session", session]:
            return Subject(session=unquote(session))
        case _:
            return Subject()
