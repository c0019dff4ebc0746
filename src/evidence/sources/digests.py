"""Digests: what makes two bundles the same bundle, wherever and however they are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Protocol

from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.sources.remarks import Remarks

# hashlib lets other threads run meanwhile; more than two only make a disk seek.
WORKERS = 2
CHUNK = 1 << 20

Digests = Mapping[str, Mapping[str, str]]


class SeenFiles(Protocol):
    """Remembers the SHA-256 of files that have not changed since."""

    def mark(self, place: Path) -> str:
        """What changes whenever the file does; "" for one that is not worth remembering."""
        ...

    def get(self, mark: str) -> str | None:
        """The digest of the file that had this mark."""
        ...

    def put(self, mark: str, digest: str) -> None:
        """The digest of a file that had this mark before and after it was read."""
        ...


def digests_of(
    files: Mapping[str, Path],
    *,
    progress: Progress,
    remarks: Remarks,
    wanted: Mapping[str, Collection[str]] | None = None,
    seen: SeenFiles | None = None,
) -> Digests:
    """For each path its digests by algorithm, always with "sha256"; each file is read once.

    ``wanted`` names further algorithms, path by path. A file that can't be read is a problem; one
    that ``seen`` remembers is not read at all, unless another algorithm is asked for.
    """
    sizes = [place.stat().st_size for place in files.values()]
    progress.stage(say("Computing digests"), sum(sizes))
    told = Lock()

    def advance(length: int) -> None:
        with told:
            progress.advance(length)

    def one(item: tuple[str, Path]) -> tuple[str, dict[str, str] | OSError]:
        path, place = item
        mark = seen.mark(place) if seen else ""
        known = seen.get(mark) if seen and mark and not (wanted or {}).get(path) else None
        if known:
            return path, {"sha256": known}
        hashes = {name: hashlib.new(name) for name in {"sha256", *(wanted or {}).get(path, ())}}
        try:
            with place.open("rb") as stream:
                while chunk := stream.read(CHUNK):
                    for running in hashes.values():
                        running.update(chunk)
                    advance(len(chunk))
        except OSError as error:
            return path, error
        found = {name: running.hexdigest() for name, running in hashes.items()}
        if seen and mark and seen.mark(place) == mark:
            seen.put(mark, found["sha256"])
        return path, found

    found: dict[str, Mapping[str, str]] = {}
    with ThreadPoolExecutor(WORKERS) as workers:
        for path, outcome in workers.map(one, files.items()):
            if isinstance(outcome, OSError):
                detail = outcome.strerror or ""
                remarks.problem(say("this file can't be read: {detail}", detail=detail), file=path)
            else:
                found[path] = outcome
    return found


def bundle_digest(digests: Mapping[str, str]) -> str:
    """The SHA-256 of the sorted lines ``<sha256>  <path>``, each with its line feed.

    It is what ``sha256sum`` of all files, ``LC_ALL=C sort`` and ``sha256sum`` give.
    """
    lines = sorted(f"{digest}  {path}\n" for path, digest in digests.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()
