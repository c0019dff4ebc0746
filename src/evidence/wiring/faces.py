"""Faces put together: the reader that remembers, where a key lets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

import evidence
from evidence.analyzers.face import wire
from evidence.analyzers.face.chosen import BY_DEFAULT, SHIPPED, Chosen
from evidence.analyzers.face.observer import FaceReader, models
from evidence.analyzers.face.recorded import RecordedFaces
from evidence.domain.presence import FacesSeen
from evidence.engine.clock import SystemClock
from evidence.engine.local import LocalEngine
from evidence.pipeline import ports
from evidence.pipeline.faces import RememberedFaces, Wire
from evidence.pipeline.ledger import Observations
from evidence.pipeline.store import Store
from evidence.sources.secret import Secret
from evidence.store.sealed import FernetSeal


class FacesSection(BaseModel):
    """``[faces]``: where the key is that seals what is kept of faces, and an operator's models.

    Without a key nothing is kept of a face, every night looks anew, and no class is held against
    the faces of others. From ``filing_from`` stored faces on, the doctor says that they must be
    filed with the authority. ``embedder`` is what compares faces: the shipped one, or one of the
    models of one's own that was calibrated.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Secret | None = None
    filing_from: Annotated[int, Field(ge=1)] = 100_000
    models: Path = Path("var/models")
    embedder: str = SHIPPED

    def chosen(self) -> Chosen:
        """The embedder that faces are compared with.

        Raises:
            ModelUnusable: when none may be, since the one named is missing or was not measured.
        """
        return Chosen((self.models,), self.embedder).checked()


def face_record(
    section: FacesSection, store: Store
) -> Callable[[ports.FaceObserver], ports.FaceObserver] | None:
    """What lets an observer ask the record of faces; None without a key: then there is none.

    Raises:
        Unreadable: when the key is not where it is said to be, or is none.
    """
    if section.key is None:
        return None
    seal, now, chosen = FernetSeal(section.key.reveal()), SystemClock().now, section.chosen()
    return lambda observer: RecordedFaces(
        observer, store.faces, store.observations, seal, now, chosen
    )


@dataclass(frozen=True, slots=True)
class FacesKept:
    """The faces of recordings as nights have kept them; none without the key that they kept."""

    kept: Observations
    seal: FernetSeal | None
    chosen: Chosen = BY_DEFAULT

    @classmethod
    def of(cls, section: FacesSection, kept: Observations) -> FacesKept:
        """Those of a deployment.

        Raises:
            Unreadable: when the key is not where it is said to be, or is none.
        """
        seal = FernetSeal(section.key.reveal()) if section.key else None
        return cls(kept, seal, section.chosen())

    @property
    def kept_here(self) -> bool:
        """Whether there is a key to open them with."""
        return self.seal is not None

    def seen(self, digest: str) -> FacesSeen | None:
        """Who was seen in the recording with this SHA-256; None where that is not kept."""
        if self.seal is None:
            return None
        sealed = self.kept.get(digest, f"{looked_by(self.chosen)}/faces/{self.seal.name}")
        opened = self.seal.open(sealed) if sealed else None
        return wire.loads(opened) if opened else None


@cache
def looked_by(chosen: Chosen = BY_DEFAULT) -> str:
    """The version that looks, its models among it, and how faces are put to the embedder."""
    told = [*models(chosen), ("made", chosen.card().makes)]
    digest = sha256("\n".join(map(" ".join, told)).encode()).hexdigest()
    return f"{evidence.__version__}/{digest[:32]}"


def judged_by(section: FacesSection) -> str:
    """The version that judges: with an embedder of one's own, classes are judged anew.

    Raises:
        ModelUnusable: when no face may be compared with it.
    """
    if section.embedder == SHIPPED:
        return evidence.__version__
    told = section.chosen().card()
    return f"{evidence.__version__} by {told.name} {told.identity}"


def face_reader(section: FacesSection, engine: LocalEngine, kept: Observations) -> ports.FaceReader:
    """A reader of faces; it remembers, sealed, where there is a key.

    Raises:
        Unreadable: when the key is not where it is said to be, or is none.
    """
    chosen = section.chosen()
    reader = FaceReader(engine, chosen)
    if section.key is None:
        return reader
    sealed = Wire(wire.dumps, wire.loads, wire.dumps_portrait, wire.loads_portrait)
    return RememberedFaces(
        reader, kept, FernetSeal(section.key.reveal()), looked_by(chosen), sealed, SystemClock().now
    )
