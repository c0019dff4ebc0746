"""The index of fingerprints: what each moment of a recording looks like."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table and its index."""
    op.create_table(
        "fingerprints",
        sa.Column("recording", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("recording", "at", "code", name=op.f("pk_fingerprints")),
    )
    op.create_index(op.f("ix_fingerprints_hash"), "fingerprints", ["hash"])
