"""Calibrating put together: cards written to where this deployment looks for its models."""

from __future__ import annotations

from pathlib import Path

from evidence.analyzers.face.calibrating import calibrate_faces, calibrate_liveness
from evidence.analyzers.face.cards import Card
from evidence.wiring.models import models_folder


def faces_calibrated(same: Path, different: Path) -> Card:
    """The card of the embedder, with thresholds set on these pictures.

    Raises:
        Unreadable: when there are too few, or the deployment can't be read.
        OSError: when a file can't be read or written.
    """
    return calibrate_faces(same, different, models_folder())


def liveness_calibrated(live: Path, attack: Path) -> Card:
    """The card of liveness, with thresholds set on these bursts.

    Raises:
        Unreadable: when there are too few, or the deployment can't be read.
        OSError: when a file can't be read or written.
    """
    return calibrate_liveness(live, attack, models_folder())
