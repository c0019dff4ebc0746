"""The child process: makes close-ups of faces in files, and answers with a line for each.

python -m evidence.analyzers.face.cutting CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- JOB

JOB is a JSON file: a list of spots, those of one recording next to each other. A line is a JPEG in
base 64, or empty; it is written as soon as it is made, so that the spot that a child dies of is the
first without an answer.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.analyzers.child import limited, on_one_thread, tell

if TYPE_CHECKING:
    from evidence.analyzers.face.detector import LibFaceDetection
    from evidence.analyzers.face.instruments import Picture
    from evidence.domain.closeups import Spot
    from evidence.domain.presence import Face

QUALITY = 72
ROOM = 3  # faces: so far around a face others are looked for


def close_ups(spots: Sequence[Spot], detector: LibFaceDetection) -> Iterator[str]:
    """The close-up of each spot, in that order; "" where its file does not decode."""
    for _, some in groupby(spots, key=lambda spot: (spot.source, spot.path)):
        group = list(some)
        for spot, picture in zip(group, _pictures(group, detector), strict=True):
            yield _made(picture, spot, detector) if picture is not None else ""


def _made(picture: Picture, spot: Spot, detector: LibFaceDetection) -> str:
    import cv2  # noqa: PLC0415  heavy: within the limits

    from evidence.analyzers.face.blurring import close_up  # noqa: PLC0415  the same
    from evidence.domain.presence import Face  # noqa: PLC0415  light

    face = Face(*spot.box, confidence=100)
    others = _around(picture, face, detector)
    shown = close_up(picture, face, others)
    bgr = cv2.cvtColor(shown, cv2.COLOR_RGB2BGR)
    _, written = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return base64.b64encode(written.tobytes()).decode()


def _around(picture: Picture, face: Face, detector: LibFaceDetection) -> list[Face]:
    """The faces near one, that one perhaps among them."""
    import numpy as np  # noqa: PLC0415  heavy

    from evidence.domain.presence import Face  # noqa: PLC0415  light

    height, width = picture.shape[:2]
    reach = ROOM * max(face.width, face.height)
    left, top = max(0, face.x - reach), max(0, face.y - reach)
    right, bottom = min(width, face.x + reach), min(height, face.y + reach)
    part = np.ascontiguousarray(picture[top:bottom, left:right])
    if not part.size:
        return []
    return [
        Face(found.x + left, found.y + top, found.width, found.height, found.confidence)
        for found in detector.detect(part)
    ]


def _pictures(spots: Sequence[Spot], detector: LibFaceDetection) -> Iterator[Picture | None]:
    """The picture of each spot of one file, as its analyzer looked at it."""
    from evidence.analyzers.face.blurring import same  # noqa: PLC0415  heavy
    from evidence.analyzers.face.looking import frames_of  # noqa: PLC0415  heavy
    from evidence.analyzers.face.portraits import opened  # noqa: PLC0415  heavy
    from evidence.analyzers.face.sampling import pictures_at  # noqa: PLC0415  heavy
    from evidence.domain.closeups import Source  # noqa: PLC0415  heavy
    from evidence.domain.presence import Face  # noqa: PLC0415  light

    path = spots[0].path
    if spots[0].source is Source.RECORDING:
        found = pictures_at(path, [spot.at for spot in spots])
        yield from (found.get(spot.at) for spot in spots)
        return
    if spots[0].source is Source.PORTRAIT:
        picture = opened(Path(path))
        yield from (picture for _ in spots)
        return
    for spot in spots:
        face = Face(*spot.box, confidence=100)
        frames = list(frames_of(Path(path)))
        alike = (f for f in frames if any(same(face, seen) for seen in detector.detect(f)))
        # Of a clip it is not known which frame was described: the first with a face in that place.
        yield (frames[0] if len(frames) == 1 else next(alike, None)) if frames else None


def spots_of(job: str) -> list[Spot]:
    """The spots that a job asks for."""
    from evidence.domain.closeups import Source, Spot  # noqa: PLC0415  light

    return [
        Spot(Source(source), path, (x, y, width, height), at)
        for source, path, (x, y, width, height), at in json.loads(job)
    ]


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the files is touched before."""
    (job,) = limited(arguments, "JOB")

    from evidence.analyzers.face.detector import LibFaceDetection  # noqa: PLC0415  heavy

    on_one_thread()
    for line in close_ups(spots_of(Path(job).read_text("utf-8")), LibFaceDetection()):
        tell(line)


if __name__ == "__main__":
    main(sys.argv[1:])
