"""A camera's child process, from the outside: it is given a job, heard, and ended."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any

# -P: modules come from where they are installed, never from the folder that we run in.
COMMAND = (sys.executable, "-P", "-m", "evidence.sources.live")
LAST_WORDS = 200
_LOGIN = re.compile(r"//[^/@\s]*@")
_PATH = re.compile(r"(?:file:)?(?<![/\w])/[^\s:'\"]+")


@dataclass(frozen=True, slots=True)
class Over:
    """The child is no more; ``how`` is its end and last words."""

    how: str


Told = Mapping[str, Any]


@dataclass(slots=True)
class Child:
    """One process; everything that it tells is put in a queue."""

    process: subprocess.Popen[str]
    words: IO[bytes]
    told: SimpleQueue[Told | None] = field(default_factory=SimpleQueue)

    @classmethod
    def started(cls, job: Told, command: Sequence[str] = COMMAND) -> Child:
        """A child that has its job; what is secret in it goes over a pipe, where nobody sees it."""
        words = TemporaryFile()  # noqa: SIM115  lives as long as the process
        process = subprocess.Popen(  # noqa: S603  our own module, and no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        child = cls(process, words)
        Thread(target=child._read, daemon=True).start()
        child.tell(job)
        return child

    def hear(self, seconds: float) -> Told | Over | None:
        """The next thing it tells, or its end; None where it says nothing for so long."""
        try:
            told = self.told.get(timeout=seconds)
        except Empty:
            return None
        return told if told is not None else self._over()

    def tell(self, line: Told) -> None:
        """Tell it something; one that is gone is not told, and that is heard soon enough."""
        try:
            if self.process.stdin:
                self.process.stdin.write(json.dumps(line) + "\n")
                self.process.stdin.flush()
        except (BrokenPipeError, ValueError):
            return

    def send(self, folders: Sequence[Path]) -> None:
        """Have it record to these folders from its next segment on."""
        self.tell({"into": [str(folder) for folder in folders]})

    def dismiss(self) -> None:
        """Have it land what it has, and end."""
        try:
            if self.process.stdin:
                self.process.stdin.close()
        except BrokenPipeError:
            return

    def kill(self) -> None:
        """End it, whatever it does."""
        self.process.kill()

    def bury(self) -> None:
        """Wait for its end, and give back what it took."""
        self.dismiss()
        self.process.wait()
        self.words.close()

    def _read(self) -> None:
        with suppress(ValueError), self.process.stdout or StringIO() as lines:
            for line in lines:
                self.told.put(json.loads(line))  # one that is cut off is its last
        self.told.put(None)

    def _over(self) -> Over:
        code = self.process.wait()
        how = f"signal {-code}" if code < 0 else f"exit {code}"
        said = self._last_words()
        return Over(f"{how}: {said}" if said else how)

    def _last_words(self) -> str:
        self.words.seek(0)
        lines = self.words.read().decode("utf-8", "replace").strip().splitlines()
        last = lines[-1].strip() if lines else ""
        return _PATH.sub("…", _LOGIN.sub("//…@", last))[-LAST_WORDS:]
