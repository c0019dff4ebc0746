"""The status told on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.text import Moment
from evidence.pipeline.filming import ill_films, told
from evidence.pipeline.ledger import JobState
from evidence.pipeline.status import GIGABYTE, NIGHTS, NightStatus, Status
from evidence.report.words import Voice

_FEW = 10  # of a kind, before the rest is only counted


def status_lines(found: Status, voice: Voice) -> Iterator[str]:
    """Line by line: the nights, the work, what is parked, what is missing, cameras, the disk."""
    if not found.nights:
        yield voice.word("no night has been run yet")
    for night in found.nights[:NIGHTS]:
        yield _night(night, voice)
    yield voice.word(
        "jobs: {waiting} waiting, {leased} at work, {done} done, {parked} parked",
        **{state.value: found.jobs.get(state, 0) for state in JobState},
    )
    for each in found.parked[:_FEW]:
        yield f"  ! {each.job.subject} ({each.job.step}): {each.last_words}"
    yield from _more(len(found.parked))
    yield voice.word("files that have not landed: {count}", count=len(found.missing))
    for lacking in found.missing[:_FEW]:
        why = voice.tell(lacking.why)
        yield f"  {lacking.subject} {lacking.offer.name} ({lacking.source}): {why}"
    yield from _more(len(found.missing))
    lost = {each.name for each in ill_films(found.cameras)}
    for camera in found.cameras:
        mark = "!" if camera.name in lost else " "
        yield f"{mark} {camera.name} ({camera.institution}): {voice.tell(told(camera))}"
    yield voice.word("free on the disk: {free} GB", free=found.free // GIGABYTE)


def _more(count: int) -> Iterator[str]:
    if count > _FEW:
        yield f"  … +{count - _FEW}"


def _night(night: NightStatus, voice: Voice) -> str:
    whose = f" {night.scope}" if night.scope else ""
    if night.ended is None:
        told = voice.word("began at {began}, has not ended", began=Moment(night.began))
    else:
        told = voice.word(
            "ended at {ended}: {classes} classes, {valid} valid, {invalid} invalid, "
            "{review} for review, {not_landed} files missing",
            ended=Moment(night.ended),
            **{
                name: night.counts.get(name, 0)
                for name in ("classes", "valid", "invalid", "review", "not_landed")
            },
        )
    return f"{night.date}{whose} {told}"
