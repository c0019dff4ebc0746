"""Receipts: what landed from where, and what did not; one small file each, written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from evidence.domain.time import Interval
from evidence.pipeline.sources_port import Landed, NotLanded, Offer, Reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """What landed: from which offer of which source, as it was then, and as which file."""

    source: str
    offer: Offer
    path: str
    size: int
    sha256: str
    at: int

    @classmethod
    def of(cls, source: str, offer: Offer, landed: Landed, *, at: int) -> Receipt:
        """The receipt for an offer that has landed."""
        return cls(source, offer, landed.path, landed.size, landed.sha256, at)

    def fits(self, offer: Offer) -> bool:
        """Whether the offer is still what it was."""
        then = self.offer
        return (then.size, then.modified, then.digest) == (offer.size, offer.modified, offer.digest)


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of one class; ``subject`` is ``INSTITUTION/CLASS``."""

    folder: Path
    subject: str

    def landed(self, source: str, offer: str) -> Receipt | None:
        """The receipt for an offer; None where it never landed, or the receipt is damaged."""
        raw = _read(self._file(".landed", source, offer))
        try:
            return Receipt(**(raw | {"offer": _offer(raw["offer"])})) if raw else None
        except (KeyError, TypeError):
            return None

    def missing(self, source: str, offer: str) -> NotLanded | None:
        """What is known of an offer that did not land."""
        return _not_landed(_read(self._file(".missing", source, offer)))

    def keep(self, receipt: Receipt) -> None:
        """It has landed, and is no longer missing."""
        _write(self._file(".landed", receipt.source, receipt.offer.id), asdict(receipt))
        self._file(".missing", receipt.source, receipt.offer.id).unlink(missing_ok=True)

    def miss(self, told: NotLanded) -> None:
        """It has not landed."""
        _write(self._file(".missing", told.source, told.offer.id), asdict(told))

    @classmethod
    def all_missing(cls, folder: Path) -> Iterator[NotLanded]:
        """All that is missing, class by class, in the order of its time."""
        found = [_not_landed(_read(path)) for path in (folder / ".missing").glob("*/*/*.json")]
        yield from sorted((each for each in found if each), key=_order)

    def _file(self, kind: str, source: str, offer: str) -> Path:
        key = sha256(json.dumps([source, offer]).encode()).hexdigest()[:32]
        return self.folder / kind / self.subject / f"{key}.json"


def durably(part: Path, target: Path) -> None:
    """Put a file in its place, all of it or nothing, so that not even a power cut loses it."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _order(told: NotLanded) -> tuple[str, int, str]:
    span = told.offer.span
    return told.subject, span.start if span else 0, told.offer.name


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    durably(part, path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _offer(raw: dict[str, Any]) -> Offer:
    span = raw.get("span")
    return Offer(**(raw | {"span": Interval(**span) if span else None}))


def _not_landed(raw: dict[str, Any] | None) -> NotLanded | None:
    if raw is None:
        return None
    try:
        return NotLanded(**(raw | {"offer": _offer(raw["offer"]), "reason": Reason(raw["reason"])}))
    except (KeyError, TypeError, ValueError):
        return None
