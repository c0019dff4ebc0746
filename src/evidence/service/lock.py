"""The lock: one process of a kind over one landing folder, on whichever machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say


class RunsAlready(Unreadable):
    """Another process has the lock."""


@contextmanager
def only_one(path: Path, name: str, *, command: str = "evidence schedule") -> Iterator[None]:
    """Hold the lock file during the block; it goes with the process, however that ends.

    ``name`` is whom the next one is told of, and ``command`` what it does.

    Raises:
        RunsAlready: when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise _taken(path, file.read().strip(), command) from None
        file.truncate(0)
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
        yield


def _taken(path: Path, by: str, command: str) -> RunsAlready:
    what = say(
        "{command} runs already, as {process}; one is enough", command=command, process=by or "–"
    )
    return RunsAlready(str(path), (Problem(what, str(path)),))
