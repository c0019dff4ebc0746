"""Accounts, and the reviews of flagged parts of a class."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from evidence.store.append_only import refuse_changes

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables; the earlier one of reviews, which nothing filled, stays."""
    _accounts()
    _sign_ins()
    _steps()
    _items()
    refuse_changes("review_steps")


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.name"], name=op.f("fk_sign_ins_account_accounts")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_account"), "sign_ins", ["account"])


def _steps() -> None:
    op.create_table(
        "review_steps",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_review_steps")),
        sa.UniqueConstraint(
            "subject", "part", "number", name=op.f("uq_review_steps_subject_part_number")
        ),
    )


def _items() -> None:
    op.create_table(
        "review_items",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("worst", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("latest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("settled", sa.String(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "part", name=op.f("pk_review_items")),
    )
    ordered = ["due", "worst", "subject", "place"]
    op.create_index(op.f("ix_review_items_due_worst_subject_place"), "review_items", ordered)
    op.create_index(op.f("ix_review_items_state_due"), "review_items", ["state", "due"])
    mine = ["institution", "state"]
    op.create_index(op.f("ix_review_items_institution_state"), "review_items", mine)
    op.create_table(
        "review_listed",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_review_listed")),
    )
    op.create_index(op.f("ix_review_listed_entry"), "review_listed", ["entry"])
