"""Playback: the pieces of playing that a learner's logs hold, folded into what rules judge.

What a log means, event by event, is told in ``docs/playback.md``; the pieces come from an analyzer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from evidence.domain.learning import (
    Advance,
    AdvanceKind,
    LearnerPlayback,
    Lesson,
    LessonPlayback,
    LessonStart,
    Overlap,
    Prompt,
    PromptGap,
    Stretch,
)
from evidence.domain.time import Interval, Timeline
from evidence.facts.content import Content
from evidence.facts.online_hours import learner_hours
from evidence.facts.pieces import (
    HEARTBEAT_SILENCE,
    NORMAL_RATE,
    STEP_SLACK,
    Attempt,
    Gain,
    LearnerLog,
    Piece,
)


def learner_playback(log: LearnerLog, course: Sequence[Lesson]) -> LearnerPlayback:
    """Everything that rules judge of one learner."""
    of_course = [piece for piece in log.pieces if 0 < piece.lesson <= len(course)]
    by_lesson = _by_lesson(of_course)
    followed = {number: _Lesson(course[number - 1], by_lesson[number]) for number in by_lesson}
    lessons = tuple(_lesson_playback(log, number, followed[number]) for number in sorted(followed))
    playing = Timeline.of(_spans(of_course))
    return LearnerPlayback(
        learner=log.learner,
        lessons=tuple(lesson for lesson in lessons if lesson.playing or lesson.advances),
        gaps=tuple(_prompt_gaps(log, course)),
        windows=tuple(overlaps(log)),
        order=tuple(_order(course, followed)),
        hours=tuple(learner_hours(log, playing)),
        content=sum(lesson.content.length for lesson in lessons),
        playing=playing.length,
        carries_proof=all(attempt.carries_proof for attempt in log.attempts.values()),
        lost=log.lost,
        logs=log.paths,
        prompts=tuple(_prompts(log, course)),
    )


class _Lesson:
    """One lesson followed through its pieces in the order of the clock."""

    def __init__(self, lesson: Lesson, pieces: Sequence[Piece]) -> None:
        self.lesson = lesson
        self.pieces = pieces
        self.content = Content(lesson.duration)
        self.leaps: list[tuple[AdvanceKind, Piece, int, Interval, int, int]] = []
        self._running: list[Piece] = []
        self._follow()

    def _follow(self) -> None:
        attempt, since, position = -1, 0, 0
        reached: dict[int, int] = {}
        for piece in self.pieces:
            self._settle(piece.at)
            if piece.seeks and piece.start is not None:
                at = reached.get(piece.attempt, position)
                origin = at if piece.came is None else piece.came
                if not piece.plays:
                    self._leap(AdvanceKind.JUMP, piece, since or piece.at, position, origin)
                self._leap(AdvanceKind.SEEK, piece, piece.at, origin, piece.start)
            elif piece.opens and piece.start is not None:
                gained = piece.start - position
                lost = piece.resumes and piece.attempt == attempt and gained <= piece.at - since
                if not lost:
                    self._leap(AdvanceKind.JUMP, piece, since or piece.at, position, piece.start)
            reached[piece.attempt] = _reached(piece, reached.get(piece.attempt, position))
            if piece.plays and piece.until > piece.at:
                self._running.append(piece)
            if piece.end is not None:
                attempt, since, position = piece.attempt, piece.until, piece.end
        self._settle(None)

    def _leap(self, kind: AdvanceKind, piece: Piece, since: int, start: int, end: int) -> None:
        if end <= start:
            return
        amount = self._played_by(piece.at).missing(start, end)
        # The first heartbeat comes an interval after the playing that it tells of began.
        waited = kind is AdvanceKind.JUMP and piece.beats and amount <= HEARTBEAT_SILENCE
        if amount and not waited:
            span = Interval(min(since, piece.at), max(piece.at, since + 1))
            self.leaps.append((kind, piece, amount, span, start, end))

    def _settle(self, now: int | None) -> None:
        """Take in the content of every piece that was over by ``now``."""
        if not self._running:
            return
        still = []
        for piece in self._running:
            if now is not None and piece.until > now:
                still.append(piece)
            elif piece.start is not None and piece.end is not None:
                self.content.add(piece.start, piece.end)
        self._running = still

    def _played_by(self, now: int) -> Content:
        """What had been played by ``now``, pieces that other windows still played in part."""
        if not self._running:
            return self.content
        content = self.content.copy()
        for piece in self._running:
            _add_part(content, piece, now)
        return content

    @property
    def lacking(self) -> frozenset[int]:
        """The attempts that went on further than anything in the logs explains."""
        return frozenset(
            piece.attempt
            for kind, piece, amount, *_ in self.leaps
            if kind is AdvanceKind.JUMP and amount > STEP_SLACK
        )

    def played_before(self, now: int) -> int:
        """Microseconds of distinct content played by ``now``."""
        if all(piece.until <= now for piece in self.pieces):
            return self.content.length
        content = Content(self.lesson.duration)
        for piece in self.pieces:
            if piece.plays and piece.at < now:
                _add_part(content, piece, now)
        return content.length


def _add_part(content: Content, piece: Piece, now: int) -> None:
    """What of a piece had been played by ``now``, position going evenly while it is known."""
    if piece.start is None or piece.end is None or piece.start_at is None or piece.end_at is None:
        return
    if piece.until <= piece.at:
        return
    whole = piece.end_at - piece.start_at
    done = min(now, piece.end_at) - piece.start_at
    if done >= whole:
        content.add(piece.start, piece.end)
    elif done > 0:
        content.add(piece.start, piece.start + (piece.end - piece.start) * done // whole)


def _reached(piece: Piece, before: int) -> int:
    """Where the player can have been as a piece ended: its last position, and playing on since."""
    place = before if piece.end is None else piece.end
    since = piece.at if piece.end_at is None else piece.end_at
    return place + (piece.until - since) * piece.rate // NORMAL_RATE if piece.plays else place


def _lesson_playback(log: LearnerLog, number: int, followed: _Lesson) -> LessonPlayback:
    played = [piece for piece in followed.pieces if piece.plays and piece.until > piece.at]
    seen = played or followed.pieces
    attempts = {piece.attempt: log.attempts[piece.attempt] for piece in followed.pieces}
    advances = [
        *_leaps(log, followed.leaps),
        *_fast(log, played),
        *(_gained(log, gain, followed) for gain in log.gains if gain.lesson == number),
    ]
    return LessonPlayback(
        learner=log.learner,
        lesson=followed.lesson,
        content=followed.content.timeline(),
        playing=sum(piece.until - piece.at for piece in played),
        first=seen[0].at,
        last=max(piece.until for piece in seen),
        advances=tuple(largest(advances, followed.lesson.duration)),
        stretches=tuple(
            Stretch(
                log.attempts[piece.attempt].name,
                Interval(piece.at, piece.until),
                piece.start,
                piece.end,
                _rate(piece.rate),
            )
            for piece in played
            if piece.start is not None and piece.end is not None
        ),
        logs=_logs(attempts.values()),
        lost=log.lost,
    )


def largest(advances: Iterable[Advance], duration: int) -> Iterator[Advance]:
    """The largest advance of each kind, attempt and speed; the earliest of equals.

    One that leads past the end of the lesson hides none within it.
    """

    def rank(advance: Advance) -> tuple[int, int, int]:
        return (-advance.amount, advance.span.start, advance.start)

    best: dict[tuple[AdvanceKind, str, Fraction, bool], Advance] = {}
    for advance in advances:
        beyond = 0 < duration < advance.end - STEP_SLACK
        key = (advance.kind, advance.attempt, advance.rate, beyond)
        if key not in best or rank(advance) < rank(best[key]):
            best[key] = advance
    yield from sorted(best.values(), key=lambda a: (a.span.start, a.kind, a.attempt, a.rate, a.end))


def _leaps(
    log: LearnerLog, leaps: Iterable[tuple[AdvanceKind, Piece, int, Interval, int, int]]
) -> Iterator[Advance]:
    for kind, piece, amount, span, start, end in leaps:
        yield Advance(kind, amount, span, log.attempts[piece.attempt].name, start, end)


def _fast(log: LearnerLog, played: Iterable[Piece]) -> Iterator[Advance]:
    """Playing at a speed above 1; the amount is the content gained on the clock."""
    for piece in played:
        amount = (piece.rate - NORMAL_RATE) * (piece.until - piece.at) // NORMAL_RATE
        if piece.rate > NORMAL_RATE:
            yield Advance(
                AdvanceKind.RATE,
                amount,
                Interval(piece.at, piece.until),
                log.attempts[piece.attempt].name,
                piece.start or 0,
                piece.end or 0,
                _rate(piece.rate),
            )


def _gained(log: LearnerLog, gain: Gain, followed: _Lesson) -> Advance:
    attempt = log.attempts[gain.attempt]
    # Without heartbeats, an attempt that lacks events elsewhere may lack a seek here as well.
    doubtful = not attempt.beats and gain.attempt in followed.lacking
    kind = AdvanceKind.JUMP if doubtful else AdvanceKind.GAIN
    span = Interval(gain.since, max(gain.at, gain.since + 1))
    return Advance(kind, gain.amount, span, attempt.name, gain.start, gain.end)


def _prompt_gaps(log: LearnerLog, course: Sequence[Lesson]) -> Iterator[PromptGap]:
    for gap in log.gaps:
        attempt = log.attempts[gap.attempt]
        yield PromptGap(
            learner=log.learner,
            lesson=course[gap.lesson - 1].id,
            attempt=attempt.name,
            playing=gap.playing,
            span=Interval(gap.since, gap.at),
            carries_proof=attempt.carries_proof,
            lost=log.lost,
            logs=attempt.logs,
        )


def _prompts(log: LearnerLog, course: Sequence[Lesson]) -> Iterator[Prompt]:
    for number, at, answered in log.prompts:
        on = (
            piece.lesson
            for piece in log.pieces
            if piece.attempt == number and piece.plays and piece.at <= at <= piece.until
        )
        lesson = next((each for each in on if 0 < each <= len(course)), 0)
        name = course[lesson - 1].id if lesson else ""
        yield Prompt(log.attempts[number].name, name, at, answered)


def overlaps(log: LearnerLog) -> Iterator[Overlap]:
    """Every time for which two attempts of one learner both played, whatever the lesson."""
    spans = sorted(
        (piece.at, piece.until, piece.attempt)
        for piece in log.pieces
        if piece.plays and piece.until > piece.at
    )
    if not _any_shared(spans):
        return
    by_attempt: dict[int, list[Interval]] = {}
    for at, until, number in spans:
        by_attempt.setdefault(number, []).append(Interval(at, until))
    timelines = {number: Timeline.of(pieces) for number, pieces in by_attempt.items()}
    found = [
        Overlap((log.attempts[one].name, log.attempts[other].name), span)
        for one, other in _pairs(timelines)
        for span in timelines[one] & timelines[other]
    ]
    yield from sorted(found, key=lambda overlap: (overlap.span, overlap.attempts))


def _any_shared(spans: Sequence[tuple[int, int, int]]) -> bool:
    reached = 0
    for at, until, _ in spans:
        if at < reached:
            return True
        reached = max(reached, until)
    return False


def _pairs(timelines: Mapping[int, Timeline]) -> Iterator[tuple[int, int]]:
    """The pairs of attempts whose first and last playing leave room for an overlap."""
    outer = sorted(
        (line.spans[0].start, line.spans[-1].end, number) for number, line in timelines.items()
    )
    open_ones: list[tuple[int, int]] = []
    for start, end, number in outer:
        open_ones = [(other_end, other) for other_end, other in open_ones if other_end > start]
        yield from ((min(other, number), max(other, number)) for _, other in open_ones)
        open_ones.append((end, number))


def _order(course: Sequence[Lesson], followed: Mapping[int, _Lesson]) -> Iterator[LessonStart]:
    professional = sorted(
        (lesson.order, number) for number, lesson in enumerate(course, 1) if lesson.professional
    )
    for (_, before), (_, number) in pairwise(professional):
        began = _first_played(followed.get(number))
        if began is None:
            continue
        earlier = followed.get(before)
        length = course[before - 1].duration
        done = earlier.played_before(began) if earlier else 0
        share = Fraction(done, length) if length > 0 else Fraction(done > 0)
        yield LessonStart(course[number - 1].id, course[before - 1].id, began, share)


def _first_played(followed: _Lesson | None) -> int | None:
    pieces = followed.pieces if followed else ()
    return next((piece.at for piece in pieces if piece.plays and piece.until > piece.at), None)


def _by_lesson(pieces: Iterable[Piece]) -> dict[int, list[Piece]]:
    found: dict[int, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.lesson, []).append(piece)
    return found


def _spans(pieces: Iterable[Piece]) -> Iterator[Interval]:
    return (Interval(p.at, p.until) for p in pieces if p.plays and p.until > p.at)


def _logs(attempts: Iterable[Attempt]) -> tuple[str, ...]:
    return tuple(sorted({log for attempt in attempts for log in attempt.logs}))


@lru_cache(maxsize=1024)
def _rate(millionths: int) -> Fraction:
    return Fraction(millionths, NORMAL_RATE)
