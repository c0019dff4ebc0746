from pathlib import Path

import pytest
from pydantic import ValidationError

from evidence.domain.time import MINUTE, SECOND
from evidence.sources.live.section import RtspSection
from evidence.sources.live.timetables import Timetables

NINE = 1_618_794_000 * SECOND  # 2021-04-19 09:00 in Shanghai
CLASS = """
id = "{id}"
policy = "sanmenxia-2021"
occupation = "茶艺师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-04-19
ends_on = 2021-04-30
planned_hours = 40
teachers = 2
[institution]
id = "INST-1"
name = "A school"
"""
HEAD = "session_id,kind,start,end,class_hours,room,camera,teacher\n"


def class_of(folder: Path, name: str, rows: str) -> None:
    home = folder / "INST-1" / name
    home.mkdir(parents=True)
    (home / "class.toml").write_text(CLASS.format(id=name), "utf-8")
    (home / "schedule.csv").write_text(HEAD + rows, "utf-8")


def camera(**others: object) -> RtspSection:
    settings = {"kind": "rtsp", "name": "front", "institution": "INST-1", "url": "rtsp://h/1"}
    return RtspSection.model_validate(settings | others)


def classes(folder: Path, section: RtspSection, at: int) -> list[str]:
    return [place.parts[-3] for place in Timetables(folder).places(section, at)]


def test_a_camera_records_for_the_class_that_it_films(tmp_path: Path) -> None:
    row = "S1,theory,2021-04-19 {},2021-04-19 {},1,101,{},T\n"
    class_of(tmp_path, "C1", row.format("09:00", "09:45", "Front;back"))
    class_of(tmp_path, "C2", row.format("09:00", "09:45", "side"))
    class_of(tmp_path, "C3", row.format("09:50", "10:35", "front"))
    section = camera(margin_minutes=10)

    assert classes(tmp_path, section, NINE - 10 * MINUTE - 1) == []
    assert classes(tmp_path, section, NINE - 10 * MINUTE) == ["C1"]
    assert classes(tmp_path, section, NINE + 40 * MINUTE) == ["C1", "C3"]
    assert classes(tmp_path, section, NINE + 55 * MINUTE) == ["C3"]
    assert classes(tmp_path, camera(camera="side"), NINE) == ["C2"]


def test_segments_lie_in_a_folder_of_the_timetable_s_name(tmp_path: Path) -> None:
    section = camera(name="room-101", camera="教室 1", **{"class": "C1"})
    (place,) = Timetables(tmp_path).places(section, NINE)
    assert place == tmp_path / "INST-1" / "C1" / "recordings" / "教室_1"


def test_a_timetable_that_has_changed_is_read_again(tmp_path: Path) -> None:
    class_of(tmp_path, "C1", "S1,theory,2021-04-19 09:00,2021-04-19 09:45,1,101,front,T\n")
    tables = Timetables(tmp_path)
    assert tables.places(camera(), NINE)
    (tmp_path / "INST-1" / "C1" / "schedule.csv").write_text(
        HEAD + "S1,theory,2021-04-20 09:00,2021-04-20 09:45,1,101,front,Teacher\n"
    )
    assert not tables.places(camera(), NINE)


def test_papers_that_can_not_be_read_stop_no_other_class(tmp_path: Path) -> None:
    class_of(tmp_path, "C1", "S1,theory,2021-04-19 09:00,2021-04-19 09:45,1,101,front,T\n")
    (tmp_path / "INST-1" / "C0").mkdir()
    (tmp_path / "INST-1" / "C2.zip").write_bytes(b"")
    assert classes(tmp_path, camera(), NINE) == ["C1"]


@pytest.mark.parametrize(
    "wrong", [{"url": "rtsp://me:secret@h/1"}, {"url": "http://h/1"}, {"password": "secret"}]
)
def test_what_can_not_be_a_camera_is_refused_without_quoting_it(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        camera(**wrong)
    assert "secret@" not in str(caught.value)


def test_a_login_is_put_into_the_address_so_that_no_letter_breaks_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PASSWORD", "a@b:c/d%")
    section = camera(user="me", password={"env": "PASSWORD"}, url="rtsp://h:554/a?b=c")
    assert section.stream() == "rtsp://me:a%40b%3Ac%2Fd%25@h:554/a?b=c"
    assert "a@b" not in repr(section)
