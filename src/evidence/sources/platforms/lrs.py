"""A learning record store: xAPI statements, day by day (IEEE 9274.1.1, "Statement Resource")."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, NotFetched, Offer, Reason
from evidence.sources.cameras.section import Zone
from evidence.sources.folders import now
from evidence.sources.moments import EPOCH, micros
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.platforms.events import Event, objects, packed, same_server
from evidence.sources.platforms.section import WebPlatformSection
from evidence.sources.web import Web

CONSISTENT = "X-Experience-API-Consistent-Through"


class LrsSection(WebPlatformSection):
    """A ``[[platform]]`` of kind ``lrs``.

    ``url`` is the endpoint, to which ``/statements`` is added; ``params`` narrow the statements to
    a class, as ``{ activity = "https://…/{class}", related_activities = true }``. Days are those of
    ``timezone``; a day is asked for once it is over by ``settled_minutes``.
    """

    kind: Literal["lrs"]
    version: str = "1.0.3"
    page: Annotated[int, Field(gt=0)] = 500
    timezone: Zone = "Asia/Shanghai"
    settled_minutes: Annotated[int, Field(ge=0)] = 30

    def opened(self, training_class: str) -> LrsSource:
        """The source of one class's events; nothing is connected to yet."""
        return LrsSource(self, training_class)


@dataclass(frozen=True, slots=True)
class LrsSource:
    """The statements of one class, one offer for each day on which some were stored.

    A day is that of storing, not of happening: what a device hands in late is in the day on which
    it did, and no day changes once it is over.
    """

    section: LrsSection
    training_class: str
    patience: Patience = PATIENT
    clock: Callable[[], int] = now

    @property
    def name(self) -> str:
        """Its name in the deployment, with the class."""
        return f"{self.section.name}/{self.training_class}"

    def offers(self, wanted: Interval) -> Iterator[Offer]:
        """The days that reach into this stretch, are over, and have statements.

        Raises:
            NotFetched: when it can't be asked.
        """
        web = self._web()
        for day in self._days(wanted):
            if day.end + self.section.settled_minutes * MINUTE > self.clock():
                return
            answer = web.ask(self._address, self._asked(day, limit=1))
            through = _moment(answer.headers.get(CONSISTENT, ""))
            if through is not None and through < day.end:
                return  # it says itself that more of this day may come
            if _statements(answer.content)[0]:
                yield self._offer(day)

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Write all statements of the day, in the order in which they were stored.

        Raises:
            NotFetched: when not all of them came.
        """
        if offer.span is None:
            raise NotFetched(Reason.ANSWER, offer.id)
        packed(self._all(offer.span), into)
        size = into.stat().st_size
        progress.advance(size)
        return Fetched(size)

    def _web(self) -> Web:
        return self.section.web(self.patience, **{"X-Experience-API-Version": self.section.version})

    @property
    def _address(self) -> str:
        return self.section.address(self.training_class).rstrip("/") + "/statements"

    def _asked(self, day: Interval, *, limit: int) -> dict[str, Any]:
        # since is exclusive and until inclusive, and times are no finer than a millisecond.
        times = {"since": _written(day.start - 1000), "until": _written(day.end - 1000)}
        order = {"ascending": "true", "limit": str(limit)}
        return self.section.asked(self.training_class) | times | order

    def _all(self, day: Interval) -> Iterator[Event]:
        """Page after page, by the link that each gives to the next."""
        web, address = self._web(), self._address
        asked: dict[str, Any] | None = self._asked(day, limit=self.section.page)
        seen: set[str] = set()
        while address not in seen:
            seen.add(address)
            found, more = _statements(web.ask(address, asked).content)
            yield from found
            if not more:
                return
            address, asked = same_server(address, more), None
        raise NotFetched(Reason.ANSWER, "more")

    def _days(self, wanted: Interval) -> Iterator[Interval]:
        zone = ZoneInfo(self.section.timezone)
        first = datetime.fromtimestamp(wanted.start // SECOND, zone)
        day = first.replace(hour=0, minute=0, second=0, microsecond=0)
        while micros(day) < wanted.end:
            following = day + timedelta(days=1)  # in the zone's own time: a day may be 23 h long
            yield Interval(micros(day), micros(following))
            day = following

    def _offer(self, day: Interval) -> Offer:
        at = datetime.fromtimestamp(day.start // SECOND, ZoneInfo(self.section.timezone))
        date = at.date().isoformat()
        return Offer(id=date, name=self.section.log_name(date), span=day, start=day.start)


def _statements(content: bytes) -> tuple[list[Event], str]:
    """The statements of one page, and the link to the next; "" for none."""
    try:
        told = json.loads(content)
    except ValueError as error:
        raise NotFetched(Reason.ANSWER, "JSON") from error
    if not isinstance(told, dict):
        raise NotFetched(Reason.ANSWER, "statements")
    return objects(told.get("statements"), "statements"), str(told.get("more") or "")


def _written(wall: int) -> str:
    at = EPOCH + timedelta(microseconds=wall)
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(written: str) -> int | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return micros(at) if at.tzinfo else None
