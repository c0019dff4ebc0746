"""Footage that could not be compared is drawn file by file, with why."""

import re

import pytest

from evidence.domain.findings import Evidence
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Uncompared
from evidence.domain.time import SECOND, Interval
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.proofs import Proofs
from evidence.report.uncompared import UNCOMPARED, open_stretches
from evidence.report.uncompared_drawing import uncompared_drawing
from evidence.report.words import Voice

NINE = 1_618_794_000 * SECOND
TEN = 10 * SECOND
VOICE = Voice(ENGLISH, "Asia/Shanghai")


def recording(path: str, at: int, *, length: int = TEN, camera: str = "") -> Recording:
    file = FootageFile(path, camera, NINE + at * SECOND, DatedBy.TABLE)
    return Recording(file, Media(EndReason.COMPLETE, duration=length))


def shown(path: str, why: Uncompared | None = Uncompared.SHORT_FILES, end: int = TEN) -> Evidence:
    return Evidence(path, 0, end, uncompared=why)


SHORT = {f"{name}{at}.mp4": recording(f"{name}{at}.mp4", at) for name in "ab" for at in (0, 10, 20)}
BEFORE = recording("first.mp4", -3600, length=300 * SECOND, camera="cam1")


def test_files_of_one_reason_are_one_stretch_in_order_of_time():
    (stretch,) = open_stretches(map(shown, reversed(SHORT)), SHORT)

    assert stretch.files == ("a0.mp4", "b0.mp4", "a10.mp4", "b10.mp4", "a20.mp4", "b20.mp4")
    assert stretch.told(VOICE) == "1 min in 6 files"


def test_what_overlaps_stands_in_rows_of_its_own():
    (stretch,) = open_stretches(map(shown, SHORT), SHORT)

    drawn = str(uncompared_drawing(stretch, VOICE))

    rows = re.findall(r'class="flaw uncompared unsure" x="([\d.]+)" y="(\d+)"', drawn)
    assert len(rows) == 6
    assert len({y for _, y in rows}) == 2
    assert len({x for x, _ in rows}) == 3
    assert "a10.mp4\n09:00:10 – 09:00:20  10 s" in drawn


def test_what_it_may_be_a_copy_of_is_drawn_above_it():
    files = {**SHORT, BEFORE.path: BEFORE}
    proof = [
        each
        for path in ("a0.mp4", "a10.mp4")
        for each in (shown(path, Uncompared.AFTER), shown(BEFORE.path, None, 300 * SECOND))
    ]

    (row,) = (Proofs(files, {}).open_stretch(one, VOICE) for one in open_stretches(proof, files))

    assert row.told == "20 s in 2 files"
    assert row.before
    assert row.before.told.startswith("first.mp4 0:00:00–0:05:00")
    assert [place.told.split()[0] for place in row.places] == ["a0.mp4", "a10.mp4"]
    assert str(row.drawing).count("first.mp4") == 2  # its bar and its box


@pytest.mark.parametrize("why", Uncompared)
def test_every_reason_has_its_words_in_both_languages(why: Uncompared):
    told = [Voice(lang, "Asia/Shanghai").tell(UNCOMPARED[why]) for lang in (ENGLISH, CHINESE)]

    assert told[0] != told[1]
    assert all(told)


def test_what_was_compared_is_no_open_stretch():
    assert open_stretches([shown("a0.mp4", None), shown("b0.mp4", None)], SHORT) == ()


def test_a_file_without_a_date_is_told_and_not_drawn():
    undated = Recording(FootageFile("u.mp4"), Media(EndReason.COMPLETE, duration=TEN))
    (stretch,) = open_stretches([shown("u.mp4")], {"u.mp4": undated})

    assert stretch.told(VOICE) == "10 s"
    assert uncompared_drawing(stretch, VOICE) == ""
    assert Interval(0, TEN) == stretch.pieces[0].span
