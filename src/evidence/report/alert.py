"""An alert in words: the subject and the text of a mail, in the institution's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.pipeline.alert_words import sentences
from evidence.pipeline.alerts import RECOVERED, Matter
from evidence.pipeline.watching import State
from evidence.report.words import Voice

_FEW = 40  # alerts told one by one before the rest is only counted


def title(institution: str, of: Sequence[Matter], voice: Voice) -> str:
    """The subject of a mail: what is most urgent goes first."""
    savable = sum(matter.state == State.AT_RISK for matter in of)
    if savable:
        return voice.word(
            "Act now: {count} class hours are not being recorded ({institution})",
            count=savable,
            institution=institution,
        )
    if all(matter.state == RECOVERED for matter in of):
        return voice.word("Recording again ({institution})", institution=institution)
    return voice.word(
        "Footage to see to: {count} ({institution})", count=len(of), institution=institution
    )


def lines(institution: str, of: Sequence[Matter], now: int, voice: Voice) -> Iterator[str]:
    """The text of a mail, line by line: what can still be saved goes first."""
    yield title(institution, of, voice)
    yield ""
    ordered = sorted(of, key=lambda matter: matter.state != State.AT_RISK)
    for matter in ordered[:_FEW]:
        yield f"- {line(matter, now, voice)}"
    if len(of) > _FEW:
        yield f"- … +{len(of) - _FEW}"


def line(matter: Matter, now: int, voice: Voice) -> str:
    """One alert in one line."""
    told = " ".join(voice.tell(each) for each in sentences(matter, now))
    return f"{matter.now.subject.partition('/')[2]}: {told}"
