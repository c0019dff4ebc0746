from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from evidence.analyzers.osd.finding import lines
from evidence.analyzers.osd.reading import read, read_on
from evidence.analyzers.osd.watching import ClockWatcher

START = datetime(2021, 4, 19, 9, 0, 12, tzinfo=UTC)
SIZE = (1280, 720)


def room() -> np.ndarray:
    chance = np.random.default_rng(1)
    rough = chance.integers(60, 200, (SIZE[1] // 40, SIZE[0] // 40), np.uint8)
    return cv2.resize(rough, SIZE, interpolation=cv2.INTER_CUBIC)


def bands(picture: np.ndarray) -> np.ndarray:
    return np.concatenate([picture[:130], picture[-130:]])


def written(picture: np.ndarray, text: str, place: tuple[int, int]) -> np.ndarray:
    drawn = picture.copy()
    for colour, thick in ((0, 6), (255, 2)):
        cv2.putText(drawn, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1.1, colour, thick, cv2.LINE_AA)
    return drawn


def watched(texts: list[str], place: tuple[int, int]) -> ClockWatcher:
    watcher = ClockWatcher()
    for number, text in enumerate(texts):
        picture = written(written(room(), "CAM 01", (1000, 700)), text, place)
        watcher.bands.append((number * 30_000_000, bands(picture)))
    return watcher


def test_the_clock_is_read_off_each_picture_wherever_it_stands():
    times = [START + timedelta(seconds=30 * number) for number in range(4)]
    for place in ((20, 50), (720, 690)):
        watcher = watched([f"{time:%Y-%m-%d %a %H:%M:%S}" for time in times], place)

        told = [reading.told for reading in watcher.readings()]

        assert told == [(int(time.timestamp()) * 1_000_000,) for time in times]


def test_a_camera_without_a_clock_tells_nothing():
    assert not list(watched(["WORKSHOP 2"] * 3, (20, 50)).readings())


def test_an_empty_picture_has_no_lines():
    assert lines(bands(room())) == []


@pytest.mark.parametrize("font", ["NotoSansSC-Regular", "NotoSerifSC-Regular"])
@pytest.mark.parametrize(
    "form", ["{at:%Y-%m-%d} 星期{day} {at:%H:%M:%S}", "{at:%Y年%m月%d日} 星期{day} {at:%H:%M:%S}"]
)
def test_a_chinese_weekday_is_read_as_it_is_drawn(font: str, form: str) -> None:
    watcher = ClockWatcher()
    letters = ImageFont.truetype(str(files("pylopdf_fonts_zh_cn") / f"{font}.otf"), 24)
    times = [START + timedelta(days=number, seconds=30 * number) for number in range(2)]
    for number, time in enumerate(times):
        shown = Image.fromarray(room())
        line = form.format(at=time, day="一二三四五六日"[time.weekday()])
        pen = ImageDraw.Draw(shown)
        pen.text((20, 20), line, 255, font=letters, stroke_width=2, stroke_fill=0)
        watcher.bands.append((number * 30_000_000, bands(np.array(shown))))

    told = [reading.told for reading in watcher.readings()]

    assert told == [(int(time.timestamp()) * 1_000_000,) for time in times]


def test_a_date_that_changes_by_one_letter_is_read_anew() -> None:
    times = [START + timedelta(days=day, seconds=30 * day) for day in (0, 1, -1, 0)]
    texts = [f"{time:%Y-%m-%d %H:%M:%S}" for time in times]

    told = [reading.line for reading in watched(texts, (20, 50)).readings()]

    assert told == texts


def test_what_stands_where_it_stood_is_not_read_again() -> None:
    first, second = (
        cut(written(room(), f"2021-04-19 Mon 09:{minute}:12", (20, 50))) for minute in (30, 31)
    )
    line = read(first)
    other = replace(line, text=line.text.replace("2021-04-19", "1999-01-01"))

    assert line.text == "2021-04-19 Mon 09:30:12"
    assert read_on(second, other).text == "1999-01-01 Mon 09:31:12"


def test_what_is_new_behind_a_date_has_it_read_again() -> None:
    first = cut(written(room(), "2021-04-19 Mon 09:30:12", (20, 50)))
    behind = room()
    behind[:130, 60:120] = 255
    line = read(first)
    other = replace(line, text=line.text.replace("2021-04-19", "1999-01-01"))

    assert read_on(cut(written(behind, "2021-04-19 Mon 09:31:12", (20, 50))), other).text == (
        "2021-04-19 Mon 09:31:12"
    )


def cut(picture: np.ndarray) -> np.ndarray:
    return picture[10:70, 10:540]
