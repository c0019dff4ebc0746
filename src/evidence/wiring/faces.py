"""Faces put together: the reader that remembers, where a key lets it."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

import evidence
from evidence.analyzers.face import wire
from evidence.analyzers.face.observer import FaceReader, models
from evidence.engine.clock import SystemClock
from evidence.engine.local import LocalEngine
from evidence.pipeline import ports
from evidence.pipeline.faces import RememberedFaces, Wire
from evidence.pipeline.ledger import Observations
from evidence.sources.secret import Secret
from evidence.store.sealed import FernetSeal


class FacesSection(BaseModel):
    """``[faces]``: where the key is that seals what is kept of faces, and an operator's models.

    Without a key nothing is kept of a face, and every night looks anew.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Secret | None = None
    models: Path = Path("var/models")


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
