"""The night: every class that landed brought up to date, once, whoever dies in the middle.

A night takes stock of what has landed, fetches what the sources offer for it, and checks every
class whose inputs, policy or code are new. All of that are jobs of the ledger, so that a night that
was killed goes on where it was, and two nights at once share the work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from evidence.domain.errors import EvidenceError, Problem, Unreadable
from evidence.domain.findings import Standing
from evidence.domain.text import say
from evidence.pipeline import inventory, outcome
from evidence.pipeline.crew import Clock, Crew
from evidence.pipeline.handing_out import HandingOut
from evidence.pipeline.intake import HandIn, Intake
from evidence.pipeline.inventory import Inventory
from evidence.pipeline.ledger import Job, JobState, Parked
from evidence.pipeline.others import Others
from evidence.pipeline.outcome import CheckOutcome
from evidence.pipeline.planning import KnownTimes, day_of
from evidence.pipeline.ports import Progress
from evidence.pipeline.pulling import Pull
from evidence.pipeline.steps import CHECK, INVENTORY
from evidence.pipeline.store import Beginning, Run, Store
from evidence.pipeline.summary import ClassNight, End, NightSummary, as_json, end_of

ROUNDS = 3  # how often a class that keeps changing while it is read is looked at again


class NightOver(EvidenceError):
    """The night of this date has ended, and it was not asked for again."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A class as it lies there: the job that took stock of it, and what that found.

    ``inventory`` is None where the job is parked or its answer is no longer kept.
    """

    hand_in: HandIn
    job: Job
    inventory: Inventory | None = None

    @property
    def subject(self) -> str:
        """``INSTITUTION/CLASS``."""
        return self.hand_in.subject

    @property
    def readable(self) -> Inventory | None:
        """The inventory, where the class can be checked."""
        return self.inventory if self.inventory and not self.inventory.problems else None


@dataclass(frozen=True, slots=True)
class Due:
    """What checking a class comes to: its job, or the problems that there is no policy for it."""

    stock: Stock
    job: Job | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Night:
    """Everything that a night needs, put together by wiring.

    ``policy`` gives the digest of the policy for a class that names one and begins on a day, and
    raises Unreadable where there is none;
    ``code`` is the version that every answer depends on; ``judging``, where it is told, that and
    what only verdicts depend on, an embedder of one's own; ``by`` whoever runs this, ``others``
    what is done about whoever has a part of its work.
    """

    store: Store
    intake: Intake
    crew: Crew
    pull: Pull
    policy: Callable[[str, date], str]
    clock: Clock
    code: str
    by: str
    pause: int
    others: Others = field(default_factory=Others)
    judging: str = ""

    def run(
        self,
        on: date,
        scope: str,
        progress: Progress,
        *,
        again: bool = False,
        retry_parked: bool = False,
    ) -> NightSummary:
        """One night, from what has landed to its summary.

        Raises:
            NightOver: when it has ended before and is not to be run ``again``.
            Unreadable: when there is nobody to do the work.
        """
        asked = Run(on.isoformat(), scope, self.by, self.clock.now())
        begun = self.store.runs.begin(asked, again=again)
        if begun.how is Beginning.OVER:
            raise NightOver(begun.run.date, begun.run.scope)
        if retry_parked:
            for parked in self.store.ledger.parked():
                self.store.ledger.retry(parked.job.key, self.clock.now())

        working = _Working(self, on, scope, since=begun.run.began, progress=progress)
        summary = working.through()
        line = json.dumps(as_json(summary), ensure_ascii=False)
        self.store.runs.end(asked.date, scope, line, summary.ended)
        return summary

    def stock(self, found: Sequence[HandIn]) -> Mapping[str, Stock]:
        """What is known of classes; what nobody took stock of yet has no inventory."""
        stocks = {}
        for hand_in in found:
            job = Job(hand_in.subject, INVENTORY, hand_in.fingerprint, "", self.code)
            answer = self.store.ledger.result(job.key)
            read = None if answer is None else inventory.loads(answer)
            stocks[hand_in.subject] = Stock(hand_in, job, read)
        return stocks

    def due(self, stock: Stock) -> Due:
        """The check that a class needs."""
        read = stock.readable
        if read is None:
            return Due(stock, problems=stock.inventory.problems if stock.inventory else ())
        try:
            policy = self.policy(read.policy, read.starts_on)
        except Unreadable as error:
            return Due(stock, problems=tuple(_in_class_file(error)))
        return Due(stock, Job(stock.subject, CHECK, read.inputs, policy, self.judging or self.code))

    def current(self, due: Due) -> Due:
        """The check that makes the latest verdict that of the class as it lies there now.

        A class that is again what it was before has been checked; unless its latest verdict is of
        that state, it is checked once more, and gets a version of its own.
        """
        job = due.job
        latest = self.store.verdicts.latest(job.subject) if job else None
        if job is None or latest is None:
            return due
        if (latest.bundle_sha256, latest.policy_sha256) == (job.inputs, job.policy):
            return due
        if self.store.ledger.states([job.key]).get(job.key) is not JobState.DONE:
            return due
        again = replace(job, code=f"{job.code} after version {latest.version}")
        return replace(due, job=again)

    def outcome(self, due: Due) -> CheckOutcome | None:
        """What the check of a class came to, where it was done."""
        answer = self.store.ledger.result(due.job.key) if due.job else None
        return None if answer is None else outcome.loads(answer)

    def times(self, stocks: Mapping[str, Stock]) -> Mapping[str, KnownTimes]:
        """What the sources are asked about: the classes whose timetable could be read."""
        return {
            subject: KnownTimes(subject, stock.readable, self.outcome(self.due(stock)))
            for subject, stock in stocks.items()
            if stock.readable
        }


def _in_class_file(error: Unreadable) -> Iterator[Problem]:
    """What is wrong with a policy, told where the class names it."""
    for problem in error.problems:
        yield Problem(
            problem.what, "class.toml", column="policy", did_you_mean=problem.did_you_mean
        )


@dataclass(slots=True)
class _Working:
    """One night under way."""

    night: Night
    on: date
    scope: str
    since: int
    progress: Progress
    moved: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    done_before: set[str] = field(default_factory=set)

    def through(self) -> NightSummary:
        """All of it, in order."""
        stocks = self._take_stock()
        times = self.night.times(stocks)
        pulled = self.night.pull.pull(self.on, times, self.scope, self.progress)
        dues = self._check(self._take_stock())
        return NightSummary(
            date=self.on.isoformat(),
            scope=self.scope,
            began=self.since,
            ended=self.night.clock.now(),
            classes=tuple(self._told(dues)),
            pulled=pulled,
        )

    def _take_stock(self) -> Mapping[str, Stock]:
        """Every class that has landed, read where it is new."""
        for _ in range(ROUNDS):
            found = tuple(self.night.intake.discover(self.scope))
            stocks = self.night.stock(found)
            new = [stock.job for stock in stocks.values() if stock.inventory is None]
            self.new |= {job.subject for job in new}
            moved = self._work(new, inventory=True)
            if not moved:
                break
        stocks = self.night.stock(found)
        self.moved = {stock.subject for stock in stocks.values() if stock.job.key in moved}
        self._remember(stocks)
        return stocks

    def _remember(self, stocks: Mapping[str, Stock]) -> None:
        classes = self.night.store.classes
        for stock in stocks.values():
            read = stock.readable
            known = classes.get(stock.subject) if read else None
            if read and (known is None or known != read.known(stock.subject)):
                classes.put(read.known(stock.subject), self.night.clock.now())

    def _check(self, stocks: Mapping[str, Stock]) -> tuple[Due, ...]:
        """Every class whose inputs are new, checked; one that changed meanwhile once more."""
        for _ in range(ROUNDS):
            dues = tuple(self.night.current(self.night.due(stock)) for stock in stocks.values())
            jobs = [due.job for due in dues if due.job]
            self._note_done(jobs)
            moved = self._work(jobs, inventory=False)
            if not moved:
                break
            stocks = self._take_stock()
        self.moved |= {job.subject for job in jobs if job.key in moved}
        return dues

    def _note_done(self, jobs: Sequence[Job]) -> None:
        """Which checks need no doing, told apart from those that this night did before it died."""
        states = self.night.store.ledger.states(job.key for job in jobs)
        for job in jobs:
            if states.get(job.key) is JobState.DONE:
                latest = self.night.store.verdicts.latest(job.subject)
                if latest is None or latest.at < self.since:
                    self.done_before.add(job.key)

    def _work(self, jobs: Sequence[Job], *, inventory: bool) -> set[str]:
        night = self.night
        hands = HandingOut(night.store.ledger, night.crew, night.clock, night.pause, night.others)
        called = say("Taking stock of the classes") if inventory else say("Checking the classes")
        return set(hands.work(jobs, called, self.progress))

    def _told(self, dues: Sequence[Due]) -> Iterator[ClassNight]:
        parked = {each.job.key: each for each in self.night.store.ledger.parked()}
        for due in dues:
            yield self._class(due, parked)

    def _class(self, due: Due, parked: Mapping[str, Parked]) -> ClassNight:
        subject = due.stock.subject
        unchanged = due.job is not None and due.job.key in self.done_before
        for job in (due.stock.job, due.job):
            if job and job.key in parked:
                return ClassNight(subject, End.PARKED, last_words=parked[job.key].last_words)
        if subject in self.moved:
            return ClassNight(subject, End.MOVED)
        if due.problems:
            old = subject not in self.new
            return ClassNight(subject, End.UNREADABLE, unchanged=old, problems=due.problems)
        found, read = self.night.outcome(due), due.stock.readable
        if found is None or read is None:
            return ClassNight(subject, End.KEPT, unchanged=True)
        today = day_of(self.on, read.timezone)
        lost = found.until(today.end)
        under_way = self.on < read.ends_on
        end = _so_far([hour.standing for hour in lost]) if under_way else end_of(found.standing)
        return ClassNight(subject, end, unchanged, under_way, lost)


def _so_far(standings: Sequence[Standing]) -> End:
    """What a class comes to by the class hours that are over."""
    if Standing.INVALID in standings:
        return End.INVALID
    return End.REVIEW if Standing.REVIEW in standings else End.VALID
