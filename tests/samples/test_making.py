import hashlib
import itertools
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from sample_media import cheats_online, classroom, clerk_mistakes, papers
from sample_media.drawing import Classroom, Picture
from sample_media.filming import Shot, film

NINE = datetime(2021, 5, 6, 9)


def pictures(room: Classroom, *, seconds: int) -> list[Picture]:
    times = (NINE + timedelta(seconds=number / 2) for number in range(seconds * 2))
    return [picture.copy() for picture in room.frames(times)]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("sample", [cheats_online, clerk_mistakes])
def test_a_sample_made_twice_is_the_same_byte_for_byte(sample: ModuleType, tmp_path: Path) -> None:
    for name in ("once", "twice"):
        sample.make(tmp_path / name)

    assert digests(tmp_path / "once") == digests(tmp_path / "twice")


def test_footage_filmed_twice_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    for name in ("once", "twice"):
        room = Classroom("cam1", 7, 12, practical=True)
        film(room, Shot(tmp_path / name / "cam1_20210506_090000.mp4", NINE, 30))

    assert digests(tmp_path / "once") == digests(tmp_path / "twice")


def test_two_rooms_never_show_the_same_picture() -> None:
    one, other = (
        pictures(Classroom("cam1", seed, 12, practical=False), seconds=60) for seed in (1, 2)
    )

    assert not any(np.array_equal(a, b) for a in one for b in other)


def test_a_picture_is_never_frozen_nor_seen_twice() -> None:
    seen = {p.tobytes() for p in pictures(Classroom("cam1", 1, 12, practical=True), seconds=120)}

    assert len(seen) > 230, "240 were drawn"


def test_windows_names_in_the_zip_are_gbk_and_do_not_say_so(samples: Path) -> None:
    with zipfile.ZipFile(samples / "doubtful.zip") as archive:
        utf8, names = 0x800, [entry.filename for entry in archive.infolist()]
        said = {entry.flag_bits & utf8 for entry in archive.infolist()}

    assert said == {0}
    assert "样例班级/recordings/上课录像(1).mp4" in [n.encode("cp437").decode("gbk") for n in names]


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (24, "二十四")]
)
def test_learners_are_counted_in_chinese(number: int, word: str) -> None:
    assert papers.numeral(number) == word


def test_a_room_of_heads_is_the_same_twice_and_somebody_moves_in_it_all_the_time() -> None:
    room = classroom.Room((classroom.Sitter(0, 0), classroom.Sitter(1, 1)), seed=3)

    once, twice = ([picture.tobytes() for picture in room.pictures(1)] for _ in range(2))

    assert once == twice
    assert len(once) == 60 // classroom.EVERY
    assert all(one != other for one, other in itertools.pairwise(once))


def test_who_goes_out_is_not_in_the_picture() -> None:
    away = classroom.Sitter(0, 0, away=range(1))

    (gone, *_), (there, *_) = (
        list(classroom.Room((one,), seed=3).pictures(1)) for one in (away, classroom.Sitter(0, 0))
    )

    assert not np.array_equal(gone, there)
    assert np.array_equal(gone[:, 640:], there[:, 640:])
