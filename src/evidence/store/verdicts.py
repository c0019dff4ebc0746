"""The verdicts in the database: each with the row of the audit log that vouches for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, func, select

from evidence.domain.findings import Finding, Standing
from evidence.pipeline.ledger import JudgedClass, KeptVerdict
from evidence.store.audit import VERDICT_WRITTEN, lock, vouching, written
from evidence.store.database import Database
from evidence.store.hand import Given, Hand
from evidence.store.rows.work import FINDINGS, VERDICTS

_NEWEST = select(func.max(VERDICTS.c.version)).where(
    VERDICTS.c.subject == bindparam("judged", type_=String)
)


@dataclass(frozen=True, slots=True)
class SqlVerdicts:
    """The verdicts."""

    database: Database

    def append(self, verdict: JudgedClass, now: int) -> KeptVerdict:
        """Keep a verdict as the next version on its subject."""
        with self.database.by_hand() as hand:
            return kept(hand, verdict, now)

    def latest(self, subject: str) -> KeptVerdict | None:
        """The newest version."""
        query = _on(subject).order_by(VERDICTS.c.version.desc()).limit(1)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _kept(row) if row else None

    def history(self, subject: str) -> tuple[KeptVerdict, ...]:
        """Every version, oldest first."""
        with self.database.reading() as connection:
            rows = connection.execute(_on(subject).order_by(VERDICTS.c.version))
            return tuple(_kept(row) for row in rows)


def kept(hand: Hand, verdict: JudgedClass, now: int, job: str = "") -> KeptVerdict:
    """Keep a verdict and its findings in the caller's transaction."""
    lock(hand)  # first of all: two that judge one subject take turns, and count on
    new = next_version(hand, verdict, now, job)
    values = {name: getattr(new, name) for name in KeptVerdict.__slots__}
    entry = written(hand, VERDICT_WRITTEN, vouching(values), now).number
    hand.put(VERDICTS, [{"entry": entry, **values}])
    hand.put(FINDINGS, [{"verdict": entry, **each} for each in found_in(verdict)])
    return new


def next_version(hand: Hand, verdict: JudgedClass, now: int, job: str) -> KeptVerdict:
    """A verdict as the next version on its subject."""
    ((newest,),) = hand.rows(_NEWEST, {"judged": verdict.subject})
    version = (newest or 0) + 1
    return KeptVerdict(**judged(verdict), version=version, at=now, job=job)


def judged(verdict: JudgedClass) -> dict[str, Any]:
    """What is kept of a verdict as it comes."""
    return {
        "subject": verdict.subject,
        "standing": verdict.standing,
        "policy_id": verdict.policy_id,
        "policy_sha256": verdict.policy_sha256,
        "bundle_sha256": verdict.bundle_sha256,
        "engine_version": verdict.engine_version,
        "body": verdict.body,
        "sha256": verdict.sha256,
    }


def found_in(verdict: JudgedClass) -> list[Given]:
    """The rows of a verdict's findings."""
    return [_finding(place, finding) for place, finding in enumerate(verdict.findings)]


def _finding(place: int, finding: Finding) -> Given:
    span = finding.ruling.span
    return {
        "place": place,
        "rule": finding.rule,
        "effect": finding.effect.value,
        "clause": finding.clause,
        "outcome": finding.ruling.outcome.value,
        "session": finding.subject.session,
        "hour": finding.subject.hour,
        "learner": finding.subject.learner,
        "lesson": finding.subject.lesson,
        "recording": finding.subject.recording,
        "start": span.start if span else None,
        "end": span.end if span else None,
    }


def _on(subject: str) -> Any:
    return select(VERDICTS).where(VERDICTS.c.subject == subject)


def _kept(row: Any) -> KeptVerdict:
    values = {name: row._mapping[name] for name in KeptVerdict.__slots__}
    return KeptVerdict(**{**values, "standing": Standing(row.standing)})
