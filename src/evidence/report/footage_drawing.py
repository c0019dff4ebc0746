"""The drawing of a session: its class hours, and below them what each camera recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.findings import HourVerdict
from evidence.domain.footage import Recording
from evidence.domain.pictures import Spell
from evidence.domain.subject import Subject
from evidence.domain.teaching import Session
from evidence.domain.time import SECOND, Bounds, Interval, Timeline
from evidence.facts.coverage import CameraUse, ClassHourFootage
from evidence.facts.track import Track
from evidence.report.names import END, FLAW, FLAW_SIGN, MARK, STANDING, WHY
from evidence.report.svg import Scale, axis, drawing, element
from evidence.report.words import Voice

WIDTH, LEFT, RIGHT = 960, 84, 936
_HOURS, _ROW, _BAR = 34, 48, 18  # heights: the class hours, a camera's row, its bar
_SEAM = 5 * SECOND  # a shorter silence is drawn as a line, for it would not be seen as a gap
_SIGN = 12  # units that a sign needs
_LABEL = 46  # units that a length needs to stand in its gap


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a camera's row is drawn, and for whom."""

    scale: Scale
    voice: Voice
    top: float


@dataclass(frozen=True, slots=True)
class SessionView:
    """What is drawn of a session.

    ``footage`` holds the facts of its class hours; ``numbers`` gives the numbers of the report's
    findings about a subject; ``max_gap`` and ``max_seam`` are the silences allowed, microseconds.
    """

    session: Session
    hours: Sequence[HourVerdict]
    footage: Sequence[ClassHourFootage]
    recordings: Mapping[str, Recording]
    numbers: Mapping[Subject, Sequence[int]]
    max_gap: int
    max_seam: int

    @property
    def tracks(self) -> tuple[Track, ...]:
        """What each camera recorded, and may have recorded."""
        return self.footage[0].tracks if self.footage else ()

    def uses(self) -> Iterator[tuple[HourVerdict, CameraUse]]:
        """Each class hour with what its best camera has of it."""
        facts = {one.hour.number: one for one in self.footage}
        for hour in self.hours:
            fact = facts.get(hour.number)
            best = fact.usable(max_gap=self.max_gap, max_seam=self.max_seam).best if fact else None
            if best:
                yield hour, best


def session_drawing(view: SessionView, voice: Voice) -> Markup:
    """The session on the clock: hours, cameras, gaps with their lengths, longest runs."""
    scale = Scale((view.session.span,), LEFT, RIGHT)
    bottom = _HOURS + _ROW * len(view.tracks) + 4
    uses = tuple(view.uses())
    parts = [*axis(scale, voice, top=_HOURS, bottom=bottom), *_hours(view, scale)]
    for row, track in enumerate(view.tracks):
        top = _HOURS + _ROW * row + 8
        parts.extend(_camera(view, track, scale, voice, top))
        for hour, use in uses:
            if use.camera == track.camera:
                parts.extend(_longest(hour, use, scale, voice, top + _BAR + 4))
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
    view: SessionView, track: Track, scale: Scale, voice: Voice, top: float
) -> Iterator[Markup]:
    """One camera: bars where it recorded, pale where it may have, hatched where it did not."""
    yield element("text", track.camera or "–", class_="camera", x=LEFT - 10, y=top + 14)
    recorded: Bounds = track.recorded().within(view.session.span)
    for run in recorded.surely:
        yield _bar("run", run, scale, top, _times(run, voice))
    for doubt in recorded.doubt:
        yield _bar("perhaps", doubt, scale, top, _why(track, doubt, voice))
    for gap in Timeline((view.session.span,)) - recorded.possibly:
        yield from _gap(gap, scale, voice, top)
    for placed in track.placed:
        recording = view.recordings.get(placed.path)
        if recording:
            yield from _flaws(view, recording, Drawn(scale, voice, top))
            yield from _file(recording, view.session.span, scale, voice, top)


def _why(track: Track, span: Interval, voice: Voice) -> str:
    """Which files leave it open whether there is footage in ``span``, and why."""
    doubts = (
        doubt
        for placed in (*track.placed, *track.perhaps)
        for doubt in placed.doubts
        if doubt.span.meet(span)
    )
    told = (f"{doubt.path}: {voice.tell(WHY[doubt.why])}" for doubt in doubts)
    return "\n".join((_times(span, voice), *told))


def _times(span: Interval, voice: Voice) -> str:
    return f"{voice.clock(span.start)} – {voice.clock(span.end)}  {voice.length(span.length)}"


def _bar(kind: str, span: Interval, scale: Scale, top: float, told: str) -> Markup:
    left, right = scale.ends(span)
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
        yield _bar("seam", gap, scale, top, _times(gap, voice))
        return
    yield _bar("gap", gap, scale, top, _times(gap, voice))
    left, right = scale.ends(gap)
    if right - left >= _LABEL:
        told = voice.length(gap.length)
        yield element("text", told, class_="gap-word", x=(left + right) / 2, y=top + 13)


def _flaws(view: SessionView, recording: Recording, drawn: Drawn) -> Iterator[Markup]:
    """A box with its sign over each stretch whose pictures show nothing of the hour.

    It leads to the row of the first finding about the recording, or about the file in which a
    stretch over several begins.
    """
    start = recording.file.start or 0
    for spell in recording.pictures.spells:
        span = Interval(start + spell.possible.start, start + spell.possible.end)
        part = span.meet(view.session.span)
        if part is None:
            continue
        begun = spell.whole[0].path if spell.whole else recording.path
        number = next(iter(view.numbers.get(Subject(recording=begun), ())), 0)
        box = tuple(_flaw(spell, part, number, drawn))
        yield element("a", *box, href=f"#f{number}") if number else Markup("").join(box)


def _flaw(spell: Spell, part: Interval, number: int, drawn: Drawn) -> Iterator[Markup]:
    told = f"{drawn.voice.tell(FLAW[spell.flaw])}: {_times(part, drawn.voice)}"
    sure = "sure" if spell.certain else "unsure"
    yield _bar(f"flaw {spell.flaw} {sure}", part, drawn.scale, drawn.top, told)
    left, right = drawn.scale.ends(part)
    if right - left < _SIGN:
        return
    sign = FLAW_SIGN[spell.flaw]
    word = f"{sign} #{number}" if number and right - left >= _LABEL else sign
    kind = "flaw-sign" if spell.certain else "flaw-sign unsure"
    yield element("text", word, class_=kind, x=(left + right) / 2, y=drawn.top + 13)


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
    hour: HourVerdict, use: CameraUse, scale: Scale, voice: Voice, y: float
) -> Iterator[Markup]:
    """A bracket under the longest run of a class hour, with its length."""
    if use.run is None:
        return
    left, right = scale.ends(use.run)
    edges = f"M{left + 2:.1f} {y:.1f}v4H{max(left + 3, right - 2):.1f}v-4"
    yield element("path", class_=f"longest {hour.standing}", d=edges, fill="none")
    if right - left >= _LABEL:
        told = voice.length(use.run.length)
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
