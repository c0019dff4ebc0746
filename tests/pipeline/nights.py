"""A night without files: classes made from words, a crew in this process, a clock of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, PolicyUnreadable, Problem
from evidence.domain.text import say
from evidence.domain.time import MINUTE, Interval
from evidence.engine.worker import Worker
from evidence.pipeline.check import Checker
from evidence.pipeline.crew import Fate, Handled
from evidence.pipeline.intake import HandIn
from evidence.pipeline.nightly import Night
from evidence.pipeline.others import Others, Wait
from evidence.pipeline.ports import Progress
from evidence.pipeline.pulling import Pull
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.sources_port import (
    Feed,
    Fetched,
    Landed,
    NotFetched,
    NotLanded,
    Offer,
    Source,
)
from evidence.pipeline.steps import Steps
from evidence.pipeline.store import Store
from evidence.pipeline.summary import NightSummary
from evidence.rules.rule import catalogue
from evidence.store.memory import MemoryStore
from tests.pipeline.classes import LONG_HOURS, Filmed, Logged, bundle, policy, session

DATE = date(2021, 4, 30)
NOW = 1_620_000_000_000_000
LEASE = 2 * MINUTE


@dataclass
class Hand:
    """A clock that only moves when somebody waits."""

    time: int = NOW

    def now(self) -> int:
        return self.time

    def wait(self, micros: int) -> None:
        self.time += micros


@dataclass
class Shelf:
    """Classes that have landed: a bundle each, or the problems that it has."""

    classes: dict[str, ClassBundle | tuple[Problem, ...]] = field(default_factory=dict)
    opened_: list[str] = field(default_factory=list)

    def put(self, subject: str, **changes: object) -> None:
        """A class whose content is told by its digest."""
        made = bundle(session(), policy="test", **changes)  # type: ignore[arg-type]  # a class's
        self.classes[subject] = replace(made, sha256=f"{len(self.classes):064}")

    def discover(self, institution: str = "") -> Iterable[HandIn]:
        for subject in sorted(self.classes):
            if institution in ("", subject.partition("/")[0]):
                yield HandIn(subject, self.look(subject))

    def look(self, subject: str) -> str:
        found = self.classes[subject]
        return found.sha256 if isinstance(found, ClassBundle) else repr(found)

    @contextmanager
    def opened(self, subject: str, progress: Progress) -> Iterator[ClassBundle]:
        self.opened_.append(subject)
        found = self.classes[subject]
        if isinstance(found, ClassBundle):
            yield found
        else:
            raise BundleUnreadable(subject, found)


@dataclass
class Here:
    """A crew of one, in this process; ``deadly`` are subjects that end whoever checks them."""

    worker: Worker
    deadly: set[str] = field(default_factory=set)
    handed: list[str] = field(default_factory=list)
    absent: bool = False

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        for key in keys:
            self.handed.append(key)
            yield self._handled(key)

    def _handled(self, key: str) -> Handled:
        if self.absent:
            return Handled(key, Fate.DIED)
        ledger, clock = self.worker.ledger, self.worker.clock
        lease = ledger.take(key, "w", clock.now(), LEASE)
        if lease is None:
            return Handled(key, Fate.REFUSED)
        if lease.job.subject in self.deadly:
            return Handled(key, Fate.DIED, lease, "signal 9: out of memory")
        ledger.release(lease, clock.now())
        return Handled(key, self.worker.do(key))

    def close(self) -> None:
        pass


@dataclass
class Landings:
    """A landing place that puts what it gets on the shelf, as a class with another digest."""

    shelf: Shelf
    landed: list[tuple[str, str]] = field(default_factory=list)
    missing: list[NotLanded] = field(default_factory=list)

    def land(
        self, source: Source, offer: Offer, subject: str, *, now: int, progress: Progress
    ) -> Landed | NotLanded:
        if (subject, offer.name) in self.landed:
            return Landed(offer.name, 1, "0" * 64, new=False)
        try:
            source.fetch(offer, Path("/nowhere"), progress)
        except NotFetched as error:
            self.missing.append(NotLanded(subject, source.name, offer, error.reason, error.detail))
            return self.missing[-1]
        self.landed.append((subject, offer.name))
        found = self.shelf.classes[subject]
        assert isinstance(found, ClassBundle)
        digest = f"{len(self.landed):0>32}{found.sha256[:32]}"
        self.shelf.classes[subject] = replace(found, sha256=digest)
        return Landed(offer.name, 1, "0" * 64, new=True)

    def still_missing(self) -> tuple[NotLanded, ...]:
        return tuple(self.missing)


@dataclass
class Recorder:
    """A source with these offers, or one that fails."""

    offered: tuple[Offer, ...] = ()
    down: NotFetched | None = None
    broken: NotFetched | None = None
    asked: list[Interval] = field(default_factory=list)
    name: str = "nvr"

    def offers(self, wanted: Interval) -> Iterable[Offer]:
        self.asked.append(wanted)
        if self.down:
            raise self.down
        return self.offered

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        if self.broken:
            raise self.broken
        return Fetched(1)


@dataclass
class Evening:
    """All that a night of a test is made of."""

    store: Store = field(default_factory=MemoryStore.empty)
    shelf: Shelf = field(default_factory=Shelf)
    clock: Hand = field(default_factory=Hand)
    feeds: tuple[Feed, ...] = ()
    law: Mapping[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    waits: list[Wait] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.landings = Landings(self.shelf)
        checker = Checker(Filmed(), Logged(), catalogue(), "1")
        steps = Steps(self.shelf, checker, lambda _named, _day: policy(LONG_HOURS), lambda _: "{}")
        ledger = self.store.ledger
        self.crew = Here(Worker("w", ledger, steps.all(), self.clock, LEASE))

    def night(self, code: str = "1") -> Night:
        return Night(
            store=self.store,
            intake=self.shelf,
            crew=self.crew,
            pull=Pull(
                self.feeds,
                self.landings,
                self.clock,
                look_back_days=14,
                timezone="Asia/Shanghai",
                pause=MINUTE,
            ),
            policy=_digest,
            clock=self.clock,
            code=code,
            by="here",
            pause=MINUTE,
            others=Others(self.gone.__contains__, self.waits.append),
        )

    def run(self, code: str = "1", scope: str = "", **how: bool) -> NightSummary:
        self.clock.wait(MINUTE)
        return self.night(code).run(DATE, scope, Quiet(), **({"again": True} | how))


def _digest(policy_id: str, _day: date) -> str:
    if policy_id != "test":
        raise PolicyUnreadable(policy_id, (Problem(say("there is no such policy")),))
    return "0" * 64
