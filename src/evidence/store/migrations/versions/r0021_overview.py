"""Sums across classes, and the list of items in the order that people look at it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
_ORDER = ["state", "due", "worst", "subject", "place"]


def upgrade() -> None:
    """Create the tables, which fill themselves, and the indexes."""
    _judged()
    _sums()
    _item_rules()
    op.drop_index(op.f("ix_review_items_state_due"), "review_items")
    op.drop_index(op.f("ix_review_items_institution_state"), "review_items")
    for first in ([], ["institution"], ["holder"], ["date"], ["kind"]):
        columns = [*first, *_ORDER]
        op.create_index(op.f(f"ix_review_items_{'_'.join(columns)}"), "review_items", columns)


def _judged() -> None:
    op.create_table(
        "judged_classes",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_judged_classes")),
    )
    op.create_index(op.f("ix_judged_classes_entry"), "judged_classes", ["entry"])
    mine = ["institution", "entry"]
    op.create_index(op.f("ix_judged_classes_institution_entry"), "judged_classes", mine)


def _sums() -> None:
    for table, told in (("hour_sums", ("kind", "standing")), ("finding_sums", ("rule", "effect"))):
        op.create_table(
            table,
            sa.Column("subject", sa.String(), nullable=False),
            sa.Column("week", sa.String(), nullable=False),
            *(sa.Column(name, sa.String(), nullable=False) for name in told),
            sa.Column("institution", sa.String(), nullable=False),
            sa.Column(table.partition("_")[0] + "s", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("subject", "week", *told, name=op.f(f"pk_{table}")),
        )


def _item_rules() -> None:
    op.create_table(
        "review_item_rules",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("worst", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "part", "rule", name=op.f("pk_review_item_rules")),
    )
    for first in (["rule"], ["rule", "institution"]):
        columns = [*first, *_ORDER]
        name = f"ix_review_item_rules_{'_'.join(columns)}"
        op.create_index(op.f(name), "review_item_rules", columns)
