"""The sums of one institution, and the prints of one class, are found without reading all."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Create the indices."""
    for table in ("hour_sums", "finding_sums"):
        op.create_index(op.f(f"ix_{table}_institution"), table, ["institution"])
    op.create_index(op.f("ix_prints_bundle_path"), "prints", ["bundle", "path"])
