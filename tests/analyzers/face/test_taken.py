from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sample_media import faces

from evidence.analyzers.face.taken import taken

CHINA = ZoneInfo("Asia/Shanghai")
PICTURE = faces.jpeg(faces.room(1))


def test_a_picture_tells_when_it_was_taken() -> None:
    dated = faces.dated(PICTURE, datetime(2021, 4, 2, 10, 20, 30))

    noon = datetime(2021, 4, 2, 2, 20, 30, tzinfo=UTC)
    assert taken(dated, CHINA) == int(noon.timestamp()) * 1_000_000


def test_a_picture_that_tells_nothing_was_taken_nobody_knows_when() -> None:
    assert taken(PICTURE, CHINA) is None


def test_a_cut_off_or_strange_file_tells_nothing() -> None:
    dated = faces.dated(PICTURE, datetime(2021, 4, 2, 10, 20, 30))

    assert {taken(dated[:length], CHINA) for length in range(0, 76, 3)} == {None}
    assert taken(b"GIF89a", CHINA) is None
