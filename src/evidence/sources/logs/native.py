"""Native: the log of docs/contract.md section 3, as JSON lines, CSV or Parquet."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from evidence.domain.learning import Dialect, EventKind, LogRelation
from evidence.sources.logs.columns import (
    garbled,
    json_lines,
    kind,
    micros,
    millionths,
    moment,
    number,
    quoted,
    speed,
    template,
)
from evidence.sources.logs.plain import Plain

NUMBERS = ("position", "from", "to", "rate")
TEXTS = ("ts", "learner", "attempt", "device", "lesson", "event", "prompt", "image", "passed")
IDS = ("learner", "attempt", "lesson", "device", "event", "prompt", "image")
# A truth value, a list or an object is no name of anyone or anything; few texts begin like one.
ODD_STARTS = ", ".join(str(ord(sign)) for sign in "tf[{")
SHAPELESS = (
    "CASE WHEN ascii({name}) NOT IN ({odd_starts}) THEN false "
    "ELSE {name} IN ('true', 'false', '{{}}') OR starts_with({name}, '[') "
    "OR starts_with({name}, '{{\"') OR starts_with({name}, '{{''') END"
)
# The commonest first: a text is compared with one after the other.
KINDS = {str(kind): str(kind) for kind in (EventKind.HEARTBEAT, *EventKind)}
PLACES = {"position": "position", "came": "from", "went": "to", "rate": "rate"}
NEEDED = frozenset({"ts", "learner", "attempt", "event"})


def reads_object(fields: frozenset[str]) -> bool:
    """Whether a JSON object with these keys is an event of this dialect."""
    return fields >= NEEDED


def from_json(plain: Plain, path: str) -> LogRelation:
    """A log of one object a line."""
    columns = dict.fromkeys((*TEXTS, *NUMBERS), "VARCHAR")
    return LogRelation(path, Dialect.NATIVE, _select(json_lines(plain.path, columns)))


def heading(line: str) -> tuple[str, ...]:
    """The columns of a CSV log, by its first line; () where it is no such log."""
    names = tuple(name.strip().lower() for name in next(csv.reader([line]), []))
    return names if frozenset(names) >= NEEDED else ()


def from_csv(plain: Plain, path: str, names: Sequence[str]) -> LogRelation:
    """A log of one row an event; a row of the wrong shape gives a row of NULLs.

    A line that the reader of CSV can't take apart is read as one long first column, so that every
    line gives a row.
    """
    listed = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(names)))
    table = (
        f"read_csv({quoted(plain.path)}, header = false, skip = 1, delim = ',', quote = '\"', "
        f"escape = '\"', strict_mode = false, null_padding = true, parallel = false, "
        f"compression = 'none', auto_detect = false, columns = {{{listed}}})"
    )
    return LogRelation(path, Dialect.NATIVE, _select(f"({_named(table, names)})"), heading=1)


def _named(table: str, names: Sequence[str]) -> str:
    """The rows of a table of texts under their headings; a column that is not there is NULL."""
    places = {name: f"nullif(trim(c{i}), '')" for i, name in reversed(list(enumerate(names)))}
    texts = [f'{places.get(name, "NULL::VARCHAR")} AS "{name}"' for name in (*TEXTS, *NUMBERS)]
    return f"FROM {table} SELECT {', '.join(texts)}"


def from_parquet(plain: Plain, path: str) -> LogRelation:
    """A Parquet file with the same columns; ``ts`` may be a time or a text."""
    table = f"read_parquet({quoted(plain.path)})"
    nothing = ", ".join(f'NULL AS "{name}"' for name in (*TEXTS, *NUMBERS))
    return LogRelation(
        path,
        Dialect.NATIVE,
        _select(f"(FROM {table} UNION ALL BY NAME (SELECT {nothing} WHERE false))", typed=True),
    )


def _select(table: str, *, typed: bool = False) -> str:
    """The canonical query; ``typed`` tables hold columns of whatever type."""
    text = "try_cast({} AS VARCHAR)" if typed else "{}"
    named = ", ".join(f"{text.format(name)} AS {name}" for name in IDS)
    event = text.format("event")
    told = {name: text.format(f'"{key}"') for name, key in PLACES.items()}
    return template("native").format(
        table=table,
        named=named,
        told=", ".join(f"{value} AS told_{name}" for name, value in told.items()),
        shapeless_learner=_shapeless("learner"),
        shapeless_attempt=_shapeless("attempt"),
        shapeless_event=_shapeless("event"),
        kind=kind(event, KINDS, otherwise=f"try_cast(lower({event}) AS kind)"),
        garbled=garbled(*((f"told_{name}", name) for name in told)),
        ts="epoch_us(try_cast(ts AS TIMESTAMPTZ))" if typed else moment("ts"),
        position=micros(number(told["position"])),
        came=micros(number(told["came"])),
        went=micros(number(told["went"])),
        rate=millionths(speed(told["rate"])),
    )


def _shapeless(name: str) -> str:
    return SHAPELESS.format(name=name, odd_starts=ODD_STARTS)
