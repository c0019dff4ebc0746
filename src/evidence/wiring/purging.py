"""Purging put together: what a deployment keeps no longer goes after a night, whoever ran it."""

from __future__ import annotations

import structlog

from evidence.domain.time import DAY
from evidence.pipeline.calendar import years_before
from evidence.pipeline.store import Store
from evidence.sources.deployment import Deployment
from evidence.sources.landing import LandingSection
from evidence.sources.sweeping import sweep
from evidence.wiring.process import short_name
from evidence.wiring.timetable import RetentionSection

log = structlog.get_logger()


def purge(deployed: Deployment, store: Store, now: int) -> None:
    """Take away what is older than ``[retention]`` keeps."""
    kept = deployed.part("retention", RetentionSection)
    swept = sweep(deployed.part("landing", LandingSection).folder, now - kept.parts_days * DAY)
    if swept.files:
        log.info("parts_swept", files=swept.files, bytes=swept.bytes)
    years, days = kept.verdicts_years, kept.faces_days
    if years or days:
        verdicts, faces = years_before(now, years) if years else 0, now - days * DAY if days else 0
        purged = store.retention.purge(verdicts, short_name(), now, faces_before=faces)
        log.info(
            "store_purged", verdicts=purged.verdicts, results=purged.results, faces=purged.faces
        )
