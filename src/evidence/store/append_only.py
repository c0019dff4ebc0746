"""Append-only: triggers by which the database itself refuses to change or delete a row.

They stop a slip of code or of a hand in a console. They don't stop an administrator who drops them:
that shows in the audit log, whose rows hang together by their hashes.

Migrations build on this module, so what it writes for a table is never changed, only added to.
"""

from __future__ import annotations

from alembic import op

_REFUSAL = "{table} is append-only"

_SQLITE = (
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {when}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{refusal}'; END $$""",
    """CREATE FUNCTION {table}_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN {shut} RAISE EXCEPTION '{refusal}'; {end_shut} RETURN OLD; END $$""",
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse_delete()""",
    """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
)


def refuse_changes(table: str, door: str = "") -> None:
    """Let nobody update or delete rows of a table.

    Where ``door`` names a table, rows may be deleted by a transaction that has put a row there.
    """
    postgresql = op.get_bind().dialect.name == "postgresql"
    closed = f"NOT EXISTS (SELECT 1 FROM {door})" if door else ""  # noqa: S608  our own names
    words = {
        "table": table,
        "refusal": _REFUSAL.format(table=table),
        "when": f"WHEN {closed}" if door else "",
        "shut": f"IF {closed} THEN" if door else "",
        "end_shut": "END IF;" if door else "",
    }
    for statement in _POSTGRESQL if postgresql else _SQLITE:
        op.execute(statement.format(**words))
