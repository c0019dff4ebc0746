"""footage-clock: the clock in the picture tells the time that is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from evidence.domain.findings import Evidence, Outcome, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Moment, Share, Spot, Text, say
from evidence.domain.time import SECOND, Interval
from evidence.facts.clock import FootageClock, Jump
from evidence.facts.fitting import Told
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("footage-clock", judges=FootageClock)
def footage_clock(clock: FootageClock, given: Parameters) -> Ruling:
    """The clock that the camera burns into the picture agrees with the claimed time, and runs on.

    One that leaps within a recording, though it is never too far off, is for a person to look at:
    it was set anew, or seconds were cut out or put in.

    Files in which too little is read to tell are read together, where they follow each other; what
    is wrong is told once, with the file in which it begins, and proved in each that shows it.

    A recording without such a clock, or with one that can't be read, is asked only when its file
    says it was made: no honest recording is made before it begins. Made earlier than allowed, it is
    for a person to look at, for a recorder's own clock may be wrong; whole hours are a time zone's
    and are let be, and a later time is that of the end or of a copy and says nothing.

    Footage that was slowed to fill more time repeats some of its pictures, in a steady rhythm all
    through the recording. So does a camera whose pictures are too few for the rate that is
    recorded: where no clock in the picture says that time ran as it should, a person looks.
    """
    ruling = _burnt_in(clock, given)
    if ruling.outcome not in {Outcome.MET, Outcome.EXEMPT}:
        return ruling
    made = _made(clock, given.seconds("max_drift_seconds"))
    return made or _repeats(clock, given.number("max_rate_off")) or ruling


def _repeats(clock: FootageClock, allowed: Fraction) -> Ruling | None:
    """That pictures come twice as in slowed footage, None where they don't, or a clock clears it.

    A clock of which nothing can be told is exempt; one that was read must contradict.
    """
    share, error = clock.repeated, clock.repeated_error
    if share - error <= allowed or clock.clears_repeats:
        return None
    steps = clock.recording.pictures.rhythm.steps
    shown = (steps[0].at, steps[-1].at) if steps else ()
    return undecided(
        say(
            "{share} of the pictures (± {error}) only repeat the one before, in a steady rhythm "
            "all through the recording, and no clock in the picture can be read that says time ran "
            "as it should: it may have been slowed to {rate} of its speed to fill the time, or the "
            "recorder fills up the pictures of a slower camera: see whether people move as fast as "
            "they do, and hand in the camera's settings, or the recording as the camera made it",
            share=Share(share),
            error=Share(error),
            rate=Share(1 - share),
        ),
        share,
        allowed,
        span=clock.recording.span,
        evidence=(Evidence(clock.recording.path, *shown),),
    )


def _made(clock: FootageClock, allowed: int) -> Ruling | None:
    """That the file was made before the claimed start, None where it says no such thing."""
    early, path = clock.made_early, clock.recording.path
    if min(early, abs(clock.zone_off)) <= allowed:
        return None
    made, start = clock.recording.media.created_at or 0, clock.recording.file.start or 0
    return undecided(
        say(
            "the file says that it was made at {made}, {early} before it is claimed to begin "
            "({claimed}; {allowed} are allowed): say in writing whether the recorder's clock was "
            "wrong, or which longer recording this was cut from",
            made=Moment(made),
            claimed=Moment(start),
            early=Length(early),
            allowed=Length(allowed),
        ),
        Length(early),
        Length(allowed),
        unit="s",
        evidence=(Evidence(path),),
    )


def _burnt_in(clock: FootageClock, given: Parameters) -> Ruling:
    """What the clock in the picture says."""
    if clock.reel:
        told_with = clock.reel.recording.path
        return exempt(say("the clock in the picture is told of with {path}", path=told_with))
    worst = clock.worst
    if not clock.there or worst is None:
        return exempt(say("no clock can be read in the picture"))
    allowed = given.seconds("max_drift_seconds")
    off = abs(clock.off(worst))
    measured, required = Length(off), Length(allowed)

    if off - clock.error > allowed:
        away = [one for one in clock.readings if abs(clock.off(one)) > allowed]
        return breached(
            _over(clock, away, _elsewhen(clock, measured, required)),
            measured,
            required,
            unit="s",
            span=_span(clock, away),
            evidence=(_at(clock, worst), *_proof(clock, away)),
        )
    wrong = abs(clock.rate - 1)
    if wrong - clock.rate_error > given.number("max_rate_off"):
        return _paced(clock, given.number("max_rate_off"))
    leap = clock.leap
    if leap and abs(leap.by) - 2 * clock.error > given.seconds("max_leap_seconds"):
        return _leaps(clock, leap, Length(given.seconds("max_leap_seconds")))
    if off + clock.error > allowed:
        told = say(
            "the clock in the picture is {off} off the claimed time, and at most {allowed} are "
            "allowed; it can't be read more exactly than to {error}",
            off=measured,
            allowed=required,
            error=Length(clock.error),
        )
        return undecided(
            _over(clock, clock.readings, told),
            measured,
            required,
            unit="s",
            evidence=_proof(clock, clock.readings),
        )
    return met(
        say("the clock in the picture agrees to within {off}", off=measured), measured, required
    )


def _at(clock: FootageClock, first: Told, last: Told | None = None) -> Evidence:
    """Where a reading was taken, and all up to another one of the same file."""
    path, start = clock.spot(first)
    return Evidence(path, start, clock.spot(last or first)[1])


def _proof(clock: FootageClock, readings: Sequence[Told]) -> tuple[Evidence, ...]:
    """From the first reading to the last; over several files those of each that says so."""
    if not clock.files:
        return (_at(clock, clock.readings[0], clock.readings[-1]),)
    by_file = groupby(readings, key=lambda told: told.path)
    taken = (list(group) for _, group in by_file)
    return tuple(_at(clock, group[0], group[-1]) for group in taken)


def _span(clock: FootageClock, readings: Sequence[Told]) -> Interval | None:
    """The recording on the wall clock; over several files from the first reading to the last."""
    start = clock.recording.file.start
    if not clock.files or start is None:
        return clock.recording.span
    return Interval(start + readings[0].at, start + readings[-1].at + SECOND)


def _over(clock: FootageClock, readings: Sequence[Told], told: Text) -> Text:
    """What is told of a clock, and over which files."""
    if not clock.files:
        return told
    names = list(dict.fromkeys(one.path for one in readings))
    return say(
        "over {count} files, from {first} to {last}: {told}",
        count=len(names),
        first=names[0],
        last=names[-1],
        told=told,
    )


def _elsewhen(clock: FootageClock, off: Length, allowed: Length) -> Text:
    """That the clock tells another time, and whether it leaps."""
    worst = clock.worst or clock.readings[0]
    start = clock.recording.file.start or 0
    given: dict[str, Length | Moment | Text] = {
        "told": Moment(worst.wall),
        "claimed": Moment(start + worst.at),
        "off": off,
        "allowed": allowed,
    }
    leap = clock.leap
    if leap:
        return say(
            "the clock in the picture leaps {leap}, and tells {told} where {claimed} is claimed "
            "({off} off, {allowed} allowed): hand in what the camera recorded, unedited",
            leap=_leap(clock, leap),
            **given,
        )
    return say(
        "the clock in the picture tells {told} where {claimed} is claimed ({off} off, {allowed} "
        "allowed): enter the right start in recordings.csv, or say in writing that the camera's "
        "clock was wrong",
        **given,
    )


def _leap(clock: FootageClock, leap: Jump) -> Text:
    """How far it leaps, which way, and between which readings, to the second that it shows."""
    places = {"after": _place(clock, leap.after), "before": _place(clock, leap.before)}
    by = Length(round(abs(leap.by) / SECOND) * SECOND)
    if leap.by < 0:
        return say("back by {by} between {after} and {before}", by=by, **places)
    return say("on by {by} between {after} and {before}", by=by, **places)


def _place(clock: FootageClock, told: Told) -> Spot | Text:
    """Where a reading was taken, and over several files in which."""
    path, at = clock.spot(told)
    return say("{path} {at}", path=path, at=Spot(at)) if clock.files else Spot(at)


def _leaps(clock: FootageClock, leap: Jump, allowed: Length) -> Ruling:
    """That the clock was set anew, or that seconds are missing or were put in."""
    by = Length(abs(leap.by))
    told = say(
        "the clock in the picture leaps {leap} ({allowed} are allowed): look at the pictures "
        "before and after it, and have it said in writing whether the camera's clock was set "
        "then",
        leap=_leap(clock, leap),
        allowed=allowed,
    )
    sides: tuple[Evidence, ...] = (_at(clock, leap.after), _at(clock, leap.before))
    if not clock.files:
        sides = (_at(clock, leap.after, leap.before),)
    return undecided(
        told,
        by,
        allowed,
        unit="s",
        span=_span(clock, (leap.after, leap.before)),
        evidence=(*sides, *_proof(clock, clock.readings)),
    )


def _paced(clock: FootageClock, allowed: Fraction) -> Ruling:
    """That the footage was slowed or sped up, or that the claimed starts may be wrong.

    Over several files it is sure only where the files, laid end to end, say so too.
    """
    away = clock.laid is None or abs(clock.laid - 1) - clock.rate_error > allowed
    ruled = breached if away else undecided
    told = _pace(clock) if away else _pace_claimed(clock)
    return ruled(
        _over(clock, clock.readings, told),
        Fraction(clock.rate),
        span=_span(clock, clock.readings),
        evidence=_proof(clock, clock.readings),
    )


def _pace_claimed(clock: FootageClock) -> Text:
    """That the clock and the claimed starts go apart, though the files are as long as it says."""
    return say(
        "the clock in the picture runs at {rate} (± {error}) of the claimed time, though not of "
        "the files laid end to end: their starts may be wrong, or the footage is slower or quicker "
        "than what was filmed: enter the right starts in recordings.csv, or hand in what the "
        "camera recorded",
        rate=Share(clock.rate),
        error=Share(clock.rate_error),
    )


def _pace(clock: FootageClock) -> Text:
    """That the footage was slowed or sped up."""
    rate = {"rate": Share(clock.rate), "error": Share(clock.rate_error)}
    if clock.rate < 1:
        return say(
            "the clock in the picture runs at {rate} (± {error}) of the recording's time: the "
            "footage is slower than what was filmed, and fills more time: hand in what the camera "
            "recorded",
            **rate,
        )
    return say(
        "the clock in the picture runs at {rate} (± {error}) of the recording's time: the footage "
        "is quicker than what was filmed, or pictures are missing: hand in what the camera "
        "recorded",
        **rate,
    )
