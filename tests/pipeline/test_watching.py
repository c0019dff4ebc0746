"""How a class hour stands while it is taught: a case on each side of each boundary."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.findings import Outcome
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.policy import Effect, Scope
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import HOUR, MINUTE, SECOND
from evidence.facts.coverage import class_hour_footage
from evidence.pipeline.watching import ALARMING, Arrival, State, WatchedHour, watched
from evidence.rules.rule import catalogue
from tests.pipeline.classes import CLASS_HOUR, MORNING, RECORDED, named, policy, session

THROUGHOUT = named(
    "theory-recorded-throughout",
    Effect.HOUR_INVALID,
    Scope.CLASS_HOUR,
    max_gap_seconds=2,
    max_seam_seconds=2,
    tolerance_seconds=60,
)
POLICY = policy(RECORDED, THROUGHOUT)
ARRIVAL = Arrival(segment=5 * MINUTE, delay=MINUTE)
REACH = ARRIVAL.segment + ARRIVAL.delay
ONE = session(hours=1)


def shot(
    minute: float, minutes: float, camera: str = "cam1", end: EndReason | None = None
) -> Recording:
    at = MORNING + int(minute * MINUTE)
    file = FootageFile(f"recordings/{camera}/{at}-{minutes}.mp4", camera, at, DatedBy.TABLE)
    return Recording(file, Media(end or EndReason.COMPLETE, int(minutes * MINUTE), packets=1))


def undated(minutes: int) -> Recording:
    return Recording(
        FootageFile("recordings/x.mp4"), Media(EndReason.COMPLETE, minutes * MINUTE, packets=1)
    )


def hours(now: int, *shots: Recording, of: Session = ONE) -> tuple[WatchedHour, ...]:
    facts = class_hour_footage([of], shots)
    return tuple(watched(facts, POLICY, catalogue(), now=now, arrival=ARRIVAL))


def at(minute: float, *shots: Recording, of: Session = ONE) -> WatchedHour:
    return hours(MORNING + int(minute * MINUTE), *shots, of=of)[0]


THEORY = session(kind=Kind.THEORY, hours=1)


def test_before_it_begins_an_hour_is_ahead_and_then_its_first_segment_is_waited_for() -> None:
    assert hours(MORNING - 1)[0].state is State.AHEAD
    assert hours(MORNING)[0].state is State.WAITING


def test_nothing_is_told_until_the_first_segment_and_its_way_are_over() -> None:
    tolerated = 2 * SECOND

    assert hours(MORNING + REACH + tolerated)[0].state is State.WAITING
    assert hours(MORNING + REACH + tolerated + 1)[0].state is State.AT_RISK


def test_an_empty_practical_hour_can_be_saved_until_what_the_law_asks_for_still_fits() -> None:
    found = at(7)

    assert (found.state, found.silent_since) == (State.AT_RISK, MORNING)
    assert found.save_until == MORNING + CLASS_HOUR - 15 * MINUTE


@pytest.mark.parametrize(("later", "state"), [(0, State.AT_RISK), (1, State.LOST)])
def test_it_is_lost_once_what_has_not_come_yet_could_not_be_long_enough(
    later: int, state: State
) -> None:
    found = hours(MORNING + CLASS_HOUR - 15 * MINUTE + REACH + later)[0]

    assert found.state is state
    assert (found.save_until is None) == (state is State.LOST)


def test_theory_can_be_saved_for_as_long_as_the_tolerance_is_not_used_up() -> None:
    early = hours(MORNING + REACH + 30 * SECOND, of=THEORY)[0]
    late = hours(MORNING + REACH + 61 * SECOND, of=THEORY)[0]

    assert (early.state, early.save_until) == (State.AT_RISK, MORNING + 60 * SECOND)
    assert late.state is State.LOST


def test_as_far_as_segments_can_have_come_an_hour_is_being_recorded() -> None:
    assert at(11, shot(0, 5)).state is State.RECORDING
    assert at(11.1, shot(0, 5)).state is State.AT_RISK
    assert at(11.1, shot(0, 5), shot(5, 5)).state is State.RECORDING


def test_a_practical_hour_stands_as_soon_as_its_longest_run_is_there() -> None:
    three = [shot(minute, 5) for minute in (0, 5, 10)]

    assert at(16, *three).state is State.STANDS
    assert at(16, *three[:2], shot(10, 4.9)).state is State.RECORDING


def test_after_a_break_only_an_unbroken_rest_saves_it() -> None:
    found = at(25, shot(0, 10))

    assert (found.state, found.silent_since) == (State.AT_RISK, MORNING + 10 * MINUTE)
    assert found.save_until == MORNING + 30 * MINUTE


def test_a_run_that_can_only_count_by_going_on_is_lost_as_soon_as_it_breaks() -> None:
    twelve = shot(28, 12)

    assert at(46, twelve).state is State.RECORDING
    assert at(46.04, twelve).state is State.LOST


def test_any_camera_of_the_session_saves_it() -> None:
    two = replace(ONE, cameras=("cam1", "cam2"))

    assert at(7, shot(0, 5, "cam2"), of=two).state is State.RECORDING
    assert at(7, shot(0, 5, "cam2"), of=ONE).state is State.AT_RISK


def test_without_a_named_camera_any_is_waited_for() -> None:
    free = replace(ONE, cameras=())

    assert at(7, of=free).save_until == MORNING + 30 * MINUTE
    assert at(7, shot(0, 5, "any"), of=free).state is State.RECORDING


def test_what_nobody_can_date_leaves_a_doubt_where_recording_on_does_not_help() -> None:
    assert at(40, undated(20)).state is State.IN_DOUBT
    assert at(51.1, undated(15)).state is State.IN_DOUBT
    assert at(51.1, undated(14)).state is State.LOST


def test_once_all_has_come_the_hour_is_as_its_rule_says() -> None:
    over = 45 + 6.1

    assert at(over, shot(0, 15)).state is State.STANDS
    assert at(over, shot(0, 14)).state is State.LOST
    assert at(over).ruling.outcome is Outcome.BREACHED


def test_a_camera_tells_by_its_own_segments_how_long_they_are() -> None:
    long = [shot(minute, 10) for minute in (-30, -20, -10)]

    assert (
        at(10.9, *long).state is State.WAITING
    )  # the next may end at ten minutes, and be on its way
    assert at(11.1, *long).state is State.AT_RISK
    assert at(7, *long[1:]).state is State.AT_RISK  # one that was cut short tells nothing


def test_an_hour_of_which_the_policy_wants_no_recording_is_not_watched() -> None:
    facts = class_hour_footage([THEORY], [])

    assert not list(watched(facts, policy(RECORDED), catalogue(), now=MORNING, arrival=ARRIVAL))


minutes = st.integers(min_value=0, max_value=45)
shots = st.lists(st.tuples(minutes, st.integers(min_value=1, max_value=20)), max_size=4).map(
    lambda each: [shot(start, length) for start, length in dict(each).items()]
)
kinds = st.sampled_from([ONE, THEORY])


@given(shots, kinds, st.integers(min_value=0, max_value=60))
def test_to_record_from_the_last_moment_on_just_saves_it(
    taken: list[Recording], of: Session, minute: int
) -> None:
    found = at(minute, *taken, of=of)
    if found.save_until is None:
        return

    def came(start: int) -> Outcome:
        length = MORNING + CLASS_HOUR - start
        rest = Recording(
            FootageFile("recordings/rest.mp4", "cam1", start, DatedBy.TABLE),
            Media(EndReason.COMPLETE, length, packets=1),
        )
        return hours(MORNING + HOUR, *taken, rest, of=of)[0].ruling.outcome

    assert came(found.save_until) is Outcome.MET
    assert came(found.save_until + 1) is not Outcome.MET


@given(shots, shots, kinds, st.integers(min_value=0, max_value=60))
def test_more_footage_never_takes_an_hour_from_standing_to_lost(
    taken: list[Recording], more: list[Recording], of: Session, minute: int
) -> None:
    if at(minute, *taken, of=of).state is State.STANDS:
        assert at(minute, *taken, *more, of=of).state is State.STANDS


@given(shots, kinds, minutes, minutes)
def test_what_is_lost_stays_lost_while_nothing_comes(
    taken: list[Recording], of: Session, one: int, other: int
) -> None:
    earlier, later = sorted((one, other))
    if at(earlier, *taken, of=of).state is State.LOST:
        assert at(later, *taken, of=of).state in ALARMING - {State.AT_RISK}
