"""The child process: looks at the pictures of a job, and answers with a line of JSON for each.

python -m evidence.analyzers.face.looking CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- JOB

JOB is a JSON file: ``zone``, ``chosen``, the embedder, and ``pictures``, a list of lists of files.
Pictures come from strangers: what they decode to is limited, and a line is written as soon as a
picture is done, so that the one that a child dies of is the first without an answer.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from evidence.analyzers.child import MAX_PIXELS, limited, on_one_thread, tell

if TYPE_CHECKING:
    from evidence.analyzers.face.chosen import Chosen
    from evidence.analyzers.face.instruments import Detector, Embedder, Mesh, Picture, Points
    from evidence.domain.presence import Face

MAX_BYTES = 64 << 20
LONG_SIDE = 1280  # pixels: a picture that is larger is made smaller
MOST_FRAMES = 48  # of one burst that are looked at
APART = 0.075  # seconds at least from one frame of a clip to the next that is looked at
DECODED = 12 * MOST_FRAMES  # frames of a clip at most: its times may be wrong
LEAST_FRAMES = 3  # two pictures are no motion
ANEW = 4  # frames from one look for faces to the next within a burst
ROOM = 0.12  # of a mesh's size, by which the next frame's face may lie around it


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a burst with the face that counts: the largest."""

    file: str
    rgb: Picture
    faces: int
    face: Face
    points: Points


@dataclass(frozen=True, slots=True)
class Looker:
    """The instruments, and the zone of times that tell none."""

    detector: Detector
    embedder: Embedder
    mesh: Mesh
    zone: ZoneInfo

    def look(self, files: Sequence[str]) -> dict[str, Any]:
        """What one picture or burst shows."""
        from evidence.analyzers.face.stills import chip  # noqa: PLC0415  heavy

        told: dict[str, Any] = {"opened": False, "frames": 0, "faces": 0}
        frames = list(self.frames(files, told))
        if not frames:
            return told
        best = min(frames, key=lambda frame: (_turned(frame), frame.file))
        vector = self.embedder.embed(best.rgb, [best.face])[0]
        return told | {
            "frames": len(frames),
            "size": best.face.size,
            "file": best.file,
            "box": [best.face.x, best.face.y, best.face.width, best.face.height],
            "vector": base64.b64encode(vector.astype("<f4").tobytes()).decode(),
            "chip": base64.b64encode(chip(best.rgb, best.points).tobytes()).decode(),
            "motion": self._motion(frames),
        }

    def _motion(self, frames: Sequence[Frame]) -> dict[str, int | None] | None:
        import cv2  # noqa: PLC0415  heavy
        import numpy as np  # noqa: PLC0415  heavy

        from evidence.analyzers.face.motion import motion  # noqa: PLC0415  heavy

        shape = frames[0].rgb.shape
        alike = [frame for frame in frames if frame.rgb.shape == shape]
        if len(alike) < LEAST_FRAMES:
            return None
        grey = [
            np.asarray(cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2GRAY), np.uint8) for frame in alike
        ]
        return asdict(motion(grey, [frame.points for frame in alike]))

    def frames(self, files: Sequence[str], told: dict[str, Any]) -> Iterator[Frame]:
        """The frames that show a face; ``told`` learns what else there is to tell of the files."""
        near: Face | None = None
        for number, (file, rgb) in enumerate(self._pictures(files, told)):
            if not told["opened"]:
                told |= {"opened": True, "digest": sha256(rgb.tobytes()).hexdigest()}
            faces = (near,) if near and number % ANEW else self.detector.detect(rgb)
            if not faces:
                near = None
                continue
            face = max(faces, key=lambda found: (found.size, found.x, found.y))
            told["faces"] = max(told["faces"], len(faces))
            points = self.mesh.points(rgb, [face])[0]
            yield Frame(file, rgb, len(faces), face, points)
            near = _around(points)

    def _pictures(
        self, files: Sequence[str], told: dict[str, Any]
    ) -> Iterator[tuple[str, Picture]]:
        from evidence.analyzers.face.taken import taken  # noqa: PLC0415  within the limits
        from evidence.analyzers.pictures import CLIPS  # noqa: PLC0415

        for file in _spread(files):
            path = Path(file)
            if not path.is_file() or not 0 < path.stat().st_size <= MAX_BYTES:
                continue
            if path.suffix.lower() in CLIPS:
                yield from ((file, rgb) for rgb in _clip(path))
                continue
            content = path.read_bytes()
            if "taken" not in told:
                told["taken"] = taken(content, self.zone)
            rgb = _decoded(content)
            if rgb is not None:
                yield file, rgb


def _spread(files: Sequence[str]) -> Sequence[str]:
    """As many files as are looked at, from the first to the last."""
    taken = min(len(files), MOST_FRAMES)
    return [files[at * len(files) // taken] for at in range(taken)]


def frames_of(path: Path) -> Iterator[Picture]:
    """The frames of one picture or clip, as they are looked at; none where it does not open."""
    from evidence.analyzers.pictures import CLIPS  # noqa: PLC0415  heavy

    if path.suffix.lower() in CLIPS:
        yield from _clip(path)
    elif path.is_file() and 0 < path.stat().st_size <= MAX_BYTES:
        rgb = _decoded(path.read_bytes())
        if rgb is not None:
            yield rgb


def _decoded(content: bytes) -> Picture | None:
    import cv2  # noqa: PLC0415  heavy
    import numpy as np  # noqa: PLC0415

    try:
        bgr = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, MemoryError):
        return None
    return None if bgr is None else _small(np.asarray(bgr[..., ::-1], np.uint8))


def _clip(path: Path) -> Iterator[Picture]:
    import av  # noqa: PLC0415  heavy
    import numpy as np  # noqa: PLC0415
    from av.error import FFmpegError  # noqa: PLC0415

    try:
        with av.open(str(path)) as container:
            number, due = 0, 0.0
            for frame in islice(container.decode(video=0), DECODED):
                if number >= MOST_FRAMES or frame.width * frame.height > MAX_PIXELS:
                    return
                if frame.time is not None and frame.time < due:
                    continue
                number, due = number + 1, (frame.time or 0.0) + APART
                yield _small(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
    except (FFmpegError, ValueError, IndexError):
        return


def _small(rgb: Picture) -> Picture:
    import cv2  # noqa: PLC0415  heavy
    import numpy as np  # noqa: PLC0415

    zoom = LONG_SIDE / max(rgb.shape[:2])
    if zoom >= 1:
        return np.ascontiguousarray(rgb)
    return np.asarray(cv2.resize(rgb, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA))


def _turned(frame: Frame) -> float:
    """How far the head is turned from the camera, coarsely: the most frontal frame is compared."""
    left, right, nose = (float(frame.points[at, 0]) for at in (234, 454, 1))
    return round(abs(2 * (nose - left) / ((right - left) or 1) - 1), 2)


def _around(points: Points) -> Face:
    from evidence.domain.presence import Face  # noqa: PLC0415

    least, most = points[:, :2].min(0), points[:, :2].max(0)
    size = most - least
    least, size = least - size * ROOM / 2, size * (1 + ROOM)
    x, y, width, height = (round(float(side)) for side in (*least, *size))
    return Face(x, y, width, height, confidence=0.0)


def looker(zone: ZoneInfo, chosen: Chosen | None = None) -> Looker:
    """The shipped instruments, with the embedder that was chosen.

    Raises:
        ModelUnusable: when they are not installed, or others than the cards tell of.
    """
    from evidence.analyzers.face.chosen import BY_DEFAULT  # noqa: PLC0415
    from evidence.analyzers.face.detector import LibFaceDetection  # noqa: PLC0415  heavy
    from evidence.analyzers.face.mesh import MediaPipeMesh  # noqa: PLC0415
    from evidence.analyzers.face.onnx_embedder import embedder_of  # noqa: PLC0415

    return Looker(LibFaceDetection(), embedder_of(chosen or BY_DEFAULT), MediaPipeMesh(), zone)


def main(arguments: list[str]) -> None:
    """Set the limits, then look: nothing of the pictures is touched before."""
    (job,) = limited(arguments, "JOB")
    from evidence.analyzers.face.chosen import Chosen  # noqa: PLC0415  heavy: within the limits

    on_one_thread()
    told = json.loads(Path(job).read_text("utf-8"))
    at = looker(ZoneInfo(told["zone"]), Chosen.spelt(told["chosen"]))
    for files in told["pictures"]:
        tell(json.dumps(at.look(files)))


if __name__ == "__main__":
    main(sys.argv[1:])
