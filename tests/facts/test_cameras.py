"""Whose each file is: by table, by name, by folder, or nobody knows."""

from __future__ import annotations

from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import HOUR, Interval
from evidence.facts.cameras import Cameras


def whose(*files: FootageFile, cameras: tuple[str, ...] = ()) -> Cameras:
    session = Session("S1", Kind.THEORY, Interval(0, HOUR), 1, cameras=cameras)
    return Cameras.of([session], [Recording(file, Media(EndReason.EMPTY)) for file in files])


def file(below: str, camera: str = "", *, stated: bool = False) -> FootageFile:
    return FootageFile(f"recordings/{below}", camera, camera_stated=stated)


def test_a_name_that_the_institution_states_somewhere_is_no_strange_one() -> None:
    found = whose(file("a.mp4", "cam9", stated=True), file("b.mp4", "CAM9"), cameras=("cam1",))
    assert not found.may_be_any(found.of_file["recordings/b.mp4"])

    found = whose(file("b.mp4", "cam9"), cameras=("cam1",))
    assert found.may_be_any(found.of_file["recordings/b.mp4"])


def test_a_recorders_names_are_cameras_of_their_own_where_the_timetable_has_none() -> None:
    found = whose(file("a.mp4", "ch1"), file("b.mp4", "ch2"))

    assert found.of_file == {"recordings/a.mp4": "ch1", "recordings/b.mp4": "ch2"}
    assert not found.strange


def test_folders_that_are_dates_are_nobodys() -> None:
    found = whose(file("2021-04-19/a.mp4"), file("20210420/b.mp4"))
    assert set(found.of_file.values()) == {""}

    found = whose(file("2021-04-19/a.mp4"), file("DCIM/b.mp4"))
    assert set(found.of_file.values()) == {None, "DCIM"}
    assert found.may_be_any("DCIM")


def test_a_folder_that_is_no_camera_tells_nothing_where_the_timetable_has_several() -> None:
    found = whose(file("DCIM/a.mp4"), file("CAM2/b.mp4"), cameras=("cam1", "cam2"))

    assert found.of_file == {"recordings/DCIM/a.mp4": None, "recordings/CAM2/b.mp4": "cam2"}


def test_a_file_in_a_folder_is_not_surely_the_recorders_only_camera() -> None:
    found = whose(file("a.mp4", "ch1"), file("b.mp4"), file("DCIM/c.mp4"))

    assert found.of_file["recordings/b.mp4"] == "ch1"
    assert found.of_file["recordings/DCIM/c.mp4"] is None
