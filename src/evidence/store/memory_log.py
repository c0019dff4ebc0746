"""The audit log and the verdicts of the store in memory: what is only ever added to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import RLock

from evidence.pipeline.ledger import (
    Entry,
    Fault,
    JudgedClass,
    KeptVerdict,
    LogBreak,
    LogCheck,
)
from evidence.store.audit import VERDICT_WRITTEN, vouching
from evidence.store.chain import FAULTS_TOLD, GENESIS, breaks, canonical, linked


@dataclass(slots=True)
class MemoryAudit:
    """The audit log."""

    lock: RLock
    log: list[Entry] = field(default_factory=list)
    verdicts: list[tuple[int, KeptVerdict]] = field(default_factory=list)
    findings: dict[int, int] = field(default_factory=dict)  # how many, by their verdict's entry

    def append(self, event: str, details: Mapping[str, str | int], now: int) -> Entry:
        """Write the next row."""
        with self.lock:
            previous = self.log[-1].hash if self.log else GENESIS
            entry = linked(previous, len(self.log) + 1, now, event, details)
            self.log.append(entry)
            return entry

    def entries(self, after: int = 0, limit: int = 1000) -> tuple[Entry, ...]:
        """Rows in their order, those after row ``after``."""
        return tuple(self.log[after : after + limit])

    def verify(self, kept: str = "") -> LogCheck:
        """Read every row; verdicts that were purged are not missed."""
        with self.lock:
            head = (len(self.log), self.log[-1].hash if self.log else GENESIS)
            hashes = {entry.hash for entry in self.log}
            rows = ((entry, canonical(entry.details)) for entry in self.log)
            found = (*breaks(rows, head, hashes.__contains__, kept), *self._edited())
            return LogCheck(len(self.log), len(self.verdicts), head[1], found[:FAULTS_TOLD])

    def _edited(self) -> Iterable[LogBreak]:
        for number, verdict in self.verdicts:
            said = {name: getattr(verdict, name) for name in KeptVerdict.__slots__}
            if canonical(vouching(said)) != canonical(self.log[number - 1].details):
                name = f"{verdict.subject} v{verdict.version}"
                yield LogBreak(number, Fault.VERDICT_EDITED, name)


@dataclass(slots=True)
class MemoryVerdicts:
    """The verdicts."""

    lock: RLock
    log: MemoryAudit

    def append(self, verdict: JudgedClass, now: int, job: str = "") -> KeptVerdict:
        """Keep a verdict as the next version on its subject."""
        with self.lock:
            names = JudgedClass.__slots__[:-1]  # all but the findings, which stand in the body
            versions = self._versions(verdict.subject)
            new = KeptVerdict(
                **{name: getattr(verdict, name) for name in names},
                version=max(versions, default=0) + 1,
                at=now,
                sha256=verdict.sha256,
                job=job,
            )
            said = vouching({name: getattr(new, name) for name in KeptVerdict.__slots__})
            entry = self.log.append(VERDICT_WRITTEN, said, now)
            self.log.verdicts.append((entry.number, new))
            self.log.findings[entry.number] = len(verdict.findings)
            return new

    def latest(self, subject: str) -> KeptVerdict | None:
        """The newest version."""
        return next(reversed(self.history(subject)), None)

    def history(self, subject: str) -> tuple[KeptVerdict, ...]:
        """Every version, oldest first."""
        return tuple(kept for _, kept in self.log.verdicts if kept.subject == subject)

    def _versions(self, subject: str) -> list[int]:
        return [kept.version for kept in self.history(subject)]
