"""Opening: the store at a URL, every part of it over one database."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.store.audit import SqlAudit
from evidence.store.classes import SqlClasses
from evidence.store.database import Database, StoreUnfit
from evidence.store.faces import SqlFaces
from evidence.store.jobs import SqlLedger
from evidence.store.observations import SqlObservations
from evidence.store.prints import SqlPrints
from evidence.store.retention import SqlRetention
from evidence.store.revision import require_newest
from evidence.store.runs import SqlRuns
from evidence.store.verdicts import SqlVerdicts


@dataclass(frozen=True, slots=True)
class SqlStore:
    """Everything that is kept, in one database; each process opens its own."""

    ledger: SqlLedger
    verdicts: SqlVerdicts
    observations: SqlObservations
    audit: SqlAudit
    classes: SqlClasses
    runs: SqlRuns
    prints: SqlPrints
    faces: SqlFaces
    retention: SqlRetention
    database: Database

    def close(self) -> None:
        """Let go of every connection."""
        self.database.close()


def open_store(url: str, patience: float = 0) -> SqlStore:
    """The store at a URL; ``schema.upgrade`` has set it up before.

    A server that went away since is waited for ``patience`` seconds.

    Raises:
        StoreUnfit: when the URL is none, the database doesn't answer, or has another schema.
    """
    database = Database.at(url, patience)
    try:
        require_newest(database)
    except StoreUnfit:
        database.close()
        raise
    return SqlStore(
        ledger=SqlLedger(database),
        verdicts=SqlVerdicts(database),
        observations=SqlObservations(database),
        audit=SqlAudit(database),
        classes=SqlClasses(database),
        runs=SqlRuns(database),
        prints=SqlPrints(database),
        faces=SqlFaces(database),
        retention=SqlRetention(database),
        database=database,
    )
