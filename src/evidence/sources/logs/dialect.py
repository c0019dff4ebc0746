"""Dialect: which form a learning log has, told by what stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from evidence.domain.learning import LogRelation
from evidence.sources.logs import native, open_edx, xapi
from evidence.sources.logs.plain import Plain, plain

# The native log first: whoever has its keys means it.
DIALECTS: tuple[tuple[Callable[[frozenset[str]], bool], Callable[[Plain, str], LogRelation]], ...]
DIALECTS = (
    (native.reads_object, native.from_json),
    (xapi.reads_object, xapi.from_json),
    (open_edx.reads_object, open_edx.from_json),
)


def read_log(file: Path, path: str, scratch: Path) -> LogRelation | None:
    """The log as a relation; None where it is no learning log of a known dialect.

    ``path`` is what it is called in the bundle; what must be rewritten goes into ``scratch``.
    """
    text = plain(file, scratch)
    if text is None:
        return None
    if text.parquet:
        return native.from_parquet(text, path)
    log = _of_objects(text, path) or _of_rows(text, path)
    return replace(log, whole=text.whole) if log else None


def _of_objects(text: Plain, path: str) -> LogRelation | None:
    """The dialect of the first line that has one."""
    for line in text.lines():
        fields = _fields(line)
        for reads_object, from_json in DIALECTS:
            if reads_object(fields):
                return from_json(text, path)
    return None


def _fields(line: str) -> frozenset[str]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(value) if isinstance(value, dict) else frozenset()


def _of_rows(text: Plain, path: str) -> LogRelation | None:
    names = native.heading(next(iter(text.lines()), ""))
    return native.from_csv(text, path, names) if names else None
