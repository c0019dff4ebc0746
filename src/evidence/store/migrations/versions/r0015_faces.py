"""The record of faces: sealed sheets of faces, and apart from them whose they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables; nothing points from faces to names but a number."""
    op.create_table(
        "face_sheets",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_face_sheets")),
        sa.UniqueConstraint("of", "content", "code", name=op.f("uq_face_sheets_of_content_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "face_names",
        sa.Column("sheet", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sheet", name=op.f("pk_face_names")),
    )
    op.create_table(
        "face_people",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("mark", "sheet", name=op.f("pk_face_people")),
        sqlite_with_rowid=False,
    )
