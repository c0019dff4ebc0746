"""Arrivals: told as soon as a file changes in a folder of this machine, where it can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import structlog
import watchfiles

# Milliseconds in which further changes are told together: a segment and its neighbours.
TOGETHER = 500
log = structlog.get_logger()


@contextmanager
def arrivals(
    folders: Sequence[Path], matters: Callable[[str], bool], tell: Callable[[], None]
) -> Iterator[None]:
    """Call ``tell`` during the block, from another thread, whenever a file changes.

    ``matters`` is given its path, and says whether it does. A folder that is not there, or whose
    file system does not tell, is nothing to stop for: whoever calls looks by itself now and then.
    """
    there = [folder for folder in folders if folder.is_dir()]
    over = Event()
    thread = Thread(target=_tells, args=(there, matters, tell, over), name="arrivals", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _tells(
    folders: Sequence[Path], matters: Callable[[str], bool], tell: Callable[[], None], over: Event
) -> None:
    if not folders:
        return
    try:
        for _ in watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: matters(path),
            debounce=TOGETHER,
            stop_event=over,
            rust_timeout=1000,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            tell()
    except (OSError, RuntimeError) as error:  # no inotify watches are left, or it broke down
        log.warning("arrivals_not_told", error=str(error))
