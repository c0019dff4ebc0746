"""Pulling: asking every feed what it has, and bringing it where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from evidence.domain.text import say
from evidence.domain.time import Timeline
from evidence.pipeline.crew import Clock
from evidence.pipeline.planning import KnownTimes, owners, wanted
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.sources_port import (
    Feed,
    LandingPlace,
    NotFetched,
    NotLanded,
    Offer,
    Reason,
    explained,
)
from evidence.pipeline.summary import Pulled, SourceDown


@dataclass(frozen=True, slots=True)
class Pull:
    """One round over the feeds; ``pause`` (microseconds) is waited for whoever fetches the same."""

    feeds: tuple[Feed, ...]
    place: LandingPlace
    clock: Clock
    look_back_days: int
    timezone: str
    pause: int

    def wants(
        self, on: date, classes: Mapping[str, KnownTimes], scope: str
    ) -> Iterator[tuple[Feed, Timeline]]:
        """The feeds in scope that have something to be asked for, and the time of it."""
        for feed in self.feeds:
            if scope in ("", feed.institution):
                times = wanted(
                    feed,
                    classes.values(),
                    on,
                    look_back_days=self.look_back_days,
                    timezone=self.timezone,
                )
                if times:
                    yield feed, times

    def still_missing(self, scope: str) -> tuple[NotLanded, ...]:
        """What was tried in nights before and has not landed to this day."""
        return tuple(
            told
            for told in self.place.still_missing()
            if scope in ("", told.subject.partition("/")[0])
        )

    def pull(
        self, on: date, classes: Mapping[str, KnownTimes], scope: str, progress: Progress
    ) -> Pulled:
        """Everything that the feeds have for these classes, brought to the landing folder."""
        asked = tuple(self.wants(on, classes, scope))
        round_ = _Round(self, classes)
        progress.stage(say("Fetching from the sources"), len(asked))
        for feed, times in asked:
            round_.ask(feed, times)
            progress.advance()
        return round_.told(scope)


@dataclass(slots=True)
class _Round:
    pull: Pull
    classes: Mapping[str, KnownTimes]
    landed: int = 0
    unclaimed: int = 0
    down: list[SourceDown] = field(default_factory=list)
    refused: list[NotLanded] = field(default_factory=list)

    def ask(self, feed: Feed, times: Timeline) -> None:
        """One feed for all of its times; what it offers twice is fetched once."""
        offers: dict[str, Offer] = {}
        try:
            for span in times:
                offers.update((offer.id, offer) for offer in feed.source.offers(span))
        except NotFetched as error:
            self._tell_down(feed, error)
        for offer in offers.values():
            subjects = owners(feed, offer, self.classes)
            self.unclaimed += not subjects
            for subject in subjects:
                self._land(feed, offer, subject)

    def _tell_down(self, feed: Feed, error: NotFetched) -> None:
        why = explained(error.reason, error.detail)
        self.down.append(SourceDown(feed.source.name, feed.institution, why))

    def _land(self, feed: Feed, offer: Offer, subject: str) -> None:
        """Land an offer; whoever else is at it, as another night may be, is waited for."""
        while True:
            now = self.pull.clock.now()
            came = self.pull.place.land(feed.source, offer, subject, now=now, progress=Quiet())
            if not isinstance(came, NotLanded):
                self.landed += came.new
                return
            if came.reason is not Reason.BUSY:
                self.refused.append(came)
                return
            self.pull.clock.wait(self.pull.pause)

    def told(self, scope: str) -> Pulled:
        """What the round came to, with all that is missing from nights before too."""
        missing = {
            (told.subject, told.source, told.offer.id): told
            for told in (*self.refused, *self.pull.still_missing(scope))
        }
        return Pulled(self.landed, self.unclaimed, tuple(missing.values()), tuple(self.down))
