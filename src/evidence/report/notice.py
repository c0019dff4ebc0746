"""A notice in words: the subject and the text of a mail, in the institution's language."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.findings import Standing
from evidence.domain.text import Moment, Text, say
from evidence.pipeline.notices import ClassNotice, HourNotice, Notice
from evidence.pipeline.sources_port import explained
from evidence.pipeline.summary import End
from evidence.report.words import Voice

_FEW = 40  # class hours or files told of one kind before the rest is only counted
_END = {
    End.INVALID: say("{name}: does not stand"),
    End.REVIEW: say("{name}: waits for a person's decision"),
    End.UNREADABLE: say("{name}: can't be read; put right what is named here and hand it in again"),
    End.PARKED: say("{name}: could not be checked; we look into it"),
    End.MOVED: say("{name}: was being changed while it was read; it is checked in the next night"),
}
_ELSE = say("{name}: some class hours do not stand")


def title(told: Notice, voice: Voice) -> str:
    """The subject of a mail."""
    return voice.word(
        "Training evidence of {date}: {count} classes to see to ({institution})",
        date=told.date,
        count=len(told.classes),
        institution=told.institution,
    )


def lines(told: Notice, voice: Voice) -> Iterator[str]:
    """The text of a mail, line by line."""
    yield title(told, voice)
    for each in told.classes:
        yield ""
        yield from _class(each, voice)
    if told.files:
        yield ""
        yield voice.word("could not be fetched: {count}", count=len(told.files))
        for file in told.files[:_FEW]:
            why = voice.tell(explained(file.reason))
            yield f"- {file.training_class} {file.name} ({file.source}): {why}"
        yield from _more(len(told.files))
    if told.sources_down:
        yield ""
        names = ", ".join(told.sources_down)
        yield voice.word("could not be asked, see that they run: {names}", names=names)


def _class(told: ClassNotice, voice: Voice) -> Iterator[str]:
    end = _END.get(told.end, _ELSE)
    yield voice.tell(Text(end.pattern, (("name", told.training_class),)))
    for problem in told.problems[:_FEW]:
        yield f"- {voice.tell(problem.place)}: {voice.tell(problem.what)}"
    yield from _more(len(told.problems))
    for hour in told.hours[:_FEW]:
        yield f"- {' '.join(_hour(hour, voice))}"
    yield from _more(len(told.hours))


def _hour(told: HourNotice, voice: Voice) -> Iterator[str]:
    yield voice.word(
        "{session}, class hour {number}, {start}:",
        session=told.session,
        number=told.number,
        start=Moment(told.start),
    )
    if told.recorded == 0:
        yield voice.word("there is no usable footage.")
    elif told.standing is Standing.INVALID:
        yield voice.word("it does not count.")
    else:
        yield voice.word("it waits for a person's decision.")
    if told.hand_in_until is not None:
        until = Moment(told.hand_in_until)
        yield voice.word("Footage that is handed in before {until} is checked.", until=until)
    if told.repeat_until is not None:
        until = Moment(told.repeat_until)
        yield voice.word("It can be taught again before {until}.", until=until)


def _more(count: int) -> Iterator[str]:
    if count > _FEW:
        yield f"- … +{count - _FEW}"
