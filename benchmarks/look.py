"""Look: the pictures of one recording looked at, as the child process of a check does.

    python benchmarks/look.py PATH [clock]

Without the word, all but the reading of the burnt-in clock, and without loading what that needs.
"""

from __future__ import annotations

import sys

import cv2

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.watching import Watcher, watch
from evidence.analyzers.frames.wire import dumps
from evidence.analyzers.prints.taking import PrintTaker


def who(words: list[str]) -> tuple[Watcher, ...]:
    if "clock" not in words:
        return FlawWatcher(), PrintTaker()

    from evidence.analyzers.frames.watchers import watchers  # noqa: PLC0415  loads models

    return watchers()


def main() -> None:
    cv2.setNumThreads(1)
    _, path, *words = sys.argv
    print(dumps(watch(path, who(words))))


if __name__ == "__main__":
    main()
