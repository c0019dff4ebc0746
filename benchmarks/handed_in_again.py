"""Whether short classes that are handed in again are found in the record, and honest ones are not.

    python benchmarks/handed_in_again.py [--rooms 500-519] [--folder ROOMS]

The record holds the first day of every room of benchmarks/attacks, five minutes each, all of one
institution and of a camera of one name. Each is encoded anew with a key frame every 8 s, cut into
files of ten seconds, and handed in as another class a month later; then the second day of each
room is, as it is. Once three words in common are asked for, and once it is as it is done.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.attacks.bundles import START, bundle
from imageio_ffmpeg import get_ffmpeg_exe

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.watching import watch
from evidence.analyzers.media.packets import read
from evidence.analyzers.prints import recorded
from evidence.analyzers.prints.recorded import RecordComparer
from evidence.analyzers.prints.taking import PrintTaker
from evidence.domain.footage import DatedBy, FootageFile, Recording
from evidence.domain.pictures import Flaw
from evidence.store.memory import MemoryStore

EACH, KEYS = 10, 8  # seconds of a file, and from key frame to key frame
ANEW = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "30", "-threads", "1")
SPARSE = ("-force_key_frames", f"expr:gte(t,n_forced*{KEYS})", "-g", "1000", "-sc_threshold", "0")


@dataclass
class HandedIn:
    """As much of a bundle as comparing needs."""

    name: str
    sessions: tuple[()] = ()
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def training_class(self) -> SimpleNamespace:
        """Whose it is."""
        return SimpleNamespace(institution_id="INST-0001", id=self.name)

    @property
    def sha256(self) -> str:
        """As if it were its content's."""
        return sha256(self.name.encode()).hexdigest()


def main() -> None:
    """Look at everything once, hand it in twice, and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", default="500-519")
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "reels")
    told = asked.parse_args()
    first, last = map(int, told.rooms.split("-"))
    rooms = {seed: seen(bundle(told.folder, seed)) for seed in range(first, last + 1)}
    usual = recorded.SCARCE, recorded.OFF_A_SHELF
    for name, numbers in (("three words", (0, 0)), ("as it is done", usual)):
        recorded.SCARCE, recorded.OFF_A_SHELF = numbers
        for what, place in (("again", 2), ("another day", 1)):
            handed_in(name, what, {seed: (days[0], days[place]) for seed, days in rooms.items()})


def seen(room: Path) -> tuple[list[Recording], list[Recording], list[Recording]]:
    """Two days as they are, and the first one again in short files."""
    days = sorted((room / "recordings").iterdir())
    later = START + timedelta(days=30)
    with tempfile.TemporaryDirectory() as folder:
        cut = [looked(path, later + timedelta(seconds=at)) for path, at in anew(days[0], folder)]
    return [looked(days[0], START)], [looked(days[1], later)], cut


def anew(film: Path, folder: str) -> Iterator[tuple[Path, int]]:
    """A film encoded anew and cut, each file with the second at which it begins."""
    again, listed = Path(folder) / "again.mp4", Path(folder) / "list.csv"
    whole = [get_ffmpeg_exe(), "-v", "error", "-i", str(film), *ANEW, *SPARSE, str(again)]
    subprocess.run(whole, check=True)
    files = [get_ffmpeg_exe(), "-v", "error", "-i", str(again), "-c", "copy", "-f", "segment"]
    files += ["-segment_time", str(EACH), "-reset_timestamps", "1", "-segment_list", str(listed)]
    subprocess.run([*files, "-segment_list_type", "csv", f"{folder}/%05d.mp4"], check=True)
    for row in listed.read_text("utf-8").splitlines():
        name, begins, _ = row.split(",")
        yield Path(folder) / name, int(float(begins))


def looked(path: Path, at: datetime) -> Recording:
    """A recording, and what is kept of its pictures."""
    file = FootageFile(path.name, "ch01", micros(at), DatedBy.TABLE)
    return Recording(file, read(str(path)), watch(str(path), [FlawWatcher(), PrintTaker()]))


def micros(at: datetime) -> int:
    """A moment in microseconds."""
    return round(at.replace(tzinfo=UTC).timestamp() * 1_000_000)


def handed_in(
    name: str, what: str, rooms: dict[int, tuple[list[Recording], list[Recording]]]
) -> None:
    """One line: how many of the rooms are found to be what another class handed in."""
    store = MemoryStore.empty()
    record = RecordComparer(store.prints, store.observations, "1", lambda: 0)
    for seed, (first, _) in rooms.items():
        compared(record, HandedIn(f"first {seed}"), first)
    begun = time.process_time()
    found = [
        seed
        for seed, (_, then) in rooms.items()
        if compared(record, HandedIn(f"then {seed}"), then)
    ]
    used = (time.process_time() - begun) / len(rooms)
    missed = [seed for seed in rooms if seed not in found]
    told = f"told {len(found)} of {len(rooms)}"
    print(f"{name:14} {what:12} {told}, not {missed}, {used:.2f} CPU s each", flush=True)


def compared(record: RecordComparer, one: HandedIn, files: Sequence[Recording]) -> bool:
    """Whether a class is found to be handed in again."""
    one.digests.update({each.path: f"{one.name}/{each.path}" for each in files})
    told = record.compare(one, files)
    return any(each.pictures.of(Flaw.REUSED) for each in told)


if __name__ == "__main__":
    main()
