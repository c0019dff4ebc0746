"""Behind a finding: the facts that its rule judged, as far as the bundle is at hand."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.footage import Recording
from evidence.domain.learning import LearnerPlayback, LessonPlayback
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import Interval
from evidence.facts.attendance import LearnerAttendance
from evidence.facts.coverage import CameraUse, ClassHourFootage, Hole, Silent
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.verdicts import allowances
from evidence.report.names import ADVANCE, END, FLAW, WHY
from evidence.report.words import Voice

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
    told = [f"{_clock(span, voice)} ({voice.length(span.length)})" for span in spans[:_MOST]]
    return "; ".join(told) + (" …" if spans[_MOST:] else "")


def _hole(hole: Hole, voice: Voice) -> str:
    where = f", {hole.path}" if hole.path else ""
    length = voice.length(hole.span.length)
    return f"{_clock(hole.span, voice)} ({length}): {voice.tell(SILENT[hole.reason])}{where}"


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
        yield voice.tell(FLAW[spell.flaw]), voice.length(spell.possible.length)


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


def _clock(span: Interval, voice: Voice) -> str:
    return f"{voice.clock(span.start)}–{voice.clock(span.end)}"


def _spell(span: Interval, voice: Voice) -> str:
    return f"{voice.day(span.start)} {_clock(span, voice)}"
