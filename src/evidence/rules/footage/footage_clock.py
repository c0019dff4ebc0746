"""footage-clock: the clock in the picture tells the time that is claimed."""

from __future__ import annotations

from fractions import Fraction

from evidence.domain.findings import Evidence, Outcome, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Moment, Share, Spot, Text, say
from evidence.domain.time import SECOND
from evidence.facts.clock import FootageClock, Jump
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("footage-clock", judges=FootageClock)
def footage_clock(clock: FootageClock, given: Parameters) -> Ruling:
    """The clock that the camera burns into the picture agrees with the claimed time, and runs on.

    One that leaps within a recording, though it is never too far off, is for a person to look at:
    it was set anew, or seconds were cut out or put in.

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
    worst = clock.worst
    if not clock.there or worst is None:
        return exempt(say("no clock can be read in the picture"))
    allowed = given.seconds("max_drift_seconds")
    off = abs(clock.off(worst))
    measured, required = Length(off), Length(allowed)
    path = clock.recording.path
    proof = (Evidence(path, clock.readings[0].at, clock.readings[-1].at),)

    if off - clock.error > allowed:
        shown = Evidence(path, worst.at, worst.at)
        return breached(
            _elsewhen(clock, measured, required),
            measured,
            required,
            unit="s",
            span=clock.recording.span,
            evidence=(shown, *proof),
        )
    wrong = abs(clock.rate - 1)
    if wrong - clock.rate_error > given.number("max_rate_off"):
        return breached(
            _pace(clock), span=clock.recording.span, evidence=proof, measured=Fraction(clock.rate)
        )
    leap = clock.leap
    if leap and abs(leap.by) - 2 * clock.error > given.seconds("max_leap_seconds"):
        return _leaps(clock, leap, Length(given.seconds("max_leap_seconds")))
    if off + clock.error > allowed:
        return undecided(
            say(
                "the clock in the picture is {off} off the claimed time, and at most {allowed} are "
                "allowed; it can't be read more exactly than to {error}",
                off=measured,
                allowed=required,
                error=Length(clock.error),
            ),
            measured,
            required,
            unit="s",
            evidence=proof,
        )
    return met(
        say("the clock in the picture agrees to within {off}", off=measured), measured, required
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
            leap=_leap(leap),
            **given,
        )
    return say(
        "the clock in the picture tells {told} where {claimed} is claimed ({off} off, {allowed} "
        "allowed): enter the right start in recordings.csv, or say in writing that the camera's "
        "clock was wrong",
        **given,
    )


def _leap(leap: Jump) -> Text:
    """How far it leaps, which way, and between which readings, to the second that it shows."""
    places = {"after": Spot(leap.after), "before": Spot(leap.before)}
    by = Length(round(abs(leap.by) / SECOND) * SECOND)
    if leap.by < 0:
        return say("back by {by} between {after} and {before}", by=by, **places)
    return say("on by {by} between {after} and {before}", by=by, **places)


def _leaps(clock: FootageClock, leap: Jump, allowed: Length) -> Ruling:
    """That the clock was set anew, or that seconds are missing or were put in."""
    by, path = Length(abs(leap.by)), clock.recording.path
    return undecided(
        say(
            "the clock in the picture leaps {leap} ({allowed} are allowed): look at the pictures "
            "before and after it, and have it said in writing whether the camera's clock was set "
            "then",
            leap=_leap(leap),
            allowed=allowed,
        ),
        by,
        allowed,
        unit="s",
        span=clock.recording.span,
        evidence=(
            Evidence(path, leap.after, leap.before),
            Evidence(path, clock.readings[0].at, clock.readings[-1].at),
        ),
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
