"""Recording until somebody asks it to stop, or only telling what the cameras answer."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event
from types import FrameType
from zoneinfo import ZoneInfo

import structlog
import typer

from evidence.domain.text import Text, say
from evidence.report.words import Voice
from evidence.sources.live.lost import told
from evidence.sources.moments import micros
from evidence.wiring.deployment import NightSection, deployment
from evidence.wiring.places import config_folder
from evidence.wiring.recording import Recording, Seen

DONE, SILENT = 0, 1
FIRST_YEAR = 1970  # a time of day alone is read as one of 1900
log = structlog.get_logger()


def record_all(names: Sequence[str], until: datetime | None) -> int:
    """Record until told to stop; the exit code of the command."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    stop = Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    recording = Recording.of(config_folder(), names)
    log.info("recorder_started", cameras=len(recording.sections))
    recording.record(until=_moment(until), stop=stop)
    log.info("recorder_ended")
    return DONE


def tell_seen(names: Sequence[str], *, lang: str) -> int:
    """Tell what each camera answers; the exit code of the command."""
    recording = Recording.of(config_folder(), names)
    voice = Voice(lang, "UTC")
    silent = False
    for seen in recording.seen():
        silent = silent or seen.lost is not None
        mark = "✗" if seen.lost else "✓"
        typer.echo(f"{mark} {seen.section.name}: {voice.tell(_answer(seen))}")
        typer.echo(f"  {voice.tell(_place(seen))}")
    return SILENT if silent else DONE


def _answer(seen: Seen) -> Text:
    if seen.lost:
        return told(seen.lost.why, seen.lost.detail)
    return say(
        "{codec}, {width} × {height}, {rate} pictures a second",
        codec=seen.codec,
        width=seen.width,
        height=seen.height,
        rate="?" if seen.rate is None else f"{seen.rate:g}",
    )


def _place(seen: Seen) -> Text:
    if not seen.places:
        return say("films no class just now, by the timetables of its institution")
    subjects = ", ".join(f"{place.parts[-4]}/{place.parts[-3]}" for place in seen.places)
    return say("records for {classes}", classes=subjects)


def _moment(until: datetime | None) -> int | None:
    """The wall time that was meant; a time of day alone is the next one."""
    if until is None:
        return None
    name = deployment(config_folder()).part("night", NightSection).timezone
    zone = ZoneInfo(name)
    if until.year >= FIRST_YEAR:
        return micros(until.replace(tzinfo=zone))
    now = datetime.now(zone)
    at = datetime.combine(now.date(), until.time(), zone)
    return micros(at if at > now else at + timedelta(days=1))
