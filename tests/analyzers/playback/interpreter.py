"""The contract on watching, read out event by event: slow, plain, and used by nothing but tests.

It takes the events of one class as Python values and gives what `DuckDBPlayback` must give, by
walking every attempt once and by adding and taking away whole sets of positions.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations, pairwise

from evidence.domain.learning import (
    Advance,
    AdvanceKind,
    EventKind,
    LearnerHour,
    LearnerPlayback,
    Lesson,
    LessonPlayback,
    LessonStart,
    Overlap,
    PromptGap,
    Snapshot,
    Stretch,
)
from evidence.domain.time import Interval, Timeline

SECOND = 1_000_000
ASIDE = {"prompt_shown", "prompt_answered", "face_check", "snapshot", "blur", "focus"}
SILENCE = 90 * SECOND
HOUR = 2700 * SECOND
SLACK = 3 * SECOND
NORMAL = 1_000_000


@dataclass(frozen=True)
class Event:
    ts: int
    learner: str
    attempt: str
    event: str
    lesson: str | None = None
    position: int | None = None
    came: int | None = None
    went: int | None = None
    rate: int | None = None
    prompt: str | None = None
    image: str | None = None
    device: str | None = None
    passed: bool | None = None


@dataclass
class Part:
    """A piece of playing, as it grows; or a seek made while nothing played."""

    attempt: str
    lesson: str | None
    began: int
    order: int
    rate: int
    plays: bool = True
    opens: bool = False
    resumes: bool = False
    seek: bool = False
    came: int | None = None
    start: int | None = None
    end: int | None = None
    start_at: int = 0
    end_at: int = 0
    ended: int = 0
    beat: bool = False


@dataclass
class Window:
    """One playback window, told its events one after the other."""

    name: str
    number: int
    beats: bool
    parts: list[Part] = field(default_factory=list)
    # What the position was at which moment, between two seeks of one playing: (ts, position, row).
    samples: list[tuple[str | None, list[tuple[int, int, int]]]] = field(default_factory=list)
    lesson: str | None = None
    speed: int = NORMAL
    known: int | None = None
    known_at: int = 0
    paused: bool = False
    playing: bool = False
    fell_silent: bool = False
    before: Event | None = None
    row: int = 0

    def take(self, e: Event) -> None:
        """The next event."""
        self.row += 1
        before, speed_before = self.before, self.speed
        fresh = self.arrive(e)
        silent = before is not None and self.beats and e.ts - before.ts > SILENCE
        self.set_speed(e)

        came, went = positions(e)
        if e.event == "seek" and self.told_late(came, went):
            came = None
        known = came is not None and self.known is not None
        on = came - self.known if known else 0
        allowed = (e.ts - self.known_at) * max(self.speed, speed_before) // NORMAL
        ahead, back = known and on - SLACK > allowed, on < 0

        self.note_silence(e, silent=silent, fresh=fresh)
        was = self.playing and not (fresh or silent or e.event == "start")
        self.press(e, was=was, fresh=fresh, moved=e.event == "heartbeat" and on > 0)
        lost_pause = was and e.event == "play" and not self.beats and ahead
        if self.playing and (not was or lost_pause):
            self.open(e)
        elif was:
            begins = e.event == "seek" or self.speed != speed_before or ahead or back
            self.go_on(e, came, begins=begins, steps=ahead or back)
        elif e.event == "seek":
            self.parts.append(self.part(e, plays=False))
        if was or self.playing or e.event == "seek":
            self.place(e, came, went, inside=was or self.playing)
        if went is not None:
            self.known, self.known_at = went, e.ts
        self.before = e

    def arrive(self, e: Event) -> bool:
        """Whether this is the first event of a lesson, or of the window."""
        here = e.lesson if e.lesson is not None else self.lesson
        fresh = self.before is None or here != self.lesson
        self.lesson = here
        if fresh:
            self.known = None
        return fresh

    def told_late(self, came: int | None, went: int | None) -> bool:
        """Whether the player was said to be where a seek leads to, before the seek was told."""
        if came is None or went is None or self.known is None:
            return False
        return abs(went - self.known) <= SLACK < came - self.known

    def set_speed(self, e: Event) -> None:
        if self.before is None or e.event == "start":
            self.speed = NORMAL
        if e.rate is not None:
            self.speed = e.rate

    def note_silence(self, e: Event, *, silent: bool, fresh: bool) -> None:
        if silent and self.playing:
            self.fell_silent = True
        elif fresh or e.event in {"pause", "end", "start"}:
            self.fell_silent = False

    def press(self, e: Event, *, was: bool, fresh: bool, moved: bool) -> None:
        """What the event does to playing and pausing."""
        if fresh or moved or e.event in {"play", "end"}:
            self.paused = False
        if e.event == "pause":
            self.paused = True
        opening = e.event == "play" or (e.event == "heartbeat" and not self.paused)
        self.playing = opening or (was and e.event not in {"pause", "end"})

    def part(self, e: Event, *, plays: bool = True) -> Part:
        row = self.number * 1_000_000 + self.row
        return Part(self.name, self.lesson, e.ts, row, self.speed, plays)

    def open(self, e: Event) -> None:
        part = self.part(e)
        part.beat = e.event == "heartbeat"
        part.opens, part.resumes = True, self.fell_silent or e.event == "heartbeat"
        self.parts.append(part)
        self.samples.append((self.lesson, []))

    def go_on(self, e: Event, came: int | None, *, begins: bool, steps: bool) -> None:
        if begins:
            self.parts[-1].ended = e.ts
            if came is not None and not steps:
                self.parts[-1].end, self.parts[-1].end_at = came, e.ts
            self.parts.append(self.part(e))

    def place(self, e: Event, came: int | None, went: int | None, *, inside: bool) -> None:
        part = self.parts[-1]
        part.ended = e.ts
        if e.event == "seek":
            part.seek, part.came = True, came
            if inside and came is not None:
                self.samples[-1][1].append((e.ts, came, self.row))
            if inside:
                self.samples.append((self.lesson, []))
        if went is not None:
            if part.start is None:
                part.start, part.start_at = went, e.ts
            part.end, part.end_at = went, e.ts
            if inside:
                self.samples[-1][1].append((e.ts, went, self.row))


def positions(e: Event) -> tuple[int | None, int | None]:
    """Where the player was as the event came, and where it was after it."""
    if e.event == "seek":
        return e.came, e.went if e.went is not None else e.position
    return e.position, e.position


def watch(name: str, events: list[Event], number: int, course: list[str]) -> Window:
    """Tell a window all its events; where it sends heartbeats, lesson by lesson."""
    beats = any(e.event == "heartbeat" for e in events)
    window = Window(name, number, beats)
    told = said(in_turn(events, course))
    if beats:
        told.sort(key=lambda e: place_in(course, e.lesson))
    for e in told:
        window.take(e)
    return window


def place_in(course: list[str], lesson: str | None) -> tuple[int, str]:
    """No lesson first, then the course's, then others by their names."""
    if lesson is None:
        return (0, "")
    return (course.index(lesson) + 1, "") if lesson in course else (len(course) + 1, lesson)


def said(events: list[Event]) -> list[Event]:
    """The same events, each with the lesson that was on, and the speed that held."""
    lesson, speed = None, NORMAL
    told = []
    for e in events:
        speed = NORMAL if e.event == "start" and e.rate is None else e.rate or speed
        foreign = e.event in ASIDE and e.lesson not in {None, lesson}
        if e.event not in ASIDE:
            lesson = e.lesson or lesson
        here = replace(e, lesson=lesson, rate=speed)
        told.append(replace(here, position=None) if foreign else here)
    return told


def in_turn(events: list[Event], course: list[str]) -> list[Event]:
    """The order of the clock; at one moment, the order that a player would do things in."""
    moments = defaultdict(list)
    for e in events:
        moments[e.ts].append(e)
    return [
        e
        for ts in sorted(moments)
        for e in sorted(moments[ts], key=lambda e: turn(e, moments[e.ts], course))
    ]


def turn(e: Event, at_once: list[Event], course: list[str]) -> tuple[object, ...]:
    came, went = positions(e)
    seeks = [positions(s) for s in at_once if s.event == "seek"]
    froms = [abs(a - went) for a, _ in seeks if a is not None and went is not None]
    tos = [abs(b - went) for _, b in seeks if b is not None and went is not None]
    told = bool(froms and tos) and e.event not in {"start", "seek", "end"}
    before, after = told and min(froms) < min(tos), told and min(froms) > min(tos)
    if e.event in {"start", "end"}:
        phase = -9 if e.event == "start" else 9
    elif e.event == "seek":
        phase = 0
    elif e.event == "play":
        phase = -1 if before else 5
    else:
        phase = {"pause": 2, "rate": 3}.get(e.event, 1) - (0 if after else 5)
    seek = e.event == "seek"
    back = seek and came is not None and went is not None and went < came
    first = (-came if back else came) if seek else went
    return (
        phase,
        back,
        none_first(first),
        none_first(went),
        place_in(course, e.lesson),
        none_first(e.rate),
        [*EventKind].index(EventKind(e.event)),
    )


def none_first(number: int | None) -> tuple[bool, int]:
    return (number is not None, number or 0)


def content_by(parts: list[Part], now: int, lesson: Lesson) -> Timeline:
    """The positions played before ``now``."""
    spans = []
    for part in parts:
        if not part.plays or part.start is None or part.ended <= part.began:
            continue
        if now <= part.began or now < part.start_at:
            continue
        end = part.end
        if now < part.end_at:
            done = now - part.start_at
            end = part.start + (part.end - part.start) * done // (part.end_at - part.start_at)
        ceiling = lesson.duration or end
        start, end = max(part.start, 0), min(end, ceiling)
        if start < end:
            spans.append(Interval(start, end))
    return Timeline.of(spans)


def unplayed(parts: list[Part], now: int, lesson: Lesson, start: int, end: int) -> int:
    start, end = max(start, 0), min(end, lesson.duration or end)
    if start >= end:
        return 0
    return (Timeline((Interval(start, end),)) - content_by(parts, now, lesson)).length


def leaps(parts: list[Part], lesson: Lesson) -> list[Advance]:
    """Seeks and jumps forward over what was not yet played."""
    found = []
    attempt, since, position = "", None, 0
    done = []

    def leap(kind: AdvanceKind, part: Part, since: int, start: int, end: int) -> None:
        amount = unplayed(parts, part.began, lesson, start, end) if end > start else 0
        if kind is AdvanceKind.JUMP and part.beat and amount <= SILENCE:
            return
        if amount:
            span = Interval(min(since, part.began), max(part.began, since + 1))
            found.append(Advance(kind, amount, span, part.attempt, start, end))

    for part in parts:
        earlier = part.began if since is None else since
        if part.seek and part.start is not None:
            origin = could_be_at(part, done) if part.came is None else part.came
            if not part.plays:
                leap(AdvanceKind.JUMP, part, earlier, position, origin)
            leap(AdvanceKind.SEEK, part, part.began, origin, part.start)
        elif part.opens and part.start is not None:
            on = part.start - position
            within_clock = since is not None and on <= part.began - since
            if not (part.resumes and part.attempt == attempt and within_clock):
                leap(AdvanceKind.JUMP, part, earlier, position, part.start)
        done.append(part)
        if part.end is not None:
            attempt, since, position = part.attempt, part.ended, part.end
    return found


def could_be_at(seek: Part, done: list[Part]) -> int:
    """The last position of a window before a seek, and how much it may have played since."""
    mine = [p for p in done if p.attempt == seek.attempt]
    told = [i for i, p in enumerate(mine) if p.end is not None]
    if told:
        last = mine[told[-1]]
        on = (last.ended - last.end_at) * last.rate // NORMAL if last.plays else 0
        rest = mine[told[-1] + 1 :]
        position = last.end + on
    else:
        # What was the lesson's position as this window came to it.
        rest = mine
        before = done[: done.index(mine[0])] if mine else done
        position = next((p.end for p in reversed(before) if p.end is not None), 0)
    return position + sum((p.ended - p.began) * p.rate // NORMAL for p in rest if p.plays)


def gains(name: str, watched: Window, lesson: str) -> list[Advance]:
    """Position ahead of the clock between any two events of one playing, the most of it."""
    ahead = [
        ((here - there) - (now - at), later, earlier, at, now, there, here)
        for where, run in watched.samples
        if where == lesson
        for (at, there, earlier), (now, here, later) in combinations(run, 2)
    ]
    if not ahead or max(ahead)[0] <= 0:
        return []
    gained, _, _, at, now, there, here = min(ahead, key=lambda g: (-g[0], g[1], g[2]))
    span = Interval(at, max(now, at + 1))
    return [Advance(AdvanceKind.GAIN, gained, span, name, there, here)]


def longest_gap(
    parts: list[Part], events: list[Event], within: int
) -> tuple[int, int, int, str] | None:
    """(playing time, since, at, lesson) of the longest without an answered prompt."""
    playing = sorted(
        (p for p in parts if p.plays and p.ended > p.began), key=lambda p: (p.began, p.order)
    )
    if not playing:
        return None
    line = Timeline.of(Interval(p.began, p.ended) for p in playing)

    def played(now: int) -> int:
        return sum(max(0, min(now, span.end) - span.start) for span in line)

    # Which lesson takes playing on from where the others have brought it.
    turns, reached = [], 0
    for p in playing:
        if p.ended > reached:
            turns.append((max(p.began, reached), p.lesson))
            reached = p.ended
    begun, over = line.spans[0].start, line.spans[-1].end
    answered = {
        e.ts
        for e in events
        if e.event == "prompt_shown"
        and e.prompt
        and any(
            a.event == "prompt_answered" and a.prompt == e.prompt and 0 <= a.ts - e.ts <= within
            for a in events
        )
    }
    marks = sorted({begun, over} | answered)
    best = None
    for since, at in pairwise(marks):
        length = played(at) - played(since)
        if length > 0 and (best is None or length > best[0]):
            where = [lesson for began, lesson in turns if began <= at][-1]
            best = (length, since, at, where)
    return best


def interpret(
    events: list[Event],
    roster: list[str],
    course: list[Lesson],
    *,
    answer_within: int,
    log: str,
    opens: frozenset[str] = frozenset(),
    carries_proof: bool = True,
    lost: int = 0,
) -> list[LearnerPlayback]:
    """What is to be said of every learner, in the roster's order."""
    distinct = list(dict.fromkeys(events))
    found = []
    for learner in roster:
        theirs = sorted((e for e in distinct if e.learner == learner), key=lambda e: e.ts)
        if theirs:
            told = of_learner(theirs, course, answer_within=answer_within, log=log, opens=opens)
            found.append(stamped(told, carries_proof=carries_proof, lost=lost))
    return found


def stamped(told: LearnerPlayback, *, carries_proof: bool, lost: int) -> LearnerPlayback:
    marks = {"carries_proof": carries_proof, "lost": lost}
    gaps = tuple(replace(gap, **marks) for gap in told.gaps)
    kept = tuple(sum(s.opens for s in hour.snapshots) for hour in told.hours)
    hours = tuple(replace(hour, kept=kept, **marks) for hour in told.hours)
    lessons = tuple(replace(lesson, lost=lost) for lesson in told.lessons)
    return replace(told, lessons=lessons, gaps=gaps, hours=hours, **marks)


def of_learner(
    events: list[Event],
    course: list[Lesson],
    *,
    answer_within: int,
    log: str,
    opens: frozenset[str],
) -> LearnerPlayback:
    learner = events[0].learner
    known = {lesson.id: lesson for lesson in course}
    by_attempt = defaultdict(list)
    for e in events:
        by_attempt[e.attempt].append(e)
    names = sorted(by_attempt)
    course_ids = [lesson.id for lesson in course]
    watched = {n: watch(n, by_attempt[n], i, course_ids) for i, n in enumerate(names)}
    parts = [part for w in watched.values() for part in w.parts]
    parts.sort(key=lambda p: (p.began, p.order))

    by_lesson = {
        lesson.id: [p for p in parts if p.lesson == lesson.id]
        for lesson in course
        if any(p.lesson == lesson.id for p in parts)
    }
    lessons = []
    content = 0
    for lesson in course:
        if lesson.id not in by_lesson:
            continue
        its = by_lesson[lesson.id]
        playback = of_lesson(learner, lesson, its, watched, log)
        content += playback.content.length
        if playback.playing or playback.advances:
            lessons.append(playback)

    gaps = []
    for n in names:
        mine = [p for p in watched[n].parts if p.lesson in known]
        best = longest_gap(mine, by_attempt[n], answer_within)
        if best:
            length, since, at, where = best
            gaps.append(PromptGap(learner, where, n, length, Interval(since, at), logs=(log,)))

    def timeline(some: list[Part]) -> Timeline:
        return Timeline.of(
            Interval(p.began, p.ended) for p in some if p.plays and p.ended > p.began
        )

    windows = [
        Overlap((one, other), span)
        for one, other in combinations(names, 2)
        for span in timeline(watched[one].parts) & timeline(watched[other].parts)
    ]
    playing = timeline([p for p in parts if p.lesson in known])
    pictures = sorted(
        {(e.ts, e.image) for e in events if e.event in {"snapshot", "face_check"} and e.image}
    )
    checks = [e for e in events if e.event == "face_check"]
    unkept = sorted({e.ts for e in checks if not e.image})
    return LearnerPlayback(
        learner=learner,
        lessons=tuple(lessons),
        gaps=tuple(gaps),
        windows=tuple(sorted(windows, key=lambda w: (w.span, w.attempts))),
        order=tuple(order(course, by_lesson)),
        hours=tuple(
            LearnerHour(
                learner,
                number,
                span,
                tuple(
                    Snapshot(at, image, image in opens, *checked(checks, at, image))
                    for at, image in pictures
                    if (number == 1 or span.start <= at) and at < over
                ),
                logs=(log,),
                answers=tuple(
                    checked(checks, at, None)[1]
                    for at in unkept
                    if (number == 1 or span.start <= at) and at < over
                ),
            )
            for number, (span, over) in enumerate(hours(playing), 1)
        ),
        content=content,
        playing=playing.length,
        logs=(log,),
    )


def checked(checks: list[Event], at: int, image: str | None) -> tuple[bool, bool | None]:
    """Whether a face was checked at that moment, and what the platform said of it."""
    these = [e for e in checks if e.ts == at and (e.image or None) == image]
    said = [e.passed for e in these if e.passed is not None]
    return bool(these), all(said) if said else None


def of_lesson(
    learner: str, lesson: Lesson, parts: list[Part], watched: dict[str, Window], log: str
) -> LessonPlayback:
    played = [p for p in parts if p.plays and p.ended > p.began]
    advances = leaps(parts, lesson)
    for p in played:
        if p.rate > NORMAL:
            amount = (p.rate - NORMAL) * (p.ended - p.began) // NORMAL
            span, rate = Interval(p.began, p.ended), Fraction(p.rate, NORMAL)
            advances.append(
                Advance(AdvanceKind.RATE, amount, span, p.attempt, p.start or 0, p.end or 0, rate)
            )
    lacking = {a.attempt for a in advances if a.kind is AdvanceKind.JUMP and a.amount > SLACK}
    for name, w in watched.items():
        doubtful = name in lacking and not w.beats
        kind = AdvanceKind.JUMP if doubtful else AdvanceKind.GAIN
        advances += [replace(gain, kind=kind) for gain in gains(name, w, lesson.id)]
    seen = played or parts
    return LessonPlayback(
        learner=learner,
        lesson=lesson,
        content=content_by(parts, 1 << 62, lesson),
        playing=sum(p.ended - p.began for p in played),
        first=seen[0].began,
        last=max(p.ended for p in seen),
        advances=tuple(most(advances, lesson)),
        stretches=tuple(
            Stretch(p.attempt, Interval(p.began, p.ended), p.start, p.end, Fraction(p.rate, NORMAL))
            for p in played
            if p.start is not None
        ),
        logs=(log,),
    )


def most(advances: list[Advance], lesson: Lesson) -> list[Advance]:
    """The largest of each kind, attempt and speed, inside the lesson and past its end."""
    groups = defaultdict(list)
    for a in advances:
        past = lesson.duration > 0 and a.end > lesson.duration + SLACK
        groups[a.kind, a.attempt, a.rate, past].append(a)
    best = [min(g, key=lambda a: (-a.amount, a.span.start, a.start)) for g in groups.values()]
    return sorted(best, key=lambda a: (a.span.start, a.kind, a.attempt, a.rate, a.end))


def order(course: list[Lesson], by_lesson: dict[str, list[Part]]) -> list[LessonStart]:
    professional = sorted((x for x in course if x.professional), key=lambda x: x.order)
    found = []
    for before, lesson in pairwise(professional):
        began = [p.began for p in by_lesson.get(lesson.id, []) if p.plays and p.ended > p.began]
        if not began:
            continue
        done = content_by(by_lesson.get(before.id, []), began[0], before).length
        share = Fraction(done, before.duration) if before.duration else Fraction(done > 0)
        found.append(LessonStart(lesson.id, before.id, began[0], share))
    return found


def hours(playing: Timeline) -> list[tuple[Interval, int]]:
    """Every whole 45 min of playing time on the wall clock, and when the next began."""
    found = []
    for k in range(playing.length // HOUR):
        span = Interval(wall(playing, k * HOUR), wall(playing, (k + 1) * HOUR - 1) + 1)
        more = playing.length > (k + 1) * HOUR
        found.append((span, wall(playing, (k + 1) * HOUR) if more else 1 << 62))
    return found


def wall(playing: Timeline, played: int) -> int:
    """When the microsecond after so much playing time was."""
    for span in playing:
        if played < span.length:
            return span.start + played
        played -= span.length
    raise ValueError(played)
