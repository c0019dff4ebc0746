"""What is wrong with a recording at first sight."""

from dataclasses import replace

import pytest

from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.teaching import Session
from evidence.domain.time import MINUTE
from evidence.pipeline.segments import Fault, troubles
from tests.pipeline.classes import MORNING, session

HERE = session(hours=1)
NEXT_DOOR = replace(HERE, id="S2", cameras=("cam2",))


def recording(
    camera: str = "cam1", at: int | None = 0, end: EndReason = EndReason.COMPLETE
) -> Recording:
    start = None if at is None else MORNING + at * MINUTE
    file = FootageFile("recordings/a.mp4", camera, start, DatedBy.TABLE, camera_stated=True)
    return Recording(file, Media(end, 5 * MINUTE, packets=1))


def fault(one: Recording, *sessions: Session, fresh: bool = True) -> Fault | None:
    found = troubles(sessions or (HERE,), [one], {one.path} if fresh else ())
    return next((each.fault for each in found), None)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (EndReason.COMPLETE, None),
        (EndReason.EMPTY, Fault.EMPTY),
        (EndReason.UNREADABLE, Fault.UNREADABLE),
        (EndReason.NO_VIDEO, Fault.UNREADABLE),
        (EndReason.ENCRYPTED, Fault.UNREADABLE),
        (EndReason.TRUNCATED, Fault.CUT_OFF),
    ],
)
def test_a_segment_is_told_by_how_it_ends(end: EndReason, told: Fault | None) -> None:
    assert fault(recording(end=end)) is told


def test_a_segment_without_a_date_is_told() -> None:
    assert fault(recording(at=None)) is Fault.UNDATED


def test_a_camera_that_the_timetable_does_not_name_then_is_told() -> None:
    assert fault(recording("cam2")) is Fault.OTHER_CAMERA
    assert fault(recording("cam2"), HERE, NEXT_DOOR) is None


def test_before_and_after_the_sessions_any_camera_may_record() -> None:
    assert fault(recording("cam2", at=-5)) is None
    assert fault(recording("cam2", at=-4)) is Fault.OTHER_CAMERA
    assert fault(recording("cam2", at=45)) is None


def test_where_a_session_names_no_camera_any_is_its() -> None:
    assert fault(recording("cam2"), replace(HERE, cameras=())) is None


def test_what_is_not_fresh_is_not_told_again() -> None:
    assert fault(recording(at=None), fresh=False) is None
