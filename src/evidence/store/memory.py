"""The store in memory: the fake beside the real one, for tests and for a check that keeps nothing.

It holds what the ports promise, within one process; its threads take turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from threading import RLock
from typing import TypeVar

from evidence.pipeline.faces import FACES_SEEN
from evidence.pipeline.record import Hit, KnownPrint
from evidence.pipeline.store import Beginning, Begun, KnownClass, Purged, Run
from evidence.store.audit import PURGED
from evidence.store.memory_faces import MemoryFaces
from evidence.store.memory_ledger import MemoryLedger, MemoryObservations
from evidence.store.memory_log import MemoryAudit, MemoryVerdicts

_Key = TypeVar("_Key")


@dataclass(slots=True)
class MemoryClasses:
    """The classes."""

    known: dict[str, KnownClass] = field(default_factory=dict)

    def put(self, known: KnownClass, now: int) -> None:
        """Keep a class as it is now."""
        ordered = tuple(sorted(known.recordings, key=lambda recording: recording.path))
        self.known[known.subject] = replace(known, recordings=ordered)

    def get(self, subject: str) -> KnownClass | None:
        """One class with its recordings."""
        return self.known.get(subject)

    def subjects(self, institution: str = "") -> tuple[str, ...]:
        """The known classes of an institution or of all, sorted."""
        of = (k for k in self.known.values() if not institution or k.institution == institution)
        return tuple(sorted(known.subject for known in of))

    def having(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """(subject, path) of every recording with this content, sorted."""
        return tuple(
            sorted(
                (known.subject, recording.path)
                for known in self.known.values()
                for recording in known.recordings
                if recording.sha256 == sha256
            )
        )


@dataclass(slots=True)
class MemoryRuns:
    """The nights."""

    lock: RLock
    runs: dict[tuple[str, str], Run] = field(default_factory=dict)

    def begin(self, run: Run, *, again: bool = False) -> Begun:
        """Begin the run of its date."""
        key = (run.date, run.scope)
        with self.lock:
            there = self.runs.get(key)
            if there and there.ended is None:
                return Begun(there, Beginning.JOINED)
            if there and not again:
                return Begun(there, Beginning.OVER)
            times = there.times + 1 if there else 1
            summary = there.summary if there else ""
            self.runs[key] = replace(run, times=times, ended=None, summary=summary)
            return Begun(self.runs[key], Beginning.AGAIN if there else Beginning.NEW)

    def end(self, date: str, scope: str, summary: str, now: int) -> Run | None:
        """Close the run with its summary; the last summary stays."""
        with self.lock:
            there = self.runs.get((date, scope))
            if there is None:
                return None
            self.runs[date, scope] = replace(there, ended=now, summary=summary)
            return self.runs[date, scope]

    def latest(self, limit: int = 30) -> tuple[Run, ...]:
        """Runs, newest business date first."""
        by_scope = sorted(self.runs.values(), key=lambda run: run.scope)
        return tuple(sorted(by_scope, key=lambda run: run.date, reverse=True)[:limit])


@dataclass(slots=True)
class MemoryRetention:
    """The way out."""

    ledger: MemoryLedger
    faces: MemoryFaces

    def purge(self, before: int, by: str, now: int, *, faces_before: int = 0) -> Purged:
        """Take away verdicts, results, observations and faces written before ``before``.

        Faces, and observations of them, already where they were written before ``faces_before``.
        """
        log = self.ledger.verdicts.log
        results, bodies = self.ledger.results, self.ledger.observations.bodies
        with self.ledger.lock:
            old = {number for number, verdict in log.verdicts if verdict.at < before}
            log.verdicts[:] = [pair for pair in log.verdicts if pair[0] not in old]
            findings = sum(log.findings.pop(number) for number in old)
            faces_before = max(before, faces_before)
            seen = {key: kept for key, kept in bodies.items() if _of_faces(key[1])}
            gone = [key for key, (at, _) in seen.items() if before <= at < faces_before]
            for key in gone:
                del bodies[key]
            aged = _aged(results, before), _aged(bodies, before) + len(gone)
            purged = Purged(len(old), findings, *aged, self.faces.purged(faces_before))
            told = {"before": before, "faces_before": faces_before, "by": by, **asdict(purged)}
            log.append(PURGED, told, now)
            return purged


def _of_faces(code: str) -> bool:
    return any(part in code for part in FACES_SEEN)


def _aged(things: dict[_Key, tuple[int, str]], before: int) -> int:
    old = [key for key, (at, _) in things.items() if at < before]
    for key in old:
        del things[key]
    return len(old)


@dataclass(slots=True)
class MemoryPrints:
    """The record of prints."""

    lock: RLock
    kept: list[KnownPrint] = field(default_factory=list)

    def extent(self) -> int:
        """The number of the newest; 0 where there is none."""
        return len(self.kept)

    def put(self, prints: Sequence[KnownPrint]) -> None:
        """Keep prints; a recording that the same class handed in before is kept once."""
        with self.lock:
            for one in sorted(prints, key=lambda each: (each.recording, each.path)):
                mine = (one.subject, one.recording, one.code)
                if all((each.subject, each.recording, each.code) != mine for each in self.kept):
                    self.kept.append(replace(one, number=len(self.kept) + 1))

    def hits(self, words: Sequence[int], upto: int) -> Sequence[Hit]:
        """Where these words stand in the prints numbered ``upto`` or lower, in order."""
        asked = set(words)
        found = (
            Hit(word, one.number, at)
            for one in self.kept[:upto]
            for word, at in set(one.words)
            if word in asked
        )
        return sorted(found, key=lambda hit: (hit.word, hit.print, hit.at))

    def behind(self, bundle: str, path: str) -> tuple[str, str] | None:
        """What the night calls the class of that digest, and its recording's own digest."""
        found = (one for one in reversed(self.kept) if (one.bundle, one.path) == (bundle, path))
        return next(((one.subject, one.recording) for one in found), None)

    def get(self, numbers: Sequence[int]) -> Sequence[KnownPrint]:
        """The prints of these numbers, in order, without their words."""
        asked = set(numbers)
        return [replace(one, words=()) for one in self.kept if one.number in asked]


@dataclass(frozen=True, slots=True)
class MemoryStore:
    """Everything that is kept, until the process ends."""

    ledger: MemoryLedger
    verdicts: MemoryVerdicts
    observations: MemoryObservations
    audit: MemoryAudit
    classes: MemoryClasses
    runs: MemoryRuns
    prints: MemoryPrints
    faces: MemoryFaces
    retention: MemoryRetention

    @classmethod
    def empty(cls) -> MemoryStore:
        """A store that nothing was put into yet."""
        lock = RLock()
        audit = MemoryAudit(lock)
        verdicts, observations = MemoryVerdicts(lock, audit), MemoryObservations()
        ledger = MemoryLedger(lock, verdicts, observations)
        faces = MemoryFaces(lock)
        return cls(
            ledger=ledger,
            verdicts=verdicts,
            observations=observations,
            audit=audit,
            classes=MemoryClasses(),
            runs=MemoryRuns(lock),
            prints=MemoryPrints(lock),
            faces=faces,
            retention=MemoryRetention(ledger, faces),
        )

    def close(self) -> None:
        """Nothing to let go of."""
