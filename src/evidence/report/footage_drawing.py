"""The drawing of a session: its class hours, and below them what each camera recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.findings import HourVerdict
from evidence.domain.footage import Recording
from evidence.domain.subject import Subject
from evidence.domain.teaching import Session
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.report.names import END, MARK, STANDING
from evidence.report.svg import Scale, axis, drawing, element
from evidence.report.words import Voice

WIDTH, LEFT, RIGHT = 960, 84, 948
_HOURS, _ROW, _BAR = 34, 48, 18  # heights: the class hours, a camera's row, its bar
_SEAM = 5 * SECOND  # a shorter silence is drawn as a line, for it would not be seen as a gap
_LABEL = 46  # units that a length needs to stand in its gap


@dataclass(frozen=True, slots=True)
class SessionView:
    """What is drawn of a session.

    ``numbers`` gives the numbers of the report's findings about a class hour; ``silence`` is the
    microseconds that its policy lets pass within a run.
    """

    session: Session
    hours: Sequence[HourVerdict]
    recordings: Sequence[Recording]
    numbers: Mapping[Subject, Sequence[int]]
    silence: int

    def cameras(self) -> tuple[str, ...]:
        """The cameras of the timetable, or those that recorded where it names none."""
        if self.session.cameras:
            return self.session.cameras
        return tuple(sorted({r.file.camera for r in self.recordings if self.shows(r)}))

    def shows(self, recording: Recording) -> bool:
        """Whether a recording reaches into the session."""
        return recording.span is not None and bool(recording.span.meet(self.session.span))

    def of(self, camera: str) -> tuple[Recording, ...]:
        """A camera's recordings of the session."""
        return tuple(r for r in self.recordings if r.file.camera == camera and self.shows(r))

    def recorded(self, camera: str) -> Timeline:
        """When a camera recorded within the session."""
        runs = (run for r in self.of(camera) for run in runs_of(r))
        return Timeline.of(runs).within(self.session.span)


def runs_of(recording: Recording) -> Timeline:
    """When a recording holds pictures: its span without its silences, in wall time."""
    if recording.span is None:
        return Timeline()
    start = recording.span.start
    silences = (s for s in recording.media.silences if s.length > 0)
    silent = Timeline.of(Interval(start + s.at, start + s.at + s.length) for s in silences)
    return Timeline((recording.span,)) - silent


def session_drawing(view: SessionView, voice: Voice) -> Markup:
    """The session on the clock: hours, cameras, gaps with their lengths, longest runs."""
    scale = Scale((view.session.span,), LEFT, RIGHT)
    cameras = view.cameras()
    bottom = _HOURS + _ROW * len(cameras) + 4
    parts = [*axis(scale, voice, top=_HOURS, bottom=bottom), *_hours(view, scale)]
    for row, camera in enumerate(cameras):
        parts.extend(_camera(view, camera, scale, voice, top=_HOURS + _ROW * row + 8))
    label = voice.word("What the cameras of session {session} recorded", session=view.session.id)
    return drawing(parts, width=WIDTH, height=bottom + 20, label=label)


def _hours(view: SessionView, scale: Scale) -> Iterator[Markup]:
    for hour in view.hours:
        left, right = scale.ends(hour.span)
        width = right - left - 2
        yield element(
            "rect", class_=f"hour {hour.standing}", x=left + 1, y=2, width=width, height=26, rx=3
        )
        told = f"{hour.number} {MARK[hour.standing]}"
        yield element("text", told, class_=f"hour-word {hour.standing}", x=left + 10, y=20)
        yield from _numbers(view, hour, right - 10)


def _numbers(view: SessionView, hour: HourVerdict, right: float) -> Iterator[Markup]:
    """The numbers of the findings about a class hour, each leading to its row."""
    numbers = view.numbers.get(Subject(session=hour.session, hour=hour.number), ())
    for place, number in enumerate(reversed(numbers[:4])):
        word = element(
            "text", f"#{number}", class_=f"number {hour.standing}", x=right - 30 * place, y=20
        )
        yield element("a", word, href=f"#f{number}")


def _camera(
    view: SessionView, camera: str, scale: Scale, voice: Voice, *, top: float
) -> Iterator[Markup]:
    """One camera: bars where it recorded, hatching where it did not."""
    yield element("text", camera or "–", class_="camera", x=LEFT - 10, y=top + 14)
    recorded = view.recorded(camera)
    for run in recorded:
        yield _bar("run", run, scale, top, voice)
    for gap in Timeline((view.session.span,)) - recorded:
        yield from _gap(gap, scale, voice, top)
    for recording in view.of(camera):
        yield from _file(recording, view.session.span, scale, voice, top)
    for hour in view.hours:
        if hour.camera == camera:
            yield from _longest(view, hour, scale, voice, top + _BAR + 4)


def _bar(kind: str, span: Interval, scale: Scale, top: float, voice: Voice) -> Markup:
    left, right = scale.ends(span)
    told = f"{voice.clock(span.start)} – {voice.clock(span.end)}  {voice.length(span.length)}"
    return element(
        "rect",
        element("title", told),
        class_=kind,
        x=left,
        y=top,
        width=max(0.4, right - left),
        height=_BAR,
    )


def _gap(gap: Interval, scale: Scale, voice: Voice, top: float) -> Iterator[Markup]:
    if gap.length <= _SEAM:
        yield _bar("seam", gap, scale, top, voice)
        return
    yield _bar("gap", gap, scale, top, voice)
    left, right = scale.ends(gap)
    if right - left >= _LABEL:
        told = voice.length(gap.length)
        yield element("text", told, class_="gap-word", x=(left + right) / 2, y=top + 13)


def _file(
    recording: Recording, shown: Interval, scale: Scale, voice: Voice, top: float
) -> Iterator[Markup]:
    """A sign where a file ends that does not end as it should."""
    if recording.media.whole or recording.span is None or recording.span.end > shown.end:
        return
    x = scale.x(recording.span.end)
    told = f"{recording.path}: {voice.tell(END[recording.media.end])}"
    yield element(
        "path",
        element("title", told),
        class_="broken",
        d=f"M{x:.1f} {top:.1f}l5 4.5l-5 4.5l5 4.5l-5 4.5",
    )


def _longest(
    view: SessionView, hour: HourVerdict, scale: Scale, voice: Voice, y: float
) -> Iterator[Markup]:
    """A bracket under the longest run of a class hour, with its length."""
    runs = view.recorded(hour.camera).within(hour.span).bridged(view.silence)
    if runs.longest is None or not hour.longest_run:
        return
    left, right = scale.ends(runs.longest)
    kind = f"longest {hour.standing}"
    yield element(
        "path", class_=kind, d=f"M{left + 2:.1f} {y:.1f}v4H{right - 2:.1f}v-4", fill="none"
    )
    told = voice.length(hour.longest_run)
    if right - left >= _LABEL:
        yield element("text", told, class_="run-word", x=(left + right) / 2, y=y + 15)


def standing_word(hour: HourVerdict, voice: Voice) -> str:
    """How a class hour stands, for the title of its cell."""
    return voice.word(
        "{session}, hour {hour}: {standing}; {recorded} recorded, longest run {longest}",
        session=hour.session,
        hour=hour.number,
        standing=voice.tell(STANDING[hour.standing]),
        recorded=voice.length(hour.recorded),
        longest=voice.length(hour.longest_run),
    )
