"""The child process of one camera: told what to do on standard input, it tells what happens.

python -m evidence.sources.live

The first line is the job, each that follows says where to record from now on, all JSON; when
standard input ends, it lands what it has and ends. It answers with a line of JSON for everything
that happens.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

from evidence.sources.live.lost import StreamLost

MEMORY = 2 << 30


def main() -> None:
    """One job, from its line on standard input to its end."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asked = json.loads(sys.stdin.readline())

    from evidence.sources.live.recorder import (  # noqa: PLC0415  heavy: within the limits
        Job,
        Recorder,
        Wanted,
        probed,
    )

    logging.getLogger("libav").addHandler(logging.NullHandler())
    wanted = Wanted(_folders(asked))
    job = Job(
        asked["url"], asked["transport"], asked["segment"], asked["silence"], asked["least_free"]
    )

    def heed(_number: int, _frame: FrameType | None) -> None:
        wanted.stop = True

    def tell(told: Mapping[str, Any]) -> None:
        try:
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:  # nobody listens any more: what there is, is landed all the same
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            wanted.stop = True

    def listen() -> None:
        for line in sys.stdin:
            wanted.folders = _folders(json.loads(line))
        wanted.stop = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heed)
    Thread(target=listen, daemon=True).start()
    try:
        if asked.get("probe"):
            tell(probed(job))
        else:
            Recorder(job, wanted, tell, _now).record()
            tell({"told": "stopped"})
    except StreamLost as lost:
        tell({"told": "lost", "why": lost.why, "detail": lost.detail})


def _folders(asked: Mapping[str, Any]) -> tuple[Path, ...]:
    return tuple(Path(folder) for folder in asked["into"])


def _now() -> int:
    return time.time_ns() // 1000


if __name__ == "__main__":
    main()
    # A thread that waits on standard input would hold up an orderly end.
    sys.stdout.flush()
    os._exit(0)
