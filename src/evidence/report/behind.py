"""Behind a finding: the facts that its rule judged, as far as the bundle is at hand."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.footage import Recording
from evidence.domain.learning import LearnerPlayback, LessonPlayback
from evidence.domain.pictures import Spell
from evidence.domain.subject import Subject
from evidence.domain.text import Length, Share, say
from evidence.domain.time import Interval
from evidence.facts.attendance import LearnerAttendance
from evidence.facts.clock import FootageClock
from evidence.facts.coverage import CameraUse, ClassHourFootage, Hole, Silent
from evidence.facts.fitting import Told
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.verdicts import allowances
from evidence.report.names import ADVANCE, END, FLAW, WHY
from evidence.report.proofs import changes, edges
from evidence.report.words import Voice, media_time

Line = tuple[str, str]
_MOST = 8  # stretches told of one kind
SILENT = {
    Silent.FLAWED: say("the picture shows nothing of the hour"),
    Silent.GAP: say("the recording breaks off"),
    Silent.SEAM: say("between two files"),
    Silent.NOTHING: say("no recording"),
}


def behind(judgement: Judgement, subject: Subject, voice: Voice) -> tuple[Line, ...]:
    """What was seen of the very thing that a finding is about."""
    case = judgement.case
    return (
        *(
            line
            for hour in case.of(ClassHourFootage)
            if hour.subject == subject
            for line in _hour(judgement, hour, voice)
        ),
        *(
            line
            for recording in case.of(Recording)
            if recording.path == subject.recording
            for line in _recording(recording, voice)
        ),
        *(
            line
            for clock in case.of(FootageClock)
            if clock.subject == subject
            for line in _clock(clock, voice)
        ),
        *_learning(judgement, subject, voice),
        *_attendance(judgement, subject, voice),
    )


def _hour(judgement: Judgement, hour: ClassHourFootage, voice: Voice) -> Iterator[Line]:
    usable = hour.usable(**allowances(judgement.policy, hour.hour.kind))
    for use in usable.cameras:
        yield voice.word("camera {camera}", camera=use.camera or "—"), _runs(use, voice)
    for hole in usable.holes[:_MOST]:
        yield voice.word("not covered"), _hole(hole, voice)
    for path, why in hour.doubts[:_MOST]:
        yield voice.word("left open by"), f"{path}: {voice.tell(WHY[why])}"
    if hour.elsewhere:
        cameras = ", ".join(hour.elsewhere)
        yield voice.word("filmed meanwhile by a camera that the timetable does not name"), cameras


def _runs(use: CameraUse, voice: Voice) -> str:
    spans = list(use.runs)
    if not spans:
        return voice.word("nothing")
    told = [f"{_times(span, voice)} ({voice.length(span.length)})" for span in spans[:_MOST]]
    return "; ".join(told) + (" …" if spans[_MOST:] else "")


def _hole(hole: Hole, voice: Voice) -> str:
    where = f", {hole.path}" if hole.path else ""
    length = voice.length(hole.span.length)
    return f"{_times(hole.span, voice)} ({length}): {voice.tell(SILENT[hole.reason])}{where}"


def _recording(recording: Recording, voice: Voice) -> Iterator[Line]:
    media, file = recording.media, recording.file
    yield voice.word("the file is"), voice.tell(END[media.end])
    if media.detail:
        yield voice.word("the reader says"), media.detail
    if media.packets:
        size = f"{media.container} {media.codec} {media.width}×{media.height}".strip()
        yield voice.word("holds"), f"{voice.length(media.recorded)}, {size}"
    if file.start is not None:
        yield voice.word("begins"), f"{voice.moment(file.start)} ({file.dated_by.value})"
    yield voice.word("camera"), file.camera or "—"
    for spell in recording.pictures.spells[:_MOST]:
        yield voice.tell(FLAW[spell.flaw]), "; ".join(filter(None, _stretch(spell, voice)))


def _stretch(spell: Spell, voice: Voice) -> Iterator[str]:
    """Where a stretch is, how sure that is, and where the same was shown before."""
    yield f"{_media(spell.possible)} ({voice.length(spell.possible.length)})"
    if spell.certain is None or not spell.twin:
        yield edges(spell, voice)  # else it is among the changes
    if spell.twin:
        there = f"{spell.twin.path} {_media(spell.twin.span)}"
        yield voice.word("shown before: {place}", place=there)
        yield from changes(spell, voice)


def _media(span: Interval) -> str:
    return f"{media_time(span.start)}–{media_time(span.end)}"


def _clock(clock: FootageClock, voice: Voice) -> Iterator[Line]:
    """What the clock in the picture told."""
    if clock.reel:
        told_with = voice.word("told of with {path}", path=clock.reel.recording.path)
        yield voice.word("clock in the picture"), told_with
        return
    if not clock.there or clock.worst is None:
        yield voice.word("clock in the picture"), voice.word("none that can be read")
        return
    yield (
        voice.word("clock in the picture"),
        voice.word("read in {count} pictures", count=len(clock.readings))
        if not clock.files
        else voice.word(
            "read in {count} pictures of {files} files, {first} to {last}",
            count=len(clock.readings),
            files=len(clock.files),
            first=clock.files[0],
            last=clock.files[-1],
        ),
    )
    pace = voice.word(
        "{rate} of the recording's time (± {error})",
        rate=Share(clock.rate),
        error=Share(clock.rate_error),
    )
    yield voice.word("it runs at"), pace
    if clock.recording.file.start is not None:
        off = clock.off(clock.worst)
        told = voice.word(
            "{off} at {at} (± {error})",
            off=Length(off),
            at=_spot(clock, clock.worst),
            error=Length(clock.error),
        )
        yield voice.word("farthest ahead of the claimed time"), told
    for jump in clock.jumps[:_MOST]:
        between = f"{_spot(clock, jump.after)}–{_spot(clock, jump.before)}"
        yield voice.word("it leaps"), f"{between}: {voice.length(jump.by)}"


def _spot(clock: FootageClock, told: Told) -> str:
    """Where a reading was taken, and over several files in which."""
    path, at = clock.spot(told)
    return f"{path} {media_time(at)}" if clock.files else media_time(at)


def _learning(judgement: Judgement, subject: Subject, voice: Voice) -> Iterator[Line]:
    for playback in judgement.case.of(LearnerPlayback):
        if playback.learner == subject.learner:
            yield voice.word("played"), voice.length(playback.playing)
            yield voice.word("different content seen"), voice.length(playback.content)
            for overlap in playback.windows[:_MOST]:
                yield voice.word("two windows at once"), _spell(overlap.span, voice)
            for lesson in playback.lessons:
                if subject.lesson in ("", lesson.lesson.id):
                    yield from _lesson(lesson, voice)


def _lesson(lesson: LessonPlayback, voice: Voice) -> Iterator[Line]:
    name = voice.word("lesson {lesson}", lesson=lesson.lesson.id)
    yield (
        name,
        voice.word(
            "played {played}, long {length}",
            played=voice.length(lesson.playing),
            length=voice.length(lesson.lesson.duration),
        ),
    )
    for advance in lesson.advances[:_MOST]:
        how = f"{voice.tell(ADVANCE[advance.kind])}, {voice.length(advance.amount)}"
        yield f"{name} {advance.attempt}", f"{_spell(advance.span, voice)}: {how}"


def _attendance(judgement: Judgement, subject: Subject, voice: Voice) -> Iterator[Line]:
    for one in judgement.case.of(LearnerAttendance):
        if one.learner == subject.learner:
            yield (
                voice.word("class hours in rooms"),
                voice.word(
                    "{attended} attended of {planned}, {made_up} of them made up for",
                    attended=one.attended,
                    planned=one.planned,
                    made_up=one.made_up,
                ),
            )


def _times(span: Interval, voice: Voice) -> str:
    return f"{voice.clock(span.start)}–{voice.clock(span.end)}"


def _spell(span: Interval, voice: Voice) -> str:
    return f"{voice.day(span.start)} {_times(span, voice)}"
