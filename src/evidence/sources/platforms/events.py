"""Events as they land: JSON lines, packed so that the same events are the same bytes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from evidence.pipeline.sources_port import NotFetched, Reason

Event = dict[str, Any]


def line(event: Event) -> bytes:
    """One event as a line; keys keep their order, unknown ones stay."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def packed(events: Iterable[Event], into: Path) -> int:
    """Write the events, each of them once, and say how many there were."""
    seen: set[bytes] = set()
    with into.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        for event in events:
            written = line(event)
            key = sha256(written).digest()
            if key not in seen:
                seen.add(key)
                out.write(written)
    return len(seen)


def fingerprint(events: Iterable[Event]) -> str:
    """The SHA-256 of the lines of these events."""
    found = sha256()
    for event in events:
        found.update(line(event))
    return found.hexdigest()


def objects(value: Any, where: str) -> list[Event]:
    """A list of JSON objects.

    Raises:
        NotFetched: when it is something else; ``where`` says of what answer.
    """
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise NotFetched(Reason.ANSWER, where)
    return value


def same_server(address: str, link: str) -> str:
    """Where a link of an answer leads: never to another server, which would be told our secrets.

    Raises:
        NotFetched: when it leads there.
    """
    found = urljoin(address, link)
    if urlsplit(found)[:2] != urlsplit(address)[:2]:
        raise NotFetched(Reason.ANSWER, "link to another server")
    return found
