"""The record of prints: what every class ever checked was seen to show, and words to find it by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create both tables; the earlier one of fingerprints, which nothing filled, stays."""
    op.create_table(
        "prints",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recording", sa.String(length=64), nullable=False),
        sa.Column("bundle", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_prints")),
        sa.UniqueConstraint(
            "subject", "recording", "code", name=op.f("uq_prints_subject_recording_code")
        ),
    )
    op.create_table(
        "print_words",
        sa.Column("word", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("print", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("word", "print", "at", name=op.f("pk_print_words")),
        sqlite_with_rowid=False,
    )
