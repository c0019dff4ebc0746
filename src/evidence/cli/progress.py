"""Progress bars: on a terminal only, and always on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from evidence.domain.text import Text
from evidence.report.words import Voice


@dataclass
class Bars:
    """Progress drawn as one bar a stage."""

    bars: Progress
    voice: Voice
    current: TaskID | None = None

    def stage(self, name: Text, total: int) -> None:
        """Begin the bar of a new stage."""
        self.finish()
        self.current = self.bars.add_task(self.voice.tell(name), total=total)

    def advance(self, steps: int = 1) -> None:
        """Move the bar on."""
        if self.current is not None:
            self.bars.advance(self.current, steps)

    def finish(self) -> None:
        """Take the bar of the last stage away."""
        if self.current is not None:
            self.bars.remove_task(self.current)
            self.current = None


@contextmanager
def shown_on(console: Console, *, lang: str) -> Iterator[Bars]:
    """Bars on ``console`` while the block runs; nothing at all where it is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bars:
        yield Bars(bars, Voice(lang, "UTC"))
