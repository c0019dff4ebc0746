"""Portraits as clerks hand them in, looked at by a child as they come in."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from sample_media import faces
from sample_media.heads import Picture, Pose, head

from evidence.analyzers.face.chosen import BY_DEFAULT
from evidence.analyzers.face.portraits import Judge
from evidence.analyzers.face.wire import loads_portrait
from evidence.domain.presence import PortraitFault
from evidence.engine.local import LocalEngine
from evidence.pipeline.work import Job


def picture(content: bytes) -> Picture:
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    return np.asarray(decoded, np.uint8)


def drawn(who: int, pose: Pose) -> Picture:
    wall = np.full((320, 250, 3), (214, 196, 178), np.uint8)
    head(who).draw(wall, (125, 178), 52, pose)
    return wall


def encoded(shown: Picture, suffix: str = ".jpg") -> bytes:
    return bytes(cv2.imencode(suffix, shown)[1])


def exif(content: bytes, orientation: int) -> bytes:
    """A JPEG that says how it is to be turned."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + b"\0\0"
    told = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
    return content[:2] + b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told + content[2:]


GOOD = faces.photo(1)
HANDED_IN = {
    "good.jpg": (GOOD, None),
    "good.png": (encoded(picture(GOOD), ".png"), None),
    "good.gif": (encoded(picture(GOOD), ".gif"), None),
    "by-exif.jpg": (exif(encoded(np.rot90(picture(GOOD))), 6), None),
    "on-its-side.jpg": (encoded(np.rot90(picture(GOOD))), PortraitFault.ASIDE),
    "head-down.jpg": (encoded(np.rot90(picture(GOOD), 2)), PortraitFault.ASIDE),
    "two.jpg": (
        encoded(np.hstack([picture(GOOD), picture(faces.photo(2))])),
        PortraitFault.SEVERAL_FACES,
    ),
    "small.jpg": (encoded(cv2.resize(picture(GOOD), (60, 77))), PortraitFault.SMALL),
    "blurred.jpg": (
        encoded(cv2.GaussianBlur(picture(GOOD), (0, 0), 9)),
        PortraitFault.BLURRED,
    ),
    "nobody.jpg": (encoded(faces.room(3)), PortraitFault.NO_FACE),
    "empty.jpg": (b"", PortraitFault.EMPTY),
    "cut-off.jpg": (GOOD[:2000], PortraitFault.UNREADABLE),
    "phone.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(999), PortraitFault.UNREADABLE),
    "a-pdf.jpg": (b"%PDF-1.4", PortraitFault.UNREADABLE),
    "huge.png": (encoded(np.zeros((10_001, 10_000), np.uint8), ".png"), PortraitFault.LARGE),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PortraitFault | None]:
    """What one child says of all that was handed in."""
    folder = tmp_path_factory.mktemp("photos")
    for name, (content, _) in HANDED_IN.items():
        (folder / name).write_bytes(content)
    words = ("portraits", BY_DEFAULT.spell(), *(str(folder / name) for name in HANDED_IN))
    ((_, ended),) = LocalEngine(at_once=1).run([Job("evidence.analyzers.face", words)])
    faults = [loads_portrait(line).fault for line in ended.answer.splitlines()]
    return dict(zip(HANDED_IN, faults, strict=True))


@pytest.mark.parametrize("name", HANDED_IN)
def test_a_portrait_is_judged_as_it_comes_in(
    name: str, judged: dict[str, PortraitFault | None]
) -> None:
    assert judged[name] is HANDED_IN[name][1]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge.by(BY_DEFAULT)


@pytest.mark.parametrize(
    ("pose", "fault"),
    [
        (Pose(yaw=0.2), None),
        (Pose(yaw=-0.2), None),
        (Pose(yaw=0.6), PortraitFault.TURNED),
        (Pose(yaw=-0.6), PortraitFault.TURNED),
        (Pose(pitch=0.2), None),
        (Pose(pitch=0.6), PortraitFault.TURNED),
        (Pose(pitch=-0.6), PortraitFault.TURNED),
    ],
)
@pytest.mark.parametrize("who", [0, 5, 9])
def test_a_head_may_turn_a_little_and_no_further(
    judge: Judge, tmp_path: Path, who: int, pose: Pose, fault: PortraitFault | None
) -> None:
    (tmp_path / "portrait.png").write_bytes(encoded(drawn(who, pose), ".png"))
    assert judge.look(str(tmp_path / "portrait.png")).fault is fault
