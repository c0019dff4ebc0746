import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.footage import DatedBy, FootageFile
from evidence.sources.footage import footage_files
from evidence.sources.patterns import EPOCH, compile_pattern
from evidence.sources.recordings_table import RecordingRow

SHANGHAI = "Asia/Shanghai"


def wall(text: str) -> int:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(SHANGHAI))
    return (moment - EPOCH) // timedelta(microseconds=1)


def read(path: str, pattern: str | None = None) -> FootageFile:
    (file,) = footage_files([path], table={}, pattern=pattern, timezone=SHANGHAI)
    return file


@pytest.mark.parametrize(
    ("path", "camera", "start"),
    [
        ("cam1_20210419_090000.mp4", "cam1", "2021-04-19T09:00:00"),
        ("教室1_20210419_090000.mp4", "教室1", "2021-04-19T09:00:00"),
        ("room 2 front_20210419_090000.mkv", "room 2 front", "2021-04-19T09:00:00"),
        ("20210419_090000.mp4", "", "2021-04-19T09:00:00"),
        ("cam1_20210419T010000Z.ts", "cam1", "2021-04-19T09:00:00"),
        ("2021-04-19 09-00-00.mkv", "", "2021-04-19T09:00:00"),
        ("cam1_20210419_090000-20210419_094500_ab12cd.mp4", "cam1", "2021-04-19T09:00:00"),
        ("2021-04-19/01/cam1/05.10.mp4", "cam1", "2021-04-19T09:05:10"),
        ("2021-04-19/001/dav/09/09.00.00-09.30.00[R][0@0][0].dav", "001", "2021-04-19T09:00:00"),
        ("x/2021-04-19/2/dav/09/1/1/589/09.00.00-09.30.00[M][0@0][0].dav", "2", None),
        ("2021-04-19/mp4_g/17.46.01-18.32.08[R][0@0][0].mp4", "2021-04-19/", "2021-04-19T17:46:01"),
        ("NVR_ch1_main_20210419090000_20210419093000.dav", "ch1", "2021-04-19T09:00:00"),
        ("XVR_ch12_sub_20210419090000_20210419093000.mp4", "ch12", "2021-04-19T09:00:00"),
        ("1/21/04/19/09/00/00/123-video.mp4", "1", "2021-04-19T09:00:00"),
        ("ch01_20210419090000.mp4", "ch01", "2021-04-19T09:00:00"),
        ("ch01_20210419090000_20210419093000.mp4", "ch01", "2021-04-19T09:00:00"),
        (
            "192.168.1.64_01_20210419090000250_TIMING.mp4",
            "192.168.1.64_01",
            "2021-04-19T09:00:00.25",
        ),
    ],
)
def test_a_recorders_own_name_tells_camera_and_start(path: str, camera: str, start: str) -> None:
    file = read(f"recordings/{path}")

    assert file.dated_by is DatedBy.BUILT_IN_PATTERN
    assert file.camera == camera.replace("2021-04-19/", "")
    assert file.start == wall(start or "2021-04-19T09:00:00")


@pytest.mark.parametrize(
    "name",
    [
        "cam1_20211319_090000.mp4",
        "cam1_20210431_090000.mp4",
        "cam1_20210419_250000.mp4",
        "09.00.00-09.30.00[R][0@0][0].dav",
        "1/2021-04-19/123/123-video.mp4",
        "ch01_00000000001000100.mp4",
        "holiday.mp4",
        "cam1_120210419_0900001.mp4",
    ],
)
def test_a_name_without_a_real_time_dates_nothing(name: str) -> None:
    file = read(f"recordings/{name}")

    assert (file.start, file.dated_by) == (None, DatedBy.NOTHING)


def test_a_folder_names_no_camera_by_itself() -> None:
    assert read("recordings/DCIM/lesson.mp4").camera == ""
    assert read("recordings/DCIM/cam1_20210419_090000.mp4").camera == "cam1"


def test_the_table_goes_before_the_pattern_and_the_pattern_before_the_built_in_ones() -> None:
    path = "recordings/cam1_20210419_090000.mp4"
    row = RecordingRow(path, "cam9", wall("2021-04-20T10:00:00"))
    (by_table,) = footage_files([path], table={path: row}, pattern="{start:%s}", timezone=SHANGHAI)
    by_pattern = read(path, "{camera}_{start:%Y%d%m_%H%M%S}.mp4")
    by_class = read("recordings/cam1_20210504_090000.mp4", "{camera}_{start:%Y%d%m_%H%M%S}.mp4")

    assert (by_table.camera, by_table.start) == ("cam9", row.start)
    assert (by_table.camera_stated, by_class.camera_stated) == (True, True)
    assert not by_pattern.camera_stated
    assert by_table.dated_by is DatedBy.TABLE
    assert by_pattern.dated_by is DatedBy.BUILT_IN_PATTERN
    assert by_class.dated_by is DatedBy.CLASS_PATTERN
    assert by_class.start == wall("2021-04-05T09:00:00")


def test_a_row_without_a_start_leaves_the_dating_to_the_name() -> None:
    path = "recordings/x_20210419_090000.mp4"
    row = RecordingRow(path, "cam9", None)
    (file,) = footage_files([path], table={path: row}, pattern=None, timezone=SHANGHAI)

    assert (file.camera, file.dated_by) == ("cam9", DatedBy.BUILT_IN_PATTERN)


def test_a_row_whose_file_is_not_there_comes_back_as_not_present() -> None:
    row = RecordingRow("recordings/lost.mp4", "cam1", wall("2021-04-19T09:00:00"))
    files = footage_files(
        ["recordings/a.mp4"], table={row.path: row}, pattern=None, timezone=SHANGHAI
    )

    assert [file.present for file in files] == [True, False]
    assert files[1].start == row.start


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{camera}_{start:%Y%m%d_%H%M%S}.mp4", "cam1_20210419_090000.MP4"),
        ("{camera}_{start:%Y%m%d_%H%M%S}.mp4", "day1/cam1_20210419_090000.mp4"),
        ("{start:%Y-%m-%d}/{camera}/{}_{start:%H.%M.%S}.mkv", "2021-04-19/cam1/x_09.00.00.mkv"),
        ("{camera}/{camera}-{start:%s}.ts", "cam1/cam1-1618794000.ts"),
        ("{name}_{rest}_{start:%s}_{camera}.ts", "a_b_1618794000_cam1.ts"),
        ("{camera}@{start:%Y%m%dT%H%M%S%z}{rest}", "cam1@20210419T010000Z_end.mp4"),
        ("{camera}.{start:%y%j%H%M}.mp4", "cam1.211090900.mp4"),
        ("{camera}+{{{start:%Y%m%d%H%M%S}}}.mp4", "cam1+{20210419090000}.mp4"),
    ],
)
def test_a_class_pattern_is_written_like_a_format_string(pattern: str, path: str) -> None:
    named = compile_pattern(pattern).match(path, SHANGHAI)

    assert named is not None
    assert (named.camera, named.start) == ("cam1", wall("2021-04-19T09:00:00"))


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        ("{camera}.mp4", "start"),
        ("{start}.mp4", "start"),
        ("{start:%Y%m%d}.mp4", "hour"),
        ("{start:%Y%m%d_%H%M%Q}.mp4", "%Q"),
        ("{start:%Y%m%d_%H%M}{start:%H}.mp4", "%H"),
        ("{camera:%Y}{start:%s}", "camera"),
        ("{start.year}", "start.year"),
        ("{start!r:%s}", "start"),
        ("{cam}_{start:%s}", "{cam}"),
        ("{camrea}_{start:%s}", "{camrea}"),
        ("{start:%s", "pattern"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_which_field(pattern: str, bad: str) -> None:
    with pytest.raises(ValueError, match=re.escape(bad)):
        compile_pattern(pattern)


def test_a_name_of_an_impossible_date_does_not_fit_the_class_pattern() -> None:
    pattern = compile_pattern("{camera}_{start:%Y%m%d_%H%M%S}.mp4")

    assert pattern.match("cam1_20211319_090000.mp4", SHANGHAI) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_every_time_written_by_a_pattern_is_read_back_to_the_second(moment: datetime) -> None:
    pattern = compile_pattern("{camera}_{start:%Y%m%d_%H%M%S}.mp4")
    moment = moment.replace(microsecond=0)

    named = pattern.match(f"cam_{moment:%Y%m%d_%H%M%S}.mp4", "UTC")

    assert named is not None
    assert named.start == wall(f"{moment.isoformat()}+00:00")
