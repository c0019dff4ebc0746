from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.findings import Evidence, Outcome, Ruling
from evidence.domain.footage import (
    Break,
    DatedBy,
    EndReason,
    FootageFile,
    Media,
    Recording,
    Silence,
)
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import MINUTE, SECOND, Interval, Timeline
from evidence.facts.coverage import ClassHourFootage, Silent, class_hour_footage, dated
from evidence.facts.track import Why
from evidence.rules.footage.practical_continuous_recording import practical_continuous_recording
from evidence.rules.footage.theory_recorded_throughout import theory_recorded_throughout

NINE = 1_618_794_000 * SECOND
HOUR = 45 * MINUTE


def session(*cameras: str, kind: Kind = Kind.PRACTICAL, hours: int = 1) -> Session:
    return Session("S1", kind, Interval(NINE, NINE + hours * HOUR), hours, cameras=cameras)


def shot(
    path: str, at: int | None, seconds: int = 0, camera: str = "cam1", **media: Any
) -> Recording:
    start = None if at is None else NINE + at * SECOND
    by = DatedBy.NOTHING if at is None else DatedBy.BUILT_IN_PATTERN
    given_media = {"end": EndReason.COMPLETE, "duration": seconds * SECOND} | media
    return Recording(FootageFile(path, camera, start, by), Media(**given_media))


def facts(*recordings: Recording, of: Session | None = None) -> ClassHourFootage:
    return class_hour_footage([of or session("cam1")], recordings)[0]


def usable(fact: ClassHourFootage) -> Any:
    return fact.usable(max_gap=2 * SECOND, max_seam=2 * SECOND)


def test_every_class_hour_in_a_room_has_its_footage_and_an_online_one_has_none() -> None:
    sessions = [session("cam1", hours=3), replace(session(kind=Kind.ONLINE), id="S2")]

    assert [fact.hour.number for fact in class_hour_footage(sessions, [])] == [1, 2, 3]


def test_the_proof_of_a_run_names_each_file_and_its_stretch_in_media_time() -> None:
    silence = (Silence(300 * SECOND, SECOND),)
    fact = facts(
        shot("a", -100, 700, silences=silence), shot("b", 601, 300), shot("late", 1000, 10)
    )
    best = usable(fact).best

    assert best.run == Interval(NINE, NINE + 901 * SECOND)
    assert best.proof == (
        Evidence("a", 100 * SECOND, 700 * SECOND),
        Evidence("b", 0, 300 * SECOND),
    )


def test_recorded_leaves_silences_out_and_covered_counts_the_allowed_ones_in() -> None:
    silence = (Silence(300 * SECOND, SECOND),)
    found = usable(facts(shot("a", 0, 600, silences=silence), shot("b", 602, 100)))

    assert found.recorded.surely == 699 * SECOND
    assert found.covered.surely == 702 * SECOND
    assert found.camera == "cam1"


def test_a_hole_says_whether_a_file_was_silent_or_a_seam_was_long() -> None:
    silence = (Silence(300 * SECOND, 10 * SECOND),)
    found = usable(facts(shot("a", 0, 600, silences=silence), shot("b", 630, 60)))

    assert [(hole.reason, hole.span.length // SECOND, hole.path) for hole in found.holes] == [
        (Silent.GAP, 10, "a"),
        (Silent.SEAM, 30, ""),
        (Silent.NOTHING, 2010, ""),
    ]
    assert found.holes[0].media == 300 * SECOND


def test_the_files_that_leave_a_doubt_are_named_with_the_reason() -> None:
    fact = facts(
        shot("broken", 0, end=EndReason.UNREADABLE),
        shot("cut", 60, 60, end=EndReason.TRUNCATED),
        shot("reset", 300, 60, silences=(Silence(30 * SECOND, 0, Break.CLOCK_RESET),)),
        shot("undated", None, 60),
        shot("whose", 900, 60, camera=""),
        shot("later", 100_000, 60, end=EndReason.UNREADABLE),
        of=session("cam1", "cam2"),
    )

    assert dict(fact.doubts) == {
        "broken": Why.UNREADABLE,
        "cut": Why.CUT_OFF,
        "reset": Why.CLOCK_RESET,
        "undated": Why.UNDATED,
        "whose": Why.CAMERA_UNKNOWN,
    }


def test_a_broken_file_says_nothing_of_the_day_after() -> None:
    fact = facts(shot("broken", -90_000, end=EndReason.UNREADABLE))

    assert usable(fact).longest.possibly == 0


def test_a_folder_named_like_a_camera_tells_whose_the_file_is() -> None:
    both = session("cam1", "cam2")
    path = "recordings/CAM2/ch01_20210419090000.mp4"
    found = usable(facts(shot(path, 0, 60, camera="ch01"), of=both))

    assert found.camera == "cam2"


def test_a_camera_that_the_institution_states_goes_before_the_folder() -> None:
    file = FootageFile("recordings/cam1/a.mp4", "cam9", NINE, DatedBy.TABLE, camera_stated=True)
    recording = Recording(file, Media(EndReason.COMPLETE, 60 * SECOND))

    assert usable(facts(recording)).longest.possibly == 0
    assert facts(recording).elsewhere == ("cam9",)


def test_a_camera_that_the_timetable_does_not_name_is_told_of() -> None:
    recordings = [shot("a", 0, 60), shot("b", 0, 60, camera="cam9")]

    assert facts(*recordings).elsewhere == ("cam9",)


def test_names_that_differ_in_case_only_are_one_camera() -> None:
    assert usable(facts(shot("a", 0, 60, camera="CAM1 "))).longest.surely == 60 * SECOND


def test_the_containers_clock_dates_only_what_nothing_better_does() -> None:
    media = Media(EndReason.COMPLETE, created_at=5)

    assert dated(FootageFile("a"), media).file == FootageFile(
        "a", start=5, dated_by=DatedBy.CONTAINER
    )
    named = FootageFile("a", start=7, dated_by=DatedBy.TABLE)
    assert dated(named, media).file == named


# The two laws for every rule, on footage of every kind. Seconds are small and the hour short, so
# that files meet, overlap and miss each other by little.

SHORT = 60
SMALL = Parameters(
    {
        "min_minutes": 1,
        "max_gap_seconds": 2,
        "max_seam_seconds": 3,
        "tolerance_seconds": 5,
    }
)
RULES = {Kind.PRACTICAL: practical_continuous_recording, Kind.THEORY: theory_recorded_throughout}


@st.composite
def media(draw: st.DrawFn) -> Media:
    seconds = draw(st.integers(1, SHORT))
    breaks: list[Silence] = []
    at = 0
    for _ in range(draw(st.integers(0, 2))):
        at += draw(st.integers(1, 20))
        kind = draw(st.sampled_from(Break))
        length = draw(st.integers(1, 5)) if kind is Break.SILENCE else 0
        if at + length < seconds:
            breaks.append(Silence(at * SECOND, length * SECOND, kind))
            at += length
    return Media(EndReason.COMPLETE, seconds * SECOND, silences=tuple(breaks))


cameras = st.sampled_from(["cam1", "cam2"])


@st.composite
def recordings(draw: st.DrawFn, most: int = 4) -> list[Recording]:
    found = []
    for number in range(draw(st.integers(0, most))):
        by = DatedBy.TABLE
        start = NINE + draw(st.integers(-SHORT, SHORT)) * SECOND
        found.append(Recording(FootageFile(f"{number}", draw(cameras), start, by), draw(media())))
    return found


def timetable(kind: Kind) -> list[Session]:
    """Two sessions, so that the class has two cameras and a file's may be unknown."""
    hour = Interval(NINE - SHORT * SECOND // 2, NINE + SHORT * SECOND)
    return [
        Session("S1", kind, hour, 1, cameras=("cam1",)),
        Session("S2", kind, Interval(hour.end, hour.end + SECOND), 1, cameras=("cam2",)),
    ]


def ruled(kind: Kind, shots: list[Recording]) -> Ruling:
    return RULES[kind](class_hour_footage(timetable(kind), shots)[0], SMALL)


def blurred(recording: Recording, how: str) -> Recording:
    """The same recording, with something about it not known."""
    file, seen = recording.file, recording.media
    match how:
        case "unreadable":
            return Recording(file, Media(EndReason.UNREADABLE))
        case "undated":
            return Recording(replace(file, start=None, dated_by=DatedBy.NOTHING), seen)
        case "undated-unreadable":
            undated = replace(file, start=None, dated_by=DatedBy.NOTHING)
            return Recording(undated, Media(EndReason.UNREADABLE))
        case "whose":
            return Recording(replace(file, camera=""), seen)
        case "strange":
            return Recording(replace(file, camera="ch07"), seen)
        # What turns out to jump its clock opens another doubt instead of settling one.
        case "cut" if all(s.kind is Break.SILENCE for s in seen.silences):
            kept = tuple(s for s in seen.silences if s.at + s.length < seen.duration // 2)
            return Recording(
                file,
                Media(
                    EndReason.TRUNCATED,
                    max(1, seen.duration // 2),
                    silences=kept,
                    claimed=seen.duration,
                ),
            )
    return recording


# A doubt ends where the next file of its camera begins: files that overlap are another story.
def _apart(shots: list[Recording]) -> bool:
    for camera in ("cam1", "cam2"):
        spans = sorted(shot.span for shot in shots if shot.span and shot.file.camera == camera)
        if any(a.end > b.start for a, b in pairwise(spans)):
            return False
    return True


@pytest.mark.parametrize("kind", [Kind.PRACTICAL, Kind.THEORY])
@given(
    shots=recordings().filter(_apart),
    how=st.sampled_from(["unreadable", "undated", "undated-unreadable", "whose", "strange", "cut"]),
    at=st.integers(0, 3),
)
def test_settling_a_doubt_never_reverses_a_ruling(
    kind: Kind, shots: list[Recording], how: str, at: int
) -> None:
    doubtful = [blurred(s, how) if number == at else s for number, s in enumerate(shots)]
    before, after = ruled(kind, doubtful), ruled(kind, shots)

    if before.outcome is not Outcome.UNDECIDED:
        assert after.outcome is before.outcome


@pytest.mark.parametrize("kind", [Kind.PRACTICAL, Kind.THEORY])
@given(shots=recordings(), more=recordings(most=2))
def test_more_footage_never_hurts(
    kind: Kind, shots: list[Recording], more: list[Recording]
) -> None:
    whole = [s for s in shots if not any(b.kind is Break.CLOCK_RESET for b in s.media.silences)]
    extra = [
        Recording(replace(m.file, path=f"more-{m.path}"), replace(m.media, silences=()))
        for m in more
    ]
    before, after = ruled(kind, whole), ruled(kind, [*whole, *extra])
    rank = [Outcome.BREACHED, Outcome.UNDECIDED, Outcome.MET]

    assert rank.index(after.outcome) >= rank.index(before.outcome)


@given(shots=recordings())
def test_what_is_certain_is_possible_and_fits_into_the_hour(shots: list[Recording]) -> None:
    for fact in class_hour_footage(timetable(Kind.THEORY), shots):
        found = usable(fact)
        for amount in (found.longest, found.recorded, found.covered):
            assert 0 <= amount.surely <= amount.possibly <= fact.hour.span.length
        holes = sum(hole.span.length for hole in found.holes)
        assert holes == fact.hour.span.length - found.covered.surely


spans = st.lists(
    st.builds(lambda start, length: Interval(start, start + length), *(2 * [st.integers(1, 30)]))
).map(Timeline.of)


@given(spans, spans)
def test_taking_away_leaves_what_is_not_shared(one: Timeline, other: Timeline) -> None:
    left = one - other

    assert not left & other
    assert left.length == one.length - (one & other).length
    assert left | (one & other) == one
