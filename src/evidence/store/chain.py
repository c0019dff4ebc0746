"""The chain: how the rows of the audit log hang together, and where they don't."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256

from evidence.pipeline.ledger import Entry, Fault, LogBreak

GENESIS = "0" * 64  # what stands in place of a hash before the first row
FAULTS_TOLD = 100  # of a log that is broken all over


def canonical(details: Mapping[str, str | int]) -> str:
    """Details as JSON: keys sorted, no blanks, so that the same details are the same bytes."""
    return json.dumps(dict(details), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content(at: int, event: str, details: str) -> str:
    """What a row's hash covers besides the row before: this row as canonical JSON.

    The row's number is left out: its place is told by the row before alone, so that a row moved to
    another place can be told from one that was edited.
    """
    return json.dumps(
        {"at": at, "details": details, "event": event},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def row_hash(previous: str, at: int, event: str, details: str) -> str:
    """SHA-256 of the row before's hash, a line feed, and this row's own content."""
    return sha256(f"{previous}\n{content(at, event, details)}".encode()).hexdigest()


def linked(
    previous: str, number: int, at: int, event: str, details: Mapping[str, str | int]
) -> Entry:
    """The entry that comes after the one with the hash ``previous``."""
    text = canonical(details)
    hashed = row_hash(previous, at, event, text)
    return Entry(number, at, event, json.loads(text), previous, hashed)


def breaks(
    rows: Iterable[tuple[Entry, str]],
    head: tuple[int, str],
    known: Callable[[str], bool],
    kept: str = "",
) -> Iterator[LogBreak]:
    """Every place where a log does not hang together.

    ``rows`` are entries with the canonical JSON that is stored of their details, by number;
    ``head`` the number and hash of the last row by the record that is kept apart; ``known`` tells
    whether a row of this hash stands anywhere in the log, as that of ``kept`` must.
    """
    number, previous = 0, GENESIS
    for entry, details in rows:
        if entry.hash != row_hash(entry.previous, entry.at, entry.event, details):
            yield LogBreak(entry.number, Fault.EDITED)
        elif entry.previous != previous:
            elsewhere = entry.previous == GENESIS or known(entry.previous)
            yield LogBreak(entry.number, Fault.REORDERED if elsewhere else Fault.DROPPED)
        elif entry.number != number + 1:
            yield LogBreak(entry.number, Fault.REORDERED)
        number, previous = entry.number, entry.hash
    if (number, previous) != head:
        yield LogBreak(number, Fault.TRUNCATED)
    if kept and not known(kept):
        yield LogBreak(number, Fault.REWRITTEN)
