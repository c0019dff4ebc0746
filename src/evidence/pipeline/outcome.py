"""The outcome of a check: what the night's summary tells of a verdict, kept as the job's answer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from evidence.domain.findings import Standing, Verdict
from evidence.domain.time import Interval


@dataclass(frozen=True, slots=True)
class HourOutcome:
    """A class hour that does not stand yet: ``recorded`` is microseconds of usable footage."""

    session: str
    number: int
    span: Interval
    standing: Standing
    recorded: int


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """A verdict in short: its standing, and the class hours that are not valid."""

    standing: Standing
    hours: tuple[HourOutcome, ...] = ()

    @classmethod
    def of(cls, verdict: Verdict) -> CheckOutcome:
        """What a verdict comes to."""
        hours = (
            HourOutcome(hour.session, hour.number, hour.span, hour.standing, hour.recorded)
            for hour in verdict.hours
            if hour.standing is not Standing.VALID
        )
        return cls(verdict.standing, tuple(hours))

    def until(self, moment: int) -> tuple[HourOutcome, ...]:
        """The hours that were over by then."""
        return tuple(hour for hour in self.hours if hour.span.end <= moment)


def dumps(outcome: CheckOutcome) -> str:
    """The outcome as JSON."""
    return json.dumps(asdict(outcome), ensure_ascii=False)


def loads(line: str) -> CheckOutcome:
    """The outcome that ``dumps`` wrote."""
    raw: dict[str, Any] = json.loads(line)
    hours = (
        HourOutcome(
            each["session"],
            each["number"],
            Interval(**each["span"]),
            Standing(each["standing"]),
            each["recorded"],
        )
        for each in raw["hours"]
    )
    return CheckOutcome(Standing(raw["standing"]), tuple(hours))
