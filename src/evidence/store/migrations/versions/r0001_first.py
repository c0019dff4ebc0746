"""The first schema: the work and what came of it, verdicts, the audit log, classes, nights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from evidence.store.append_only import refuse_changes

revision = "0001"
down_revision = None

_GENESIS = "0" * 64


def upgrade() -> None:
    """Create every table, the triggers that hold what is append-only, and the log's beginning."""
    _audit()
    _audit_head()
    _classes()
    _jobs()
    _observations()
    _purging()
    _results()
    _reviews()
    _runs()
    _verdicts()
    _findings()
    _recordings()
    for table in ("verdicts", "findings", "results"):
        refuse_changes(table, door="purging")
    refuse_changes("audit")
    op.execute(
        sa.text("INSERT INTO audit_head (id, number, hash) VALUES (1, 0, :h)").bindparams(
            h=_GENESIS
        )
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_hash")),
    )
    op.create_index(op.f("ix_audit_event"), "audit", ["event"])


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )


def _classes() -> None:
    op.create_table(
        "classes",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("inputs", sa.String(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=True),
        sa.Column("ends", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_classes")),
    )
    op.create_index(op.f("ix_classes_institution"), "classes", ["institution"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("inputs", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("last_words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_ready_at_key"), "jobs", ["ready_at", "key"])
    op.create_index(op.f("ix_jobs_step_state"), "jobs", ["step", "state"])


def _observations() -> None:
    op.create_table(
        "observations",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "code", name=op.f("pk_observations")),
    )
    op.create_index(op.f("ix_observations_at"), "observations", ["at"])


def _purging() -> None:
    op.create_table(
        "purging",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purging")),
    )


def _results() -> None:
    op.create_table(
        "results",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_results")),
    )
    op.create_index(op.f("ix_results_at"), "results", ["at"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_subject_version"), "reviews", ["subject", "version"])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("date", "scope", name=op.f("pk_runs")),
    )


def _verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("policy_sha256", sa.String(), nullable=False),
        sa.Column("bundle_sha256", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("subject", "version", name=op.f("uq_verdicts_subject_version")),
    )
    op.create_index(op.f("ix_verdicts_at"), "verdicts", ["at"])


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("verdict", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("learner", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["verdict"], ["verdicts.entry"], name=op.f("fk_findings_verdict_verdicts")
        ),
        sa.PrimaryKeyConstraint("verdict", "place", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_rule"), "findings", ["rule"])


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("camera", sa.String(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subject"], ["classes.subject"], name=op.f("fk_recordings_subject_classes")
        ),
        sa.PrimaryKeyConstraint("subject", "path", name=op.f("pk_recordings")),
    )
    op.create_index(op.f("ix_recordings_sha256"), "recordings", ["sha256"])
