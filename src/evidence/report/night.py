"""A night told on the terminal: what was done, what fails, what is missing, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from evidence.domain.text import Moment, Text, say
from evidence.pipeline.forecast import ClassForecast, Forecast, Need, WouldFetch
from evidence.pipeline.others import Wait
from evidence.pipeline.outcome import HourOutcome
from evidence.pipeline.sources_port import NotLanded
from evidence.pipeline.summary import ClassNight, End, NightSummary, SourceDown
from evidence.report.words import Voice

_Each = TypeVar("_Each")
_FEW = 20  # classes or files listed of one kind before the rest is only counted
_HOURS = 4  # class hours named of one class
_MARK = {
    End.INVALID: ("✗", "red"),
    End.REVIEW: ("?", "yellow"),
    End.UNREADABLE: ("!", "red"),
    End.PARKED: ("!", "red"),
    End.MOVED: ("…", "yellow"),
}
_TITLE = {
    End.INVALID: say("invalid: {count}"),
    End.REVIEW: say("for review: {count}"),
    End.UNREADABLE: say("can't be read, the institution must put them right: {count}"),
    End.PARKED: say("parked, for they ended two workers: {count}"),
    End.MOVED: say("being changed while they were read, left to the next night: {count}"),
}


def print_night(summary: NightSummary, *, lang: str, timezone: str, console: Console) -> None:
    """The whole night, worst last, so that it stands where the eye is."""
    voice = Voice(lang, timezone)
    console.print(_headline(summary, voice))
    for end in (End.REVIEW, End.INVALID, End.UNREADABLE, End.MOVED, End.PARKED):
        found = summary.of(end)
        mark, colour = _MARK[end]
        title = Text(_TITLE[end].pattern, (("count", len(found)),))
        _section(console, f"{mark} {voice.tell(title)}", colour, found, lambda c: _class(c, voice))
    _missing(console, summary.pulled.not_landed, summary.pulled.down, voice)
    if summary.pulled.unclaimed:
        told = say(
            "{count} files that sources offer belong to no session of the timetables",
            count=summary.pulled.unclaimed,
        )
        console.print(Line(voice.tell(told), style="dim"))
    if summary.of(End.PARKED):
        told = say("try them again with: evidence run --retry-parked")
        console.print(Line(voice.tell(told), style="bold"))


def print_wait(wait: Wait, *, lang: str, timezone: str, console: Console) -> None:
    """Whom a night waits for, and until when at most."""
    voice = Voice(lang, timezone)
    classes = ", ".join(wait.subjects[:_HOURS])
    if len(wait.subjects) > _HOURS:
        classes += f", {voice.word('and {count} more', count=len(wait.subjects) - _HOURS)}"
    told = say(
        "waiting for process {process}, which has {classes} and was last heard of at {heard}; "
        "if it stays silent, this night takes over at {until}",
        process=wait.process,
        classes=classes,
        heard=Moment(wait.heard),
        until=Moment(wait.until),
    )
    console.print(Line(voice.tell(told)))


def print_forecast(told: Forecast, *, lang: str, timezone: str, console: Console) -> None:
    """What a night would do."""
    voice = Voice(lang, timezone)
    count = len(told.classes)
    console.print(
        Line(
            voice.word("Night of {date}, not run: {count} classes", date=told.date, count=count),
            style="bold",
        )
    )
    for need, title in (
        (Need.NEW, voice.word("new, to be read")),
        (Need.CHANGED, voice.word("changed, to be read")),
        (Need.CHECK, voice.word("read already, to be checked")),
        (Need.UNREADABLE, voice.word("can't be read, and unchanged since")),
    ):
        found = [each for each in told.classes if each.need is need]
        _section(console, f"{title}: {len(found)}", "default", found, lambda c: _forecast(c, voice))
    unchanged = sum(each.need is Need.UNCHANGED for each in told.classes)
    console.print(Line(voice.word("unchanged: {count}", count=unchanged)))
    title = voice.word("to be fetched: {count}", count=len(told.fetch))
    _section(console, title, "default", told.fetch, _fetch)
    lacking = [each for each in told.classes if each.unrecorded]
    title = voice.word("without any footage of a class hour: {count}", count=len(lacking))
    _section(
        console,
        title,
        "yellow",
        lacking,
        lambda c: [f"{c.subject}: {_hours(c.unrecorded, voice)}"],
    )
    _missing(console, told.not_landed, told.down, voice)


def _headline(summary: NightSummary, voice: Voice) -> Line:
    counts = summary.counts()
    told = voice.word(
        "Night of {date}: {classes} classes, {done} read and checked, {unchanged} unchanged, "
        "{landed} files fetched",
        date=summary.date,
        classes=counts["classes"],
        done=counts["done"],
        unchanged=counts["unchanged"],
        landed=counts["landed"],
    )
    under_way = sum(each.under_way for each in summary.of(End.VALID))
    valid = voice.word("valid: {count}", count=counts[End.VALID.value] - under_way)
    line = Line(told, style="bold").append(f"\n✓ {valid}", style="not bold green")
    if under_way:
        so_far = voice.word("under way, with nothing lost so far: {count}", count=under_way)
        line.append(f"\n· {so_far}", style="not bold")
    return line


def _section(
    console: Console,
    title: str,
    colour: str,
    found: Sequence[_Each],
    told: Callable[[_Each], Sequence[str]],
) -> None:
    """A title and what stands under it; nothing where there is nothing."""
    if not found:
        return
    console.print(Line(title, style=colour))
    for each in found[:_FEW]:
        for line in told(each):
            console.print(Padding(Line(line), (0, 0, 0, 2)))
    if len(found) > _FEW:
        console.print(Padding(Line(f"… +{len(found) - _FEW}", style="dim"), (0, 0, 0, 2)))


def _class(told: ClassNight, voice: Voice) -> list[str]:
    lines = list(_about(told, voice))
    first = f"{told.subject}: {lines[0]}" if lines else told.subject
    if told.under_way:
        first = f"{first} ({voice.word('under way')})"
    return [first, *(f"  {line}" for line in lines[1:])]


def _about(told: ClassNight, voice: Voice) -> Iterator[str]:
    if told.last_words:
        yield told.last_words
    for problem in told.problems[:_HOURS]:
        hint = f" ({problem.did_you_mean}?)" if problem.did_you_mean else ""
        yield f"{voice.tell(problem.place)}: {voice.tell(problem.what)}{hint}"
    if len(told.problems) > _HOURS:
        yield voice.word("and {count} more", count=len(told.problems) - _HOURS)
    if told.unrecorded:
        yield voice.word("no footage at all of {hours}", hours=_hours(told.unrecorded, voice))
    short = [hour for hour in told.lost if hour.recorded]
    if short:
        yield voice.word("class hours that do not stand: {hours}", hours=_hours(short, voice))


def _hours(hours: Sequence[HourOutcome], voice: Voice) -> str:
    named = ", ".join(
        f"{hour.session}/{hour.number} {voice.day(hour.span.start)}" for hour in hours[:_HOURS]
    )
    return f"{named} (+{len(hours) - _HOURS})" if len(hours) > _HOURS else named


def _missing(
    console: Console, not_landed: Sequence[NotLanded], down: Sequence[SourceDown], voice: Voice
) -> None:
    title = voice.word("could not be fetched: {count}", count=len(not_landed))
    _section(console, f"! {title}", "red", not_landed, lambda each: [_not_landed(each, voice)])
    title = voice.word("sources that could not be asked: {count}", count=len(down))
    _section(
        console,
        f"! {title}",
        "red",
        down,
        lambda each: [f"{each.institution} {each.source}: {voice.tell(each.why)}"],
    )


def _not_landed(told: NotLanded, voice: Voice) -> str:
    since = voice.word(
        "tried {tries} times since {first}", tries=told.tries, first=Moment(told.first_at)
    )
    return f"{told.subject} {told.offer.name} ({told.source}): {voice.tell(told.why)}; {since}"


def _forecast(told: ClassForecast, voice: Voice) -> list[str]:
    problems = [
        f"  {voice.tell(each.place)}: {voice.tell(each.what)}" for each in told.problems[:_HOURS]
    ]
    return [told.subject, *problems]


def _fetch(told: WouldFetch) -> list[str]:
    size = "" if told.size is None else f" ({told.size / 1e6:.1f} MB)"
    return [f"{told.subject} {told.name}{size}, {told.source}"]
