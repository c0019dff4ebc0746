"""The classes in the database, as they were last seen, and which recordings they have."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from evidence.pipeline.store import KnownClass, KnownRecording
from evidence.store.database import Database
from evidence.store.rows.classes import CLASSES, RECORDINGS


@dataclass(frozen=True, slots=True)
class SqlClasses:
    """The classes."""

    database: Database

    def put(self, known: KnownClass, now: int) -> None:
        """Keep a class as it is now, with its recordings, in place of what was known of it."""
        values = {
            "institution": known.institution,
            "policy": known.policy,
            "inputs": known.inputs,
            "starts": known.starts,
            "ends": known.ends,
            "seen_at": now,
        }
        rows = [
            {
                "subject": known.subject,
                "path": recording.path,
                "sha256": recording.sha256,
                "camera": recording.camera,
                "start": recording.start,
            }
            for recording in known.recordings
        ]
        with self.database.writing() as connection:
            new = self.database.insert(CLASSES).values(subject=known.subject, **values)
            connection.execute(new)
            # Known before or not, its row is held from here on: two that put one class take turns.
            mine = update(CLASSES).where(CLASSES.c.subject == known.subject)
            connection.execute(mine.values(**values))
            connection.execute(delete(RECORDINGS).where(RECORDINGS.c.subject == known.subject))
            if rows:
                connection.execute(insert(RECORDINGS), rows)

    def get(self, subject: str) -> KnownClass | None:
        """One class with its recordings."""
        recordings = select(RECORDINGS).where(RECORDINGS.c.subject == subject)
        with self.database.reading() as connection:
            row = connection.execute(select(CLASSES).where(CLASSES.c.subject == subject)).first()
            found = connection.execute(recordings).all()
        if row is None:
            return None
        having = (KnownRecording(each.path, each.sha256, each.camera, each.start) for each in found)
        return KnownClass(
            subject=row.subject,
            institution=row.institution,
            policy=row.policy,
            inputs=row.inputs,
            starts=row.starts,
            ends=row.ends,
            recordings=tuple(sorted(having, key=lambda recording: recording.path)),
        )

    def subjects(self, institution: str = "") -> tuple[str, ...]:
        """The known classes of an institution or of all, sorted."""
        query = select(CLASSES.c.subject)
        if institution:
            query = query.where(CLASSES.c.institution == institution)
        with self.database.reading() as connection:
            return tuple(sorted(connection.scalars(query)))

    def having(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """(subject, path) of every recording with this content, sorted."""
        query = select(RECORDINGS.c.subject, RECORDINGS.c.path)
        with self.database.reading() as connection:
            found = connection.execute(query.where(RECORDINGS.c.sha256 == sha256))
            return tuple(sorted((row.subject, row.path) for row in found))
