"""Faces put together: the reader that remembers, where a key lets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

import evidence
from evidence.analyzers.face import wire
from evidence.analyzers.face.observer import FaceReader, models
from evidence.analyzers.face.recorded import RecordedFaces
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
    filed with the authority.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Secret | None = None
    filing_from: Annotated[int, Field(ge=1)] = 100_000
    models: Path = Path("var/models")


def face_record(
    section: FacesSection, store: Store
) -> Callable[[ports.FaceObserver], ports.FaceObserver] | None:
    """What lets an observer ask the record of faces; None without a key: then there is none.

    Raises:
        Unreadable: when the key is not where it is said to be, or is none.
    """
    if section.key is None:
        return None
    seal, now = FernetSeal(section.key.reveal()), SystemClock().now
    return lambda observer: RecordedFaces(
        observer, store.faces, store.observations, seal, now, (section.models,)
    )


def face_reader(section: FacesSection, engine: LocalEngine, kept: Observations) -> ports.FaceReader:
    """A reader of faces; it remembers, sealed, where there is a key.

    Raises:
        Unreadable: when the key is not where it is said to be, or is none.
    """
    reader = FaceReader(engine)
    if section.key is None:
        return reader
    code = f"{evidence.__version__}/" + "/".join(identity[:8] for _, identity in models())
    sealed = Wire(wire.dumps, wire.loads, wire.dumps_portrait, wire.loads_portrait)
    return RememberedFaces(
        reader, kept, FernetSeal(section.key.reveal()), code, sealed, SystemClock().now
    )
