"""Watching: how each class hour stands while it is taught, and what of it can still be saved.

What is recorded is judged by the very rule and facts that the verdict rests on, put to the footage
that has arrived, and once more to that footage with a camera which records on to the end of the
hour. No second logic tells what counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from evidence.domain.findings import Outcome, Ruling
from evidence.domain.policy import Policy, PolicyRule
from evidence.domain.teaching import ClassHour
from evidence.domain.time import Interval, Timeline
from evidence.facts.coverage import ClassHourFootage
from evidence.facts.track import Piece, Placed, Track
from evidence.pipeline.verdicts import CONTINUITY, allowances
from evidence.rules.rule import Rule

# A camera's own segments tell how long they are once there are so many that ran to their end.
TELLING = 2


class State(StrEnum):
    """How a class hour stands at this moment."""

    AHEAD = "ahead"  # it has not begun
    WAITING = "waiting"  # it has begun, and its first segment may still be on its way
    RECORDING = "recording"  # as far as segments can have arrived, it is being recorded
    STANDS = "stands"  # what the law asks of its footage is there
    AT_RISK = "at-risk"  # it is not being recorded, and can still be saved
    IN_DOUBT = "in-doubt"  # only what can't be read, dated or told by camera could save it
    LOST = "lost"  # recording on does not save it any more


# Of these somebody must be told.
ALARMING = frozenset({State.AT_RISK, State.IN_DOUBT, State.LOST})
# In these all is well, also after an alarm.
WELL = frozenset({State.RECORDING, State.STANDS})


@dataclass(frozen=True, slots=True)
class WatchedHour:
    """A class hour at one moment; times are wall time.

    ``ruling`` is the rule's answer on what has arrived. ``runs`` is what certainly counts as
    recorded, and ``arrived_to`` the moment up to which all footage should be there.
    ``silent_since`` is where the footage ends that should go on, None while nothing is missing.
    A camera that records from ``save_until`` to the end of the hour just saves it; None where
    that helps no more, or where no help is needed.
    """

    hour: ClassHour
    state: State
    ruling: Ruling
    arrived_to: int
    runs: Timeline
    silent_since: int | None = None
    save_until: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """How footage comes in: segments of this length, each there so long after its end.

    In microseconds; ``segment`` is what a camera is taken to make until its own footage tells.
    """

    segment: int
    delay: int

    def reach(self, facts: ClassHourFootage) -> int:
        """How long after a moment its footage is there at the latest, for these cameras.

        A camera tells by the longest of its segments of this day; the last one may be cut short.
        """
        lengths = [_segment(track, self.segment) for track in facts.tracks]
        return max(lengths, default=self.segment) + self.delay


def _segment(track: Track, stated: int) -> int:
    extents = sorted(one.extent for one in track.placed if one.extent)
    done = [extent.length for extent in extents[:-1]]
    return max(done) if len(done) >= TELLING else stated


def watched(
    facts: Sequence[ClassHourFootage],
    policy: Policy,
    rules: Mapping[str, Rule[Any]],
    *,
    now: int,
    arrival: Arrival,
) -> Iterator[WatchedHour]:
    """Every class hour of which the policy wants recordings, as it stands ``now``."""
    for each in facts:
        named = policy.rule(CONTINUITY.get(each.hour.kind, ""))
        rule = rules.get(named.id) if named else None
        if named and rule:
            judged = _Hour(each, named, rule, **allowances(policy, each.hour.kind))
            yield judged.at(now, now - arrival.reach(each))


@dataclass(frozen=True, slots=True)
class _Hour:
    """One class hour put to its rule, with what has arrived and with what may still come."""

    facts: ClassHourFootage
    named: PolicyRule
    rule: Rule[Any]
    max_gap: int
    max_seam: int

    def at(self, now: int, arrived_to: int) -> WatchedHour:
        """How it stands ``now``, when all that was filmed up to ``arrived_to`` has arrived."""
        span = self.facts.hour.span
        ruling = self.rule(self.facts, self.named.given)
        usable = self.facts.usable(max_gap=self.max_gap, max_seam=self.max_seam)
        runs = Timeline.of(run for use in usable.cameras for run in use.runs)
        seen = WatchedHour(self.facts.hour, State.STANDS, ruling, arrived_to, runs)

        if ruling.outcome is Outcome.MET:
            return seen
        if arrived_to <= span.start:
            return replace(seen, state=State.AHEAD if now < span.start else State.WAITING)
        silent_since = self._silent_since(runs, arrived_to)
        at_best = self._outcome_from(arrived_to)
        if at_best is not Outcome.MET:
            lost = State.IN_DOUBT if at_best is Outcome.UNDECIDED else State.LOST
            return replace(seen, state=lost, silent_since=silent_since)
        if silent_since is None:
            return replace(seen, state=State.RECORDING if runs else State.WAITING)
        until = self._latest_start(arrived_to)
        return replace(seen, state=State.AT_RISK, silent_since=silent_since, save_until=until)

    def _silent_since(self, runs: Timeline, arrived_to: int) -> int | None:
        """Where the footage ends that should go on to ``arrived_to``; None where it does.

        A silence that the policy tolerates is none yet: the next segment may just be beginning.
        """
        span = self.facts.hour.span
        edge = min(arrived_to, span.end)
        before = [run for run in runs if run.start <= edge]
        end = before[-1].end if before else span.start
        return None if edge - end <= min(self.max_gap, self.max_seam) else end

    def _outcome_from(self, moment: int) -> Outcome:
        """What the rule would answer if a camera recorded from then on to the end of the hour."""
        end = self.facts.hour.span.end
        if moment >= end:
            return self.rule(self.facts, self.named.given).outcome
        span = Interval(moment, end)
        imagined = Placed("", span, (Piece(span, "", 0),))
        tracks = self.facts.tracks or (Track("", ()),)
        going_on = tuple(replace(track, placed=(*track.placed, imagined)) for track in tracks)
        return self.rule(replace(self.facts, tracks=going_on), self.named.given).outcome

    def _latest_start(self, earliest: int) -> int:
        """The last moment from which recording still saves it, given that ``earliest`` does."""
        good, bad = earliest, self.facts.hour.span.end
        while bad - good > 1:
            middle = (good + bad) // 2
            if self._outcome_from(middle) is Outcome.MET:
                good = middle
            else:
                bad = middle
        return good
