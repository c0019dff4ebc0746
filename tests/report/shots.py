"""Recordings and findings about them that tests of proofs share."""

from dataclasses import replace

from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Pictures, Seen
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import MINUTE, Interval
from evidence.report.language import ENGLISH
from evidence.report.words import Voice
from tests.report.judgements import ZONE, finding

VOICE = Voice(ENGLISH, ZONE)
LATER, FIRST = "recordings/later.mp4", "recordings/first.mp4"


def minutes(start: int, end: int) -> Interval:
    return Interval(start * MINUTE, end * MINUTE)


def recording(path: str, start: int | None, **pictures) -> Recording:
    file = FootageFile(path, "cam1", start, DatedBy.TABLE)
    media = Media(EndReason.COMPLETE, duration=45 * MINUTE)
    return Recording(file, media, Pictures(Seen.LOOKED, **pictures))


def about(rule: str, **told):
    """A finding about ``LATER``, by a rule that the usual policy lacks."""
    found = finding("footage-unreadable", Subject(recording=LATER), say("found"), **told)
    return replace(found, rule=rule)
