"""The watch on a terminal: class hours as strips, and what is to be done about them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Words

from evidence.domain.text import say
from evidence.domain.time import Interval
from evidence.pipeline.alert_words import sentences
from evidence.pipeline.alerts import Matter
from evidence.pipeline.watch import ClassNow, Look
from evidence.pipeline.watching import ALARMING, State, WatchedHour
from evidence.report.words import Voice

WIDTH = 24  # cells of a strip
RECORDED, MISSING, ON_ITS_WAY, TO_COME = "█", "×", "░", "·"
_STATES = {
    State.AHEAD: say("not begun"),
    State.WAITING: say("waiting for the first segment"),
    State.RECORDING: say("recording"),
    State.STANDS: say("its footage is there"),
    State.AT_RISK: say("not recorded"),
    State.IN_DOUBT: say("in doubt"),
    State.LOST: say("lost"),
}
_STYLES = {
    State.AT_RISK: "bold red",
    State.LOST: "red",
    State.IN_DOUBT: "yellow",
    State.RECORDING: "green",
    State.STANDS: "green",
}


def strip(hour: WatchedHour, now: int, width: int = WIDTH) -> str:
    """A class hour from its start to its end: recorded, missing, on its way, still to come."""
    return "".join(_cell(hour, hour.hour.span.part(at, width), now) for at in range(1, width + 1))


def _cell(hour: WatchedHour, cell: Interval, now: int) -> str:
    """A cell is recorded where most of it is."""
    if 2 * hour.runs.within(cell).length >= cell.length:
        return RECORDED
    if cell.start >= now:
        return TO_COME
    return ON_ITS_WAY if cell.end > hour.arrived_to else MISSING


def table(look: Look, voice: Voice) -> RenderableType:
    """Every class hour of today, class by class, and what is wrong."""
    heading = voice.word("{at}, class hours of today", at=voice.moment(look.at))
    parts: list[RenderableType] = [Words(heading, "italic")]
    for each in look.classes:
        parts.extend(_class(each, look.at, Voice(voice.lang, each.timezone)))
    if not look.classes:
        parts.append(Words(voice.word("no class is taught in a room today")))
    return Group(*parts)


def _class(now: ClassNow, at: int, here: Voice) -> Iterator[RenderableType]:
    yield Words(now.subject, "bold")
    drawn = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(3):
        drawn.add_column(no_wrap=True)
    for hour in now.hours:
        span = hour.hour.span
        drawn.add_row(
            f"  {hour.hour.session} {hour.hour.number}",
            f"{here.clock(span.start)}–{here.clock(span.end)}",
            strip(hour, at),
            Words(here.tell(_STATES[hour.state]), _STYLES.get(hour.state, "")),
            _until(hour, here),
        )
    if now.hours:
        yield drawn
    for words in wrongs(now, at, here):
        yield Words(f"  ! {words}", "yellow")


def _until(hour: WatchedHour, voice: Voice) -> str:
    if hour.save_until is None:
        return ""
    return voice.word("act by {until}", until=voice.clock(hour.save_until))


def wrongs(now: ClassNow, at: int, voice: Voice) -> Iterator[str]:
    """What is wrong with the class and its files, a line each."""
    of = [Matter(now, trouble.fault.value, trouble=trouble) for trouble in now.troubles]
    of += [Matter(now, "unreadable")] if now.problems else []
    for matter in of:
        yield " ".join(voice.tell(each) for each in sentences(matter, at))


def told(look: Look, voice: Voice) -> Iterator[str]:
    """The same, line by line, for who reads it without a terminal."""
    for each in look.classes:
        here = Voice(voice.lang, each.timezone)
        yield each.subject
        for hour in each.hours:
            words = here.tell(_STATES[hour.state])
            place = f"{hour.hour.session} {hour.hour.number} {here.clock(hour.hour.span.start)}"
            yield f"  {place} {strip(hour, look.at)} {words}"
            if hour.state in ALARMING:
                matter = Matter(each, hour.state.value, hour)
                yield "    " + " ".join(here.tell(said) for said in sentences(matter, look.at))
        yield from (f"  ! {words}" for words in wrongs(each, look.at, here))
    if not look.classes:
        yield voice.word("no class is taught in a room today")
