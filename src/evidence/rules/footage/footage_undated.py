"""footage-undated: it is known when every recording begins."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import DatedBy, Recording
from evidence.domain.policy import Parameters
from evidence.domain.text import Moment, say
from evidence.rules.rule import breached, met, rule


@rule("footage-undated", judges=Recording)
def footage_undated(recording: Recording, _: Parameters) -> Ruling:
    """Every recording says when it begins: by table, by name, or by its container's clock."""
    file = recording.file

    if file.start is not None and file.dated_by is not DatedBy.NOTHING:
        source = str(file.dated_by)
        return met(say("begins {start} by {source}", start=Moment(file.start), source=source))
    return breached(
        say(
            "nothing tells when this recording begins, so that it proves nothing: enter its start "
            "in recordings.csv, or name it like cam1_20210419_090000.mp4"
        ),
        evidence=(Evidence(recording.path),),
    )
