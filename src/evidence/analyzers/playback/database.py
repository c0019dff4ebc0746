"""Database: DuckDB in memory, offline, with its limits set, and the queries beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from evidence.domain.learning import EventKind


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading of logs may use; ``memory`` in MiB, beyond which it goes to disk."""

    memory: int = 1400
    threads: int = 2


@contextmanager
def database(scratch: Path, timezone: str, limits: Limits) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that fetches nothing, spills into ``scratch``, and forgets all at the end."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": f"{limits.memory}MiB",
            "temp_directory": str(scratch / "spill"),
            "threads": str(limits.threads),
        }
    )
    try:
        # It takes a file of JSON for a few dozen lines, and would keep all of them in memory to
        # look up the roster in them. Here the queries have the long side of a join on the left.
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        # Memory that is wanted again at once is not given back in between.
        for setting in ("allocator_flush_threshold", "allocator_bulk_deallocation_flush_threshold"):
            connection.execute(f"SET {setting} = '{limits.memory}MiB'")
        connection.execute("SET TimeZone = $zone", {"zone": timezone})
        kinds = ", ".join(f"'{kind}'" for kind in EventKind)
        connection.execute(f"CREATE TYPE kind AS ENUM ({kinds})")
        yield connection
    finally:
        connection.close()


@cache
def query(name: str) -> str:
    """The text of a query of this package."""
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")
