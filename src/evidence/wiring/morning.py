"""This morning's warnings of an institution, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.pipeline.store import Store
from evidence.report.notice import lines
from evidence.report.words import Voice
from evidence.sources.deployment import Deployment
from evidence.wiring.notices import Morning


@dataclass(frozen=True, slots=True)
class Warnings:
    """What the last night of this institution warns of; ``date`` is "" where none has ended."""

    date: str = ""
    lines: tuple[str, ...] = ()


def warnings(
    deployed: Deployment, store: Store, institution: str, now: int, voice: Voice
) -> Warnings:
    """The warnings of the last night that has ended."""
    morning = Morning(deployed, store)
    for run in store.runs.latest():
        if run.scope in ("", institution) and run.ended is not None:
            told = morning.told(run.summary, institution, now)
            said = () if told.empty else tuple(lines(told, voice))[1:]
            return Warnings(run.date, said)
    return Warnings()
