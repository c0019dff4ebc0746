"""Pictures: whether an image file is there and can be looked at.

A picture comes from strangers: it may be a decompression bomb, or crash the decoder. So it is
decoded in a child with little memory, which is asked about one picture after the other; if it dies,
the picture that it died of does not open, and another child goes on.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np
from av.error import FFmpegError

from evidence.analyzers.child import MAX_PIXELS
from evidence.domain.bundle import ClassBundle

WORKERS = 2
MAX_BYTES = 64 << 20
CHILD_MEMORY = 2 << 30
SECONDS_EACH = 10
CLIPS = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".ts"})


def pictures_that_open(bundle: ClassBundle, images: Iterable[str]) -> Mapping[str, bool]:
    """For each path that a log names: whether such a picture is in the bundle and decodes.

    Paths may have been written on Windows: backslashes and the case of letters don't matter. Each
    distinct picture is decoded once, however many paths lead to it. A burst opens where one of its
    pictures does.
    """
    files = files_of(bundle, images)
    wanted = {bundle.digests[path]: path for path in sorted(set(chain(*files.values())))}
    opened = dict(zip(wanted, _all_open([bundle.root / p for p in wanted.values()]), strict=True))
    return {
        image: any(opened[bundle.digests[path]] for path in paths) for image, paths in files.items()
    }


def files_of(bundle: ClassBundle, images: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The files of the bundle that each path of a log names, none where it names none.

    A burst is several paths with ``;`` between them, or a folder: its files by name.
    """
    files = {_key(path): path for path in sorted(bundle.digests, reverse=True)}
    folders: dict[str, list[str]] = {}
    for key, path in sorted(files.items()):
        folders.setdefault(key.rpartition("/")[0], []).append(path)
    found = {}
    for image in images:
        keys = [_key(part) for part in image.split(";") if part.strip()]
        found[image] = tuple(
            path
            for key in keys
            for path in ([files[key]] if key in files else folders.get(key, []))
        )
    return found


def _key(path: str) -> str:
    parts = [part for part in path.replace("\\", "/").split("/") if part not in {"", "."}]
    return "/".join(parts).casefold()


def _all_open(paths: Sequence[Path]) -> list[bool]:
    if not paths:
        return []
    half = (len(paths) + WORKERS - 1) // WORKERS
    shares = [paths[i : i + half] for i in range(0, len(paths), half)]
    with ThreadPoolExecutor(WORKERS) as pool:
        return [answer for share in pool.map(_open_in_children, shares) for answer in share]


def _open_in_children(paths: Sequence[Path]) -> list[bool]:
    answers: list[bool] = []
    while len(answers) < len(paths):
        before = len(answers)
        answers += _ask(paths[before:])
        if len(answers) < len(paths):
            answers.append(False)
    return answers


def _ask(paths: Sequence[Path]) -> list[bool]:
    """The answers of one child, as far as it came."""
    child = subprocess.run(
        [sys.executable, "-m", "evidence.analyzers.pictures"],
        input="".join(f"{json.dumps(str(path))}\n" for path in paths),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
        env=os.environ | {"OPENCV_IO_MAX_IMAGE_PIXELS": str(MAX_PIXELS)},
    )
    return [line == "yes" for line in child.stdout.split("\n")[:-1]]


def opens(path: Path) -> bool:
    """Whether a picture decodes, in this very process."""
    try:
        if not 0 < path.stat().st_size <= MAX_BYTES:
            return False
        if path.suffix.lower() in CLIPS:
            return _plays(path)
        data = np.fromfile(path, np.uint8)
        return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) is not None
    except (OSError, MemoryError, cv2.error):
        return False


def _plays(path: Path) -> bool:
    """Whether a clip has a first frame."""
    try:
        with av.open(str(path)) as container:
            return next(container.decode(video=0), None) is not None
    except (FFmpegError, IndexError, ValueError):
        return False


def main() -> None:
    """Answer on standard output, a line for each path on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY, CHILD_MEMORY))
    cv2.setNumThreads(1)
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + SECONDS_EACH
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        print("yes" if opens(Path(json.loads(line))) else "no", flush=True)


if __name__ == "__main__":
    main()
