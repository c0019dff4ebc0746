"""The recordings table: which file was recorded by which camera, and when."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import PurePosixPath

from evidence.domain.errors import nearest
from evidence.domain.text import say
from evidence.sources.cells import Cells, text
from evidence.sources.moments import moment
from evidence.sources.paths import inside
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tables import Table

FOLDER = "recordings/"
# Looking for near names is slow; whoever lists the wrong folder needs only a few hints.
MOST_HINTS = 50


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """What the table says of one file: ``path`` in the bundle, ``start`` as wall time.

    ``camera`` is "" and ``start`` None where the cell is empty.
    """

    path: str
    camera: str
    start: int | None


def recording_rows(
    table: Table, *, zone: tzinfo, files: Iterable[str], remarks: Remarks
) -> Mapping[str, RecordingRow]:
    """The rows by path, for ``files`` of the bundle and for those that are not in it."""
    known = _Files(tuple(files))
    found: dict[str, RecordingRow] = {}
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = Cells(table, row, remarks)
        path = cells.read("path", inside)
        camera = cells.read_any("camera", text) or ""
        start = cells.read_any("start", moment(zone))
        if path is None:
            continue
        path = known.path_of(path)
        if cells.is_repeated("path", path, seen):
            continue
        found[path] = RecordingRow(path, camera, start)
        known.hint(path, cells)
    return found


class _Files:
    """The files of the bundle, to be found by names that are not quite theirs."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.paths = frozenset(files)
        self.folded = {path.casefold(): path for path in files}
        self.names = {PurePosixPath(path).name: path for path in files if path.startswith(FOLDER)}
        self.hints = 0

    def path_of(self, written: str) -> str:
        """The file that is meant: case and a missing "recordings/" are forgiven."""
        path = unicodedata.normalize("NFC", written)
        for candidate in (path, FOLDER + path):
            if candidate in self.paths:
                return candidate
        for candidate in (path, FOLDER + path):
            if candidate.casefold() in self.folded:
                return self.folded[candidate.casefold()]
        return path if path.startswith(FOLDER) else FOLDER + path

    def hint(self, path: str, cells: Cells) -> None:
        """Where a file is not in the bundle but one of a near name is, say so."""
        if path in self.paths or self.hints >= MOST_HINTS:
            return
        near = nearest(PurePosixPath(path).name, tuple(self.names))
        if near:
            self.hints += 1
            cells.remarks.note(
                "recording-missing",
                say(
                    '{file}, row {row}: "{found}" is not in the bundle; did you mean "{near}"?',
                    file=cells.table.file,
                    row=cells.row.number,
                    found=shown(path, 120),
                    near=self.names[near],
                ),
                path=path,
            )
