"""Where Alembic starts: on the connection that ``schema.upgrade`` hands over, and no other."""

from __future__ import annotations

from alembic import context

from evidence.store.rows.every import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite can't change a table: it is copied (and loses its triggers)
)
context.run_migrations()
