"""footage-unreadable: every recording that is handed in can be looked at to its end."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import EndReason, Media, Recording
from evidence.domain.pictures import Seen
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Text, say
from evidence.rules.rule import breached, met, rule, undecided

UNSEEN = {
    Seen.PARTLY: say(
        "the file opens, but some of its pictures can't be shown: play it, and copy it again from "
        "the recorder where pictures are broken"
    ),
    Seen.CRASHED: say(
        "the file opens, but looking at its pictures failed, so that nobody knows what they show: "
        "play it, and copy it again from the recorder"
    ),
    Seen.TIMED_OUT: say(
        "the file opens, but looking at its pictures did not come to an end in time, so that "
        "nobody knows what they show: play it, and copy it again from the recorder"
    ),
}


@rule("footage-unreadable", judges=Recording)
def footage_unreadable(recording: Recording, _: Parameters) -> Ruling:
    """Every recording that the bundle names is there, opens as video and is not cut short.

    Where its packets can be read but its pictures can't, somebody has to look.
    """
    media = recording.media
    length = Length(media.duration)

    if media.whole and recording.pictures.seen in UNSEEN:
        shown = Evidence(recording.path, 0, media.duration)
        return undecided(UNSEEN[recording.pictures.seen], span=recording.span, evidence=(shown,))
    if media.whole:
        return met(say("readable, {length}", length=length))
    end = media.duration or None
    shown = Evidence(recording.path, 0 if end else None, end)
    return breached(_said(recording), span=recording.span, evidence=(shown,))


def _said(recording: Recording) -> Text:
    """What is wrong with the file, in words that a clerk can act on."""
    media = recording.media
    match media.end:
        case EndReason.MISSING:
            return say(
                "recordings.csv names this file, but it is not in the bundle: add it, or strike "
                "its row"
            )
        case EndReason.EMPTY:
            return _empty(media)
        case EndReason.NO_VIDEO:
            return say("the file has no picture track: export it again as video")
        case EndReason.ENCRYPTED:
            return say("the pictures are encrypted: export it again without a password")
        case EndReason.CRASHED:
            return say(
                "the file is so broken that reading it failed: copy it again from the recorder"
            )
        case EndReason.TIMED_OUT:
            return say(
                "reading the file did not come to an end in time: copy it again from the recorder"
            )
        case EndReason.TRUNCATED:
            return _cut_off(media)
        case _:
            return say(
                "the file does not open as video ({detail}): copy it again from the recorder, or "
                "export it as MP4",
                detail=media.detail or "?",
            )


def _empty(media: Media) -> Text:
    # What has a container is more than nothing.
    if media.container:
        return say("the file holds no picture at all: copy it again from the recorder")
    return say("the file is empty (0 bytes): copy it again from the recorder")


def _cut_off(media: Media) -> Text:
    length = Length(media.duration)
    if not media.duration:
        return say(
            "the file was never finished, or is cut off before its first picture: copy it "
            "again from the recorder"
        )
    if media.claimed and media.claimed > media.duration:
        return say(
            "the file is cut off after {length} of {claimed}: copy it again from the recorder",
            length=length,
            claimed=Length(media.claimed),
        )
    return say("the file is cut off after {length}: copy it again from the recorder", length=length)
