"""The local engine: one child process a job, with limits, on the processors of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from evidence.pipeline.work import Ended, Ending, Job

LAST_WORDS = 300  # characters kept of what a dying child said


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use: seconds of wall and processor time, bytes of memory and answer."""

    wall_seconds: int = 900
    cpu_seconds: int = 600
    memory_bytes: int = 2 << 30
    answer_bytes: int = 16 << 20


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Runs ``at_once`` children at a time, as many as there are processors unless told."""

    limits: Limits = field(default_factory=Limits)
    at_once: int = field(default_factory=lambda: os.cpu_count() or 1)

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Ended]]:
        """Each job's place in ``jobs`` and how it ended, as they end.

        When the caller stops listening, as after Ctrl-C, the children still running are ended.
        """
        children = _Children(self.limits)
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="child") as pool:
            futures = {pool.submit(children.run, job): at for at, job in enumerate(jobs)}
            try:
                for future in as_completed(futures):
                    yield futures[future], future.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                children.end()


@dataclass(slots=True)
class _Children:
    """The children of one run."""

    limits: Limits
    running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False

    def run(self, job: Job) -> Ended:
        """One child from its start to its end."""
        with TemporaryFile() as answer, TemporaryFile() as words:
            child = self._start(job, answer, words)
            if child is None:
                return Ended(Ending.CRASHED, last_words="ended before it began")
            try:
                child.wait(self.limits.wall_seconds)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                return Ended(Ending.TIMED_OUT, last_words=last_words(words))
            finally:
                with self.lock:
                    self.running.discard(child)
            return _ended(child.returncode, answer, words)

    def _start(
        self, job: Job, answer: IO[bytes], words: IO[bytes]
    ) -> subprocess.Popen[bytes] | None:
        limits = (self.limits.cpu_seconds, self.limits.memory_bytes, self.limits.answer_bytes)
        # -P: modules come from where they are installed, never from the folder that is checked.
        command = [sys.executable, "-P", "-m", job.module, *map(str, limits), "--"]
        with self.lock:
            if self.ended:
                return None
            child = subprocess.Popen(  # noqa: S603  our own module, its arguments behind --
                [*command, *job.arguments],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=words,
                start_new_session=True,
            )
            self.running.add(child)
            return child

    def end(self) -> None:
        """End all that run, and let none begin."""
        with self.lock:
            self.ended = True
            for child in self.running:
                child.kill()


def _ended(code: int, answer: IO[bytes], words: IO[bytes]) -> Ended:
    if code == 0:
        answer.seek(0)
        return Ended(Ending.DONE, answer.read().decode("utf-8", "replace"))
    said = last_words(words)
    if code == -_CPU_LIMIT:
        return Ended(Ending.TIMED_OUT, last_words=said or "used up its processor time")
    how = f"ended by signal {-code}" if code < 0 else f"exit code {code}"
    return Ended(Ending.CRASHED, last_words=f"{how}: {said}" if said else how)


_CPU_LIMIT = 24  # SIGXCPU, which Windows has no name for


def last_words(words: IO[bytes]) -> str:
    """The last line that a child said, without any path of this machine."""
    end = words.seek(0, os.SEEK_END)
    words.seek(max(0, end - 4 * LAST_WORDS))
    lines = words.read().decode("utf-8", "replace").strip().splitlines()
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return re.sub(r"(?:file:)?/[^\s:'\"]+", "…", last)[-LAST_WORDS:]
