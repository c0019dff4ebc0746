"""What cutting a recording into files changes: what is found, and what comparing costs.

    python benchmarks/reels.py [--rooms 0,4] [--folder ROOMS] [--hours 4] [--clock]

Rooms of benchmarks/attacks, as they are and under four attacks on their second day, are checked in
the files that they came in, and cut into files of 10, 50 and 100 seconds by FFmpeg's segment muxer,
which copies packets; the files are named as recorders name them, to the second. Then so many drawn
hours in files of five minutes are compared, joined into reels of different length. Last, how large
what is kept of a file is, beside the print that is made of it.

With ``--clock`` the rooms are attacked so that the clock in the picture tells, and what it tells is
printed: read in each file by itself, and over all that follow each other.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.attacks.bundles import Camera, bundle
from benchmarks.attacks.checked import Looking, checked
from imageio_ffmpeg import get_ffmpeg_exe
from tests.analyzers.prints.rooms import Day, cut, seen

from evidence.analyzers.prints import form, negative, reels
from evidence.analyzers.prints.comparing import PrintComparer
from evidence.attacks.commit import commit
from evidence.attacks.kind import kinds
from evidence.domain.time import HOUR

KINDS = ("loop-encoded", "loop-copied", "reused", "mirrored")
RULES = ("footage-looped", "footage-reused")
CLOCK_KINDS = ("reused", "slowed", "hole-cut")
CLOCK_RULES = ("footage-clock",)
SECONDS = (0, 10, 50, 100)  # 0: as they came
CLOCK_SECONDS = (0, 10)
LENGTHS = (0.25, 0.5, 1, 2, 4)  # hours of a reel


class Untimetabled:
    """As much of a bundle as comparing needs."""

    sessions = ()


def main() -> None:
    """Check, compare, weigh, and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", default="0,4")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "reels")
    asked.add_argument("--hours", type=int, default=4)
    asked.add_argument("--clock", action="store_true")
    told = asked.parse_args()
    names, lengths = (CLOCK_KINDS, CLOCK_SECONDS) if told.clock else (KINDS, SECONDS)
    for seed in map(int, filter(None, told.rooms.split(","))):
        room = bundle(told.folder, seed)
        with tempfile.TemporaryDirectory() as folder:
            for kind, root in ways(room, seed, Path(folder), names):
                for seconds in lengths:
                    found(seed, kind, root, seconds, clock=told.clock)
    if not told.clock:
        cost(told.hours)


def ways(room: Path, seed: int, folder: Path, names: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """The room as it is, and under each attack."""
    yield "honest", room
    footage = sorted(str(path.relative_to(room)) for path in room.glob("recordings/*"))
    for name in names:
        out = folder / name
        preset = Camera.any(seed).preset
        commit(kinds()[name], room, footage, footage[-1], out, strength=0.5, preset=preset)
        yield name, out


def found(seed: int, kind: str, root: Path, seconds: int, *, clock: bool) -> None:
    """One line: what is told of the class in files of so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy)
        if seconds:
            for film in sorted((copy / "recordings").iterdir()):
                in_files(film, seconds)
        files = len(list((copy / "recordings").iterdir()))
        judgement = checked(copy, Looking(clock=clock))
    rules = CLOCK_RULES if clock else RULES
    told = [one for one in judgement.verdict.findings if one.rule in rules]
    spans = [
        f"{one.rule} {one.ruling.outcome} {str(one.ruling.measured).strip('Length()')}"
        f" {one.ruling.message}"[:110]
        for one in told
    ]
    each = f"files of {seconds} s" if seconds else "as it came"
    print(f"room {seed:03} {kind:13} {each:15} {files:3} files  {len(told)} {'; '.join(spans)}")


def in_files(film: Path, seconds: int) -> None:
    """Cut a recording, and name each file by when it begins, to the second."""
    camera, _, stamp = film.stem.partition("_")
    start = datetime.strptime(stamp, "%Y%m%d_%H%M%S")
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.csv"
        command = [get_ffmpeg_exe(), "-v", "error", "-i", str(film), "-c", "copy", "-f", "segment"]
        command += ["-segment_time", str(seconds), "-reset_timestamps", "1"]
        command += ["-segment_list", str(listed), "-segment_list_type", "csv"]
        subprocess.run([*command, str(Path(folder) / "%05d.mp4")], check=True)
        rows = [row.split(",") for row in listed.read_text("utf-8").splitlines()]
        film.unlink()
        for name, begins, _ in rows:
            at = start + timedelta(seconds=int(float(begins)))
            shutil.move(Path(folder) / name, film.with_name(f"{camera}_{at:%Y%m%d_%H%M%S}.mp4"))


def cost(hours: int) -> None:
    """What comparing drawn footage costs, in reels of different length, and what is kept of it."""
    cells = seen(Day(1, 1, length=hours * 3600.0), 0, hours * 3600.0)
    files = cut(cells, 0, 300)
    for length in LENGTHS:
        reels.LONGEST = round(length * HOUR)
        begun = time.process_time()
        joined = len(reels.reels(files))
        PrintComparer().compare(Untimetabled(), files)
        used = time.process_time() - begun
        room = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{hours} h, reels of {length} h: {joined:3}, {used:6.1f} CPU s, {room:.0f} MiB so far"
        )
    reels.LONGEST = 2 * HOUR
    kept = len(files[0].pictures.prints)
    taken = negative.printed([negative.Placed(negative.loads(files[0].pictures.prints))])
    print(f"5 min: a negative of {kept} characters, a print of {len(form.dumps(taken))}")


if __name__ == "__main__":
    main()
