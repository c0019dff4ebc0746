"""Columns: how the texts and numbers of any dialect become canonical ones, as SQL expressions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

# Text shorter than a date and a time to the second is no RFC 3339 time.
SHORTEST_TIME = 19
# Positions beyond sixteen weeks and speeds beyond a hundredfold are no positions and no speeds.
MOST_SECONDS = 1e7
MOST_RATE = 100


def moment(text: str) -> str:
    """Wall time in microseconds of an RFC 3339 text; without an offset in the class's time zone.

    The letters of the format may be small ones.
    """
    return (
        f"CASE WHEN length({text}) >= {SHORTEST_TIME} AND {text}[17] = ':' THEN epoch_us(coalesce("
        f"try_cast({text} AS TIMESTAMPTZ), try_cast(upper({text}) AS TIMESTAMPTZ))) END"
    )


def micros(seconds: str) -> str:
    """A number of seconds in microseconds, half to even; NULL where it is no such number."""
    return (
        f"CASE WHEN {seconds} BETWEEN 0 AND {MOST_SECONDS} THEN CAST({seconds} * 1e6 AS BIGINT) END"
    )


def millionths(rate: str) -> str:
    """A speed in millionths; NULL where it is no speed."""
    return f"CASE WHEN {rate} > 0 AND {rate} <= {MOST_RATE} THEN CAST({rate} * 1e6 AS INTEGER) END"


def number(text: str) -> str:
    """The number that a text is; NULL where it is none."""
    return f"try_cast({text} AS DOUBLE)"


def speed(text: str) -> str:
    """The number of ``1.5``, ``1.5x`` or ``1.5X``."""
    return number(f"rtrim({text}, 'xX ')")


def kind(text: str, names: Mapping[str, str], otherwise: str = "NULL") -> str:
    """The kind of event that a text names, by the words of a dialect."""
    cases = " ".join(f"WHEN '{name}' THEN '{kind}'::kind" for name, kind in names.items())
    return f"CASE {text} {cases} ELSE {otherwise} END"


def garbled(*told: tuple[str, str]) -> str:
    """Whether something is told that could not be understood, of (text, what was understood)."""
    return " OR ".join(f"({text} IS NOT NULL AND {value} IS NULL)" for text, value in told)


@cache
def template(name: str) -> str:
    """The query of a dialect, with places for its parts."""
    return files(__package__).joinpath(f"{name}.sql").read_text("utf-8")


def quoted(path: Path) -> str:
    """A file's name as a SQL string, to be taken as it stands and not as a pattern."""
    name = str(path)
    for sign in "[*?":
        name = name.replace(sign, f"[{sign}]")
    return "'" + name.replace("'", "''") + "'"


def json_lines(path: Path, columns: dict[str, str]) -> str:
    """The table of a file of one JSON object a line; a line that is none gives a row of NULLs."""
    listed = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        f"read_json({quoted(path)}, format = 'newline_delimited', ignore_errors = true, "
        f"compression = 'none', columns = {{{listed}}})"
    )
