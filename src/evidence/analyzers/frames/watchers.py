"""The watchers: everything that is looked for in pictures, in the order in which it is told."""

from __future__ import annotations

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.rhythm_watcher import RhythmWatcher
from evidence.analyzers.frames.watching import Watcher
from evidence.analyzers.osd.watching import ClockWatcher
from evidence.analyzers.prints.taking import PrintTaker


def watchers() -> tuple[Watcher, ...]:
    """New ones, for one recording."""
    return (
        FlawWatcher(),
        PrintTaker(),
        ClockWatcher(),
        RhythmWatcher(),
    )
