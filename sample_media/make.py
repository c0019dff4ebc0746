"""Make the sample classes: ``python sample_media/make.py [FOLDER]``.

Each class hour is drawn, filmed and logged anew from a fixed seed, so that the same machine makes
the same bytes again. What the check must answer stands in ``truth.toml`` beside this file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = {
    "honest-offline": "honest-offline",
    "short-practical": "short-practical",
    "doubtful": "doubtful.zip",
    "honest-online": "honest-online",
    "cheats-online": "cheats-online",
    "cheats-faces": "cheats-faces",
    "honest-classroom": "honest-classroom",
    "far-camera": "far-camera",
    "cheats-classroom": "cheats-classroom",
    "clerk-mistakes": "clerk-mistakes",
}
MARK = ".made-by"


def make_all(folder: Path, progress: Callable[[str], object] | None = None) -> tuple[Path, ...]:
    """Make every sample class below ``folder`` and return their bundles.

    Those that are there already, made by this very generator, are kept. ``progress`` is called with
    the name of each sample that has been made.
    """
    bundles = tuple(folder / name for name in SAMPLES.values())
    if is_made(folder):
        return bundles
    (folder / MARK).unlink(missing_ok=True)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, len(SAMPLES))) as workers:
        for sample in workers.map(partial(_make, folder), SAMPLES):
            if progress:
                progress(sample)
    (folder / MARK).write_text(_generator(), "utf-8")
    return bundles


def _make(folder: Path, sample: str) -> str:
    """Make one sample, which FFmpeg does for the most part: threads are enough."""
    shutil.rmtree(folder / sample, ignore_errors=True)
    import_module(f"sample_media.{sample.replace('-', '_')}").make(folder / sample)
    return sample


def is_made(folder: Path) -> bool:
    """Whether the samples in ``folder`` are those of this generator."""
    mark = folder / MARK
    return mark.is_file() and mark.read_text("utf-8") == _generator()


def _generator() -> str:
    """The digest of this generator's own source, and of the heads that it draws."""
    parts = sorted([*HERE.glob("*.py"), *HERE.glob("*.npz")])
    sources = b"".join(path.read_bytes() for path in parts)
    return hashlib.sha256(sources).hexdigest()


def _told(sample: str) -> None:
    sys.stderr.write(f"made {sample}\n")


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    made = make_all(Path(sys.argv[1]) if sys.argv[1:] else HERE / "classes", _told)
    sys.stdout.write("".join(f"{path}\n" for path in made))
