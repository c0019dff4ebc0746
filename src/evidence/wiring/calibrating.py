"""Calibrating put together: cards written to where this deployment looks for its models."""

from __future__ import annotations

from pathlib import Path

from evidence.analyzers.face.calibrating import calibrate_faces, calibrate_liveness
from evidence.analyzers.face.cards import Card
from evidence.wiring.deployment import deployment
from evidence.wiring.faces import FacesSection
from evidence.wiring.models import models_folder
from evidence.wiring.places import config_folder


def faces_calibrated(same: Path, different: Path, embedder: str = "") -> Card:
    """The card of the embedder with thresholds set on these pictures; unless named, the chosen one.

    Raises:
        Unreadable: when there are too few, or the deployment can't be read.
        OSError: when a file can't be read or written.
    """
    section = deployment(config_folder()).part("faces", FacesSection)
    return calibrate_faces(same, different, section.models, embedder or section.embedder)


def liveness_calibrated(live: Path, attack: Path) -> Card:
    """The card of liveness, with thresholds set on these bursts.

    Raises:
        Unreadable: when there are too few, or the deployment can't be read.
        OSError: when a file can't be read or written.
    """
    return calibrate_liveness(live, attack, models_folder())
