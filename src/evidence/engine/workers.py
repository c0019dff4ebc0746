"""The local crew: worker processes of this machine, each replaced when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

from evidence.domain.text import say
from evidence.engine.local import last_words
from evidence.engine.speech import heard
from evidence.engine.unfit import EngineUnfit
from evidence.pipeline.crew import Fate, Handled
from evidence.pipeline.ledger import Lease

# A worker has a processor; linear algebra on more would only have the workers wait for each other.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
GRACE = 5  # seconds that a worker has to give back what it has in hand

Told = Handled | EngineUnfit | None  # None: this watcher has no more to do


@dataclass(slots=True)
class LocalCrew:
    """Runs ``at_once`` processes of ``command``, which read keys and speak as ``speech`` says.

    They are started when there is work, kept from one round to the next, and go home when the
    crew is closed or this process ends, however it ends: their input then closes.
    """

    command: Sequence[str]
    at_once: int
    processes: list[_Process] = field(default_factory=list)

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        """Hand out every key once; each is told of as its worker is through with it.

        Raises:
            EngineUnfit: when a worker can't even be started.
        """
        todo: SimpleQueue[str] = SimpleQueue()
        told: SimpleQueue[Told] = SimpleQueue()
        for key in keys:
            todo.put(key)
        while len(self.processes) < min(self.at_once, len(keys)):
            self.processes.append(_Process(tuple(self.command)))
        watchers = [
            Thread(target=_watch, args=(process, todo, told), daemon=True)
            for process in self.processes
        ]
        for watcher in watchers:
            watcher.start()
        through = 0
        while through < len(watchers):
            match told.get():
                case Handled() as handled:
                    yield handled
                case EngineUnfit() as unfit:
                    self.close()
                    raise unfit
                case None:
                    through += 1

    def close(self) -> None:
        """Stop every worker; what one has in hand it gives back."""
        for process in self.processes:
            process.end()
        self.processes.clear()


def _watch(process: _Process, todo: SimpleQueue[str], told: SimpleQueue[Told]) -> None:
    """Give one process one key after the other."""
    try:
        while True:
            told.put(process.do(todo.get_nowait()))
    except Empty:
        told.put(None)
    except EngineUnfit as unfit:
        told.put(unfit)


@dataclass(slots=True)
class _Process:
    """One worker process, started when it is needed."""

    command: tuple[str, ...]
    child: subprocess.Popen[str] | None = None
    words: IO[bytes] | None = None

    def do(self, key: str) -> Handled:
        """One key from handing it over to what became of it."""
        child = self._alive()
        lease: Lease | None = None
        try:
            _stream(child.stdin).write(f"{key}\n")
            _stream(child.stdin).flush()
            for line in _stream(child.stdout):
                taken, fate = heard(line)
                lease = taken or lease
                if fate:
                    return Handled(key, fate)
        except (BrokenPipeError, ValueError):
            pass  # it died, perhaps in the middle of a line
        return Handled(key, Fate.DIED, lease, self._bury(child))

    def end(self) -> None:
        """Ask it to stop, so that it gives back what it has in hand; end it if it does not."""
        child = self.child  # its own watcher may be burying it at this moment
        if child is None:
            return
        child.send_signal(signal.SIGINT)
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
        self._bury(child)

    def _alive(self) -> subprocess.Popen[str]:
        if self.child and self.child.poll() is None:
            return self.child
        if self.child:
            self._bury(self.child)
        self.words = TemporaryFile()  # noqa: SIM115  lives as long as the process
        child = subprocess.Popen(  # noqa: S603  a command that wiring names, and no shell
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.words,
            text=True,
            encoding="utf-8",
            env=ONE_THREAD | os.environ,
        )
        self.child = child
        if not _stream(child.stdout).readline():
            said = self._bury(child)
            raise EngineUnfit(say("a worker can't start: {said}", said=said))
        return child

    def _bury(self, child: subprocess.Popen[str]) -> str:
        """How it ended, and the last that it said."""
        child.wait()
        for stream in (child.stdin, child.stdout):
            _shut(stream)
        words, self.child, self.words = self.words, None, None
        said = last_words(words) if words else ""
        if words:
            words.close()
        how = f"signal {-child.returncode}" if child.returncode < 0 else f"exit {child.returncode}"
        return f"{how}: {said}" if said else how


def _stream(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise ValueError("a worker is started with both pipes")
    return stream


def _shut(stream: IO[str] | None) -> None:
    """Close a pipe whose reader may be gone."""
    try:
        if stream:
            stream.close()
    except BrokenPipeError:
        pass
