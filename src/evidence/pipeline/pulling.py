"""Pulling: asking every feed what it has, and bringing it where it belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from evidence.domain.text import say
from evidence.domain.time import DAY, Interval, Timeline
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

AT_ONCE = 4  # feeds asked at a time: recorders are slow, and each is another machine


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
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feed") as askers:
            answers = []
            for answer in askers.map(lambda each: round_.ask(*each), asked):
                answers.append(answer)
                progress.advance()
        return round_.told(answers, scope)


def asked_of(feed: Feed, times: Timeline) -> Iterator[Offer]:
    """What a feed offers of these times, each once; one that has only a listing is asked once.

    Raises:
        NotFetched: when it can't be asked any more; what it told before has been given.
    """
    told: set[str] = set()
    hull = Interval(times.spans[0].start, times.spans[-1].end)
    for span in (hull,) if feed.listed else times:
        for offer in feed.source.offers(span):
            # A listing holds all between these times too.
            asked = not feed.listed or any(offer.may_cover(each, longest=DAY) for each in times)
            if asked and offer.id not in told:
                told.add(offer.id)
                yield offer


@dataclass(slots=True)
class _Answer:
    """What became of asking one feed."""

    landed: int = 0
    unclaimed: int = 0
    down: list[SourceDown] = field(default_factory=list)
    refused: list[NotLanded] = field(default_factory=list)


@dataclass(slots=True)
class _Round:
    """All feeds once; several are asked at a time, and into one class only one lands at a time."""

    pull: Pull
    classes: Mapping[str, KnownTimes]
    places: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))

    def ask(self, feed: Feed, times: Timeline) -> _Answer:
        """One feed for all of its times."""
        answer, offers = _Answer(), []
        try:
            for offer in asked_of(feed, times):
                offers.append(offer)  # noqa: PERF402  what came before it failed is kept
        except NotFetched as error:
            why = explained(error.reason, error.detail)
            answer.down.append(SourceDown(feed.source.name, feed.institution, why))
        for offer in offers:
            subjects = owners(feed, offer, self.classes)
            answer.unclaimed += not subjects
            for subject in subjects:
                # Two of one name must not find the same place free at once.
                with self.places[subject]:
                    self._land(feed, offer, subject, answer)
        return answer

    def _land(self, feed: Feed, offer: Offer, subject: str, answer: _Answer) -> None:
        """Land an offer; whoever else is at it, as another night may be, is waited for."""
        while True:
            now = self.pull.clock.now()
            came = self.pull.place.land(feed.source, offer, subject, now=now, progress=Quiet())
            if not isinstance(came, NotLanded):
                answer.landed += came.new
                return
            if came.reason is not Reason.BUSY:
                answer.refused.append(came)
                return
            self.pull.clock.wait(self.pull.pause)

    def told(self, answers: Sequence[_Answer], scope: str) -> Pulled:
        """What the round came to, with all that is missing from nights before too."""
        refused = [told for answer in answers for told in answer.refused]
        missing = {
            (told.subject, told.source, told.offer.id): told
            for told in (*refused, *self.pull.still_missing(scope))
        }
        return Pulled(
            sum(answer.landed for answer in answers),
            sum(answer.unclaimed for answer in answers),
            tuple(missing.values()),
            tuple(down for answer in answers for down in answer.down),
        )
