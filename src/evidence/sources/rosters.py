"""Rosters read by themselves: who is in a class, without opening its footage."""

from __future__ import annotations

from pathlib import Path

from evidence.domain.people import Learner
from evidence.sources.headings import ROSTER
from evidence.sources.remarks import Remarks
from evidence.sources.roster import learners_of
from evidence.sources.tables import MOST_BYTES, read_table
from evidence.sources.tree import BAG_FILE


def roster_at(bundle: Path) -> tuple[Learner, ...]:
    """The learners of a class that lies in a folder or a bag; nobody where that can't be told.

    Archives are not unpacked for it.
    """
    base = bundle / "data" if (bundle / BAG_FILE).is_file() else bundle
    for ending in (".csv", ".xlsx"):
        file = base / f"{ROSTER.stem}{ending}"
        try:
            with file.open("rb") as stream:
                raw = stream.read(MOST_BYTES + 1)
        except OSError:
            continue
        remarks = Remarks()
        table = read_table(file.name, raw, ROSTER, remarks)
        return learners_of(table, files=(), remarks=remarks) if table else ()
    return ()
