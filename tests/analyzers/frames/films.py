"""Films of a small drawn room, encoded as a camera would, with whatever is to be found in them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import cv2
import ffmpeg
import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe
from numpy.typing import NDArray

WIDTH, HEIGHT, RATE = 320, 180, 4
Image = NDArray[np.float32]


def room(*, light: float = 110) -> Image:
    """Walls with things on them."""
    chance = np.random.default_rng(5)
    coarse = chance.normal(1, 0.15, (12, 20)).astype(np.float32)
    walls = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    for _ in range(14):
        left, top = chance.integers(0, WIDTH - 40), chance.integers(0, HEIGHT - 30)
        corner = (int(left + chance.integers(15, 60)), int(top + chance.integers(10, 40)))
        cv2.rectangle(walls, (int(left), int(top)), corner, float(chance.uniform(0.4, 1.6)), -1)
    return np.asarray(walls * light, np.float32)


def reading(scene: Image, at: float) -> Image:
    """The room with three people who read: they breathe, and move their heads now and then."""
    shown = scene.copy()
    for number, place in enumerate(((70, 100), (160, 110), (240, 95))):
        glimpse = np.sin(at / (7 + 3 * number)) + 0.5 * np.sin(at / (2.3 + number))
        head = (round(16 * (place[0] + 3 * glimpse)), round(16 * (place[1] + np.sin(at / 2))))
        cv2.circle(shown, head, 16 * 9, 60 + 30 * number, -1, cv2.LINE_AA, 4)
        cv2.rectangle(shown, (place[0] - 14, place[1] + 9), (place[0] + 14, place[1] + 40), 80, -1)
    return shown


def film(
    path: Path,
    seconds: float,
    picture: Callable[[float], Image],
    *,
    grain: float = 2,
    group: int = 2,
) -> Path:
    """Encode ``picture(at)`` for so many seconds, with fresh grain in every one."""
    source = ffmpeg.input("pipe:", format="rawvideo", pix_fmt="gray", s=f"{WIDTH}x{HEIGHT}", r=RATE)
    output = source.output(
        str(path), vcodec="libx264", preset="ultrafast", crf=26, g=group * RATE, pix_fmt="yuv420p",
        threads=1, sc_threshold=0,
    )  # fmt: skip
    encoder = output.global_args("-v", "error").run_async(
        get_ffmpeg_exe(), pipe_stdin=True, overwrite_output=True
    )
    for shown in _grainy(grain, (picture(n / RATE) for n in range(round(seconds * RATE)))):
        encoder.stdin.write(shown)
    encoder.stdin.close()
    assert encoder.wait() == 0
    return path


def _grainy(grain: float, pictures: Iterable[Image]) -> Iterator[bytes]:
    chance = np.random.default_rng(9)
    for picture in pictures:
        noise = chance.normal(0, grain, picture.shape) if grain else 0
        yield np.clip(picture + noise, 0, 255).astype(np.uint8).tobytes()
