"""Observing put together: what reads footage, pictures and faces once, and remembers them."""

from __future__ import annotations

import os
from dataclasses import dataclass

import evidence
from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.frames.observer import FrameObserver
from evidence.analyzers.media import wire
from evidence.analyzers.media.observer import PacketObserver
from evidence.engine.local import LocalEngine
from evidence.engine.section import EngineSection
from evidence.pipeline.looking import RememberedPictures
from evidence.pipeline.ports import FaceReader
from evidence.pipeline.remembered import RememberedFootage
from evidence.pipeline.store import Store
from evidence.sources.deployment import Deployment
from evidence.wiring.faces import FacesSection, face_reader
from evidence.wiring.process import CLOCK


@dataclass(frozen=True, slots=True)
class Observers:
    """What looks at a class, over what the store remembers; ``chosen`` compares faces."""

    footage: RememberedFootage
    pictures: RememberedPictures
    faces: FaceReader
    chosen: Chosen


def observers_of(deployed: Deployment, store: Store) -> Observers:
    """The observers of one worker of a deployment.

    Raises:
        Unreadable: when the key that seals faces is not where it is said to be.
    """
    at_once = deployed.part("engine", EngineSection).at_once
    engine = LocalEngine(at_once=max(1, (os.cpu_count() or 1) // at_once))
    section = deployed.part("faces", FacesSection)
    return Observers(
        footage=RememberedFootage(
            PacketObserver(engine),
            store.observations,
            evidence.__version__,
            wire.dumps,
            wire.loads,
            CLOCK.now,
        ),
        pictures=RememberedPictures(
            FrameObserver(engine),
            store.observations,
            evidence.__version__,
            frames_wire.dumps,
            frames_wire.loads,
            CLOCK.now,
        ),
        faces=face_reader(section, engine, store.observations),
        chosen=section.chosen(),
    )
