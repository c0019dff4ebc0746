"""An endpoint: events that a platform gives page by page over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from evidence.domain.time import Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, NotFetched, Offer, Reason
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.platforms.events import Event, fingerprint, objects, packed, same_server
from evidence.sources.platforms.section import WebPlatformSection
from evidence.sources.web import Web

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class EndpointSection(WebPlatformSection):
    """A ``[[platform]]`` of kind ``endpoint``.

    An answer is JSON: a list of events, or an object where ``events`` and ``next`` tell the way to
    the list and to the next page, with dots between keys. What stands at ``next`` is a link, or a
    cursor that is sent as the parameter ``cursor``; the last page has none.
    """

    kind: Literal["endpoint"]
    events: str = "events"
    next: str = "next"
    cursor: str = "cursor"

    def opened(self, training_class: str) -> EndpointSource:
        """The source of one class's events; nothing is connected to yet."""
        return EndpointSource(self, training_class)


@dataclass(frozen=True, slots=True)
class EndpointSource:
    """The events of one class, each page an offer; ``begin`` is the cursor of the first, or ""."""

    section: EndpointSection
    training_class: str
    begin: str = ""
    patience: Patience = PATIENT

    @property
    def name(self) -> str:
        """Its name in the deployment, with the class."""
        return f"{self.section.name}/{self.training_class}"

    def since(self, offer: str) -> EndpointSource:
        """The same from the page on whose offer's id is given.

        Whoever keeps the id of the last page that landed goes on from it the next time: it may have
        grown. Without it all pages are asked for, and those that landed still land only once.
        """
        return replace(self, begin=offer)

    def offers(self, wanted: Interval) -> Iterator[Offer]:
        """Every page from ``begin`` on, in the server's order; a page without events is none.

        Raises:
            NotFetched: when it can't be asked, or leads round in a circle.
        """
        del wanted  # a cursor knows no time
        web, cursor = self.section.web(self.patience), self.begin
        seen: set[str] = set()
        while cursor not in seen:
            seen.add(cursor)
            events, following = self._page(web, cursor)
            if events:
                yield self._offer(cursor, events)
            if not following:
                return
            cursor = following
        raise NotFetched(Reason.ANSWER, self.section.next)

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Write one page's events.

        Raises:
            NotFetched: when it can't be asked, or is another page by now.
        """
        events, _ = self._page(self.section.web(self.patience), offer.id)
        if f"events:{fingerprint(events)}" != offer.digest:
            raise NotFetched(Reason.DIGEST, "events")
        packed(events, into)
        size = into.stat().st_size
        progress.advance(size)
        return Fetched(size)

    def _page(self, web: Web, cursor: str) -> tuple[list[Event], str]:
        """The events of one page, and the cursor of the next; "" for none."""
        address = self.section.address(self.training_class)
        asked: dict[str, Any] | None = self.section.asked(self.training_class)
        if cursor.startswith(("http://", "https://", "/", "?")):
            address, asked = same_server(address, cursor), None
        elif cursor:
            asked = (asked or {}) | {self.section.cursor: cursor}
        told = web.ask_json(address, asked or None)
        if isinstance(told, list):
            return objects(told, self.section.events), ""
        following = _at(told, self.section.next)
        return objects(_at(told, self.section.events), self.section.events), str(following or "")

    def _offer(self, cursor: str, events: list[Event]) -> Offer:
        # Its digest changes with its events, so that a page that grew is fetched again.
        told = (str(value) for value in events[0].values())
        day = next((found[0] for value in told if (found := _DAY.match(value))), "undated")
        mark = fingerprint([{"cursor": cursor}])[:12]
        return Offer(
            id=cursor,
            name=self.section.log_name(day, mark),
            digest=f"events:{fingerprint(events)}",
        )


def _at(value: Any, way: str) -> Any:
    """What stands at the end of a way of keys; None where it breaks off."""
    for key in way.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
