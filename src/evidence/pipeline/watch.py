"""The watch: every class that is taught today looked at, again and again, as its footage arrives.

A look costs little where nothing has changed: a class is read anew only when a file of it is
another, and a recording only once for all the states of its class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, Problem, Unreadable
from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.domain.policy import Policy
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import DAY, HOUR, SECOND, Interval
from evidence.facts.coverage import ClassHourFootage, class_hour_footage
from evidence.pipeline.crew import Clock
from evidence.pipeline.intake import HandIn, Intake
from evidence.pipeline.inventory import Inventory
from evidence.pipeline.planning import EARLY, KnownTimes, day_of
from evidence.pipeline.ports import FootageObserver
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.segments import Trouble, troubles
from evidence.pipeline.watching import Arrival, State, WatchedHour, watched
from evidence.rules.rule import Rule

# Footage that begins longer before today's sessions can't reach into them (no file is longer).
BEFORE = DAY + HOUR
# For so long after a class hour its footage is still fetched, beyond midnight too.
AFTER = HOUR
# A recording that ends so is whole; any other may still be on its way here.
WHOLE = frozenset({EndReason.COMPLETE, EndReason.MISSING})


@dataclass(frozen=True, slots=True)
class ClassNow:
    """A class at one moment: its class hours of today, and what is wrong with it.

    Those of the evening before, too, while they are only just over. Only ``problems`` where its
    papers can't be read.
    """

    subject: str
    timezone: str = "UTC"
    hours: tuple[WatchedHour, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def institution(self) -> str:
        """Whose class it is."""
        return self.subject.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look showed: the classes that are taught on this day, or can't be read."""

    at: int
    classes: tuple[ClassNow, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A class as it was last read: all that does not depend on the moment.

    ``settled`` is False while a file of it may still be on its way.
    """

    hand_in: HandIn
    day: date
    timezone: str = "UTC"
    policy: Policy | None = None
    inventory: Inventory | None = None
    facts: tuple[ClassHourFootage, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    problems: tuple[Problem, ...] = ()
    settled: bool = True


@dataclass(slots=True)
class Watch:
    """Everything that watching needs, put together by wiring.

    ``changed_at`` tells when a file of a bundle was last written to (wall time). A file that can't
    be read whole is let be until it has not changed for ``settled`` microseconds. ``arrival`` says
    how the footage of an institution comes in.
    """

    intake: Intake
    footage: FootageObserver
    policy: Callable[[str, date], Policy]
    rules: Mapping[str, Rule[Any]]
    clock: Clock
    arrival: Callable[[str], Arrival]
    changed_at: Callable[[ClassBundle, str], int | None]
    settled: int = 10 * SECOND
    known: dict[str, _Read] = field(default_factory=dict)

    def look(self, institution: str = "") -> Look:
        """How it stands now."""
        found = {each.subject: each for each in self.intake.discover(institution)}
        self.known = {
            subject: self._fresh(hand_in, self.known.get(subject))
            for subject, hand_in in found.items()
        }
        now = self.clock.now()
        told = (self._now(read, now) for read in self.known.values())
        return Look(now, tuple(each for each in told if each.hours or each.problems))

    def wanting(self, look: Look) -> Mapping[str, KnownTimes]:
        """What the sources are to be asked about: classes under way that lack footage."""
        found: dict[str, KnownTimes] = {}
        for each in look.classes:
            read = self.known.get(each.subject)
            lacking = any(
                hour.state not in {State.AHEAD, State.STANDS}
                and look.at < hour.hour.span.end + AFTER
                for hour in each.hours
            )
            if lacking and read and read.inventory:
                found[each.subject] = KnownTimes(each.subject, read.inventory)
        return found

    def _now(self, read: _Read, now: int) -> ClassNow:
        subject = read.hand_in.subject
        if read.problems or read.policy is None:
            return ClassNow(subject, read.timezone, problems=read.problems)
        arrival = self.arrival(read.hand_in.institution)
        hours = watched(read.facts, read.policy, self.rules, now=now, arrival=arrival)
        day = day_of(read.day, read.timezone)
        shown = tuple(each for each in hours if _is_shown(each.hour.span, day, now))
        return ClassNow(subject, read.timezone, shown, read.troubles)

    def _fresh(self, hand_in: HandIn, known: _Read | None) -> _Read:
        """The class as it lies there now, read again only where it has to be."""
        unchanged = known is not None and known.settled and known.hand_in == hand_in
        if known and unchanged and known.day == self._today(known.timezone):
            return known
        try:
            with self.intake.opened(hand_in.subject, Quiet()) as bundle:
                return self._read(hand_in, bundle)
        except BundleUnreadable as error:
            return _Read(hand_in, self._today("UTC"), problems=error.problems)
        except Unreadable as error:
            return _Read(hand_in, self._today("UTC"), problems=_in_class_file(error))
        except OSError:  # a file went away meanwhile: the next look sees what is there then
            return replace(known or _Read(hand_in, self._today("UTC")), settled=False)

    def _today(self, timezone: str) -> date:
        return datetime.fromtimestamp(self.clock.now() / SECOND, ZoneInfo(timezone)).date()

    def _read(self, hand_in: HandIn, bundle: ClassBundle) -> _Read:
        said = bundle.training_class
        zone = said.timezone
        today = self._today(zone)
        day = day_of(today, zone)
        sessions = [each for each in bundle.sessions if _is_on(each, day)]
        read = _Read(hand_in, today, zone, self.policy(said.policy, said.starts_on))
        if not sessions:
            return read
        recordings, on_their_way = self._recordings(bundle, sessions)
        ids = {session.id for session in sessions}
        facts = class_hour_footage(bundle.sessions, recordings)
        fresh = {one.path for one in recordings if self._is_of(one, bundle, day)}
        return replace(
            read,
            inventory=Inventory.of(bundle),
            facts=tuple(fact for fact in facts if fact.hour.session in ids),
            troubles=tuple(troubles(bundle.sessions, recordings, fresh)),
            settled=not on_their_way,
        )

    def _recordings(
        self, bundle: ClassBundle, sessions: Sequence[Session]
    ) -> tuple[tuple[Recording, ...], bool]:
        """All recordings but those on their way, and whether there are such.

        What can't reach into these sessions is not looked into: its name and place are enough.
        """
        span = Interval(
            min(session.span.start for session in sessions) - BEFORE,
            max(session.span.end for session in sessions) + HOUR,
        )
        near = tuple(file for file in bundle.footage if _may_reach(file, span))
        read = {
            one.path: one for one in self.footage.observe(replace(bundle, footage=near), Quiet())
        }
        here = [path for path, one in read.items() if not self._is_on_its_way(one, bundle)]
        told = (
            read.get(file.path) or Recording(file, Media(EndReason.EMPTY))
            for file in bundle.footage
            if file.path in here or file.path not in read
        )
        return tuple(told), len(here) < len(read)

    def _is_on_its_way(self, recording: Recording, bundle: ClassBundle) -> bool:
        if recording.media.end in WHOLE:
            return False
        changed = self.changed_at(bundle, recording.path)
        # A clock that is ahead on another machine must not hold a file back for ever.
        return changed is not None and abs(self.clock.now() - changed) < self.settled

    def _is_of(self, recording: Recording, bundle: ClassBundle, day: Interval) -> bool:
        """Whether it is of this day, or came on it where nothing tells when it was filmed."""
        at = recording.file.start
        if at is None and recording.file.present:
            at = self.changed_at(bundle, recording.path)
        return at is not None and day.start - EARLY <= at < day.end


def _is_on(session: Session, day: Interval) -> bool:
    watched_for = Interval(session.span.start, session.span.end + AFTER)
    return session.kind is not Kind.ONLINE and watched_for.meet(day) is not None


def _is_shown(hour: Interval, day: Interval, now: int) -> bool:
    """Whether it is of this day, or of the evening before and only just over."""
    return hour.end > day.start or now < hour.end + AFTER


def _may_reach(file: FootageFile, span: Interval) -> bool:
    return file.start is None or span.start <= file.start < span.end


def _in_class_file(error: Unreadable) -> tuple[Problem, ...]:
    """What is wrong with a policy, told where the class names it."""
    return tuple(_told_there(error))


def _told_there(error: Unreadable) -> Iterator[Problem]:
    for problem in error.problems:
        yield replace(problem, file="class.toml", column="policy")
