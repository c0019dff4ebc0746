"""Archives: a bundle that came as one file, unpacked with no trust in it.

Nothing is ever written outside the folder given; links, devices and clashing names are refused;
what unpacks to far more than was sent is stopped while it does, whatever its headers claim.
"""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from evidence.domain.text import Text, say
from evidence.pipeline.ports import Progress
from evidence.sources.paths import inside, is_junk
from evidence.sources.remarks import Remarks, shown
from evidence.sources.unfit import Unfit

CHUNK = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may unpack to.

    ``files`` and ``total_bytes`` are of the whole; ``ratio`` is of bytes unpacked to bytes sent,
    asked only beyond ``ratio_from_bytes``; ``spare_bytes`` must stay free on the disk.
    """

    files: int = 200_000
    total_bytes: int = 2048 * GIB
    ratio: int = 200
    ratio_from_bytes: int = GIB // 16
    spare_bytes: int = GIB // 2


class Unpacking:
    """One archive on its way into a folder.

    Raises:
        Unfit: (from its methods) when the archive as a whole must be given up.
    """

    def __init__(
        self, archive: Path, into: Path, limits: ArchiveLimits, progress: Progress, remarks: Remarks
    ) -> None:
        self.sent = archive.stat().st_size
        self.into = into
        self.limits = limits
        self.progress = progress
        self.remarks = remarks
        self.unpacked = 0
        self.entries = 0
        self.room = shutil.disk_usage(into).free - limits.spare_bytes
        self.seen: dict[str, str] = {}

    def admit(self, name: str) -> str:
        """The path in the bundle of an entry, or "" for one that is to be left out."""
        self.entries += 1
        if self.entries > self.limits.files:
            raise Unfit(
                say("this archive holds more than {most} files", most=self.limits.files),
            )
        try:
            path = inside(name)
        except Unfit:
            # Not the advice for a cell of a table: nobody types the names of an archive.
            self.refuse(name, say("this name leads out of the archive"))
            return ""
        if is_junk(path):
            return ""
        other = self.seen.setdefault(path.casefold(), path)
        if other != path or (self.into / path).exists():
            self.refuse(path, say('the archive holds "{other}" already', other=shown(other, 200)))
            return ""
        return path

    def expect(self, total: int) -> None:
        """See, before anything is written, that what the headers claim would fit."""
        if total > self.limits.total_bytes or total > self.room:
            raise Unfit(_too_large(total))

    def write(self, path: str, stream: IO[bytes]) -> None:
        """Write one entry, chunk by chunk, as long as all limits hold."""
        place = self.into / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as out:
                while chunk := stream.read(CHUNK):
                    self.count(len(chunk))
                    out.write(chunk)
        except (FileExistsError, NotADirectoryError):
            self.refuse(path, say("the archive holds both a file and a folder of this name"))
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                self.refuse(path, say("this name is too long: shorten it"))
            elif error.errno == errno.ENOSPC:
                raise Unfit(_too_large(self.unpacked)) from error
            else:
                raise

    def count(self, length: int) -> None:
        """So many bytes more have been unpacked."""
        self.unpacked += length
        if self.unpacked > self.limits.total_bytes or self.unpacked > self.room:
            raise Unfit(_too_large(self.unpacked))
        beyond = self.unpacked > self.limits.ratio_from_bytes
        if beyond and self.unpacked > self.limits.ratio * self.sent:
            raise Unfit(
                say(
                    "this archive unpacks to more than {ratio} times its size,"
                    " which no footage does: it was not unpacked",
                    ratio=self.limits.ratio,
                )
            )

    def refuse(self, name: str, what: Text) -> None:
        """One entry that may not be: a problem; the rest is still looked at."""
        self.remarks.problem(what, file=name)


def _too_large(size: int) -> Text:
    return say(
        "this archive unpacks to {size} GiB or more, which is more than there is room for",
        size=size // GIB,
    )
