"""Models put together: the cards of this installation, and those that an operator brought."""

from __future__ import annotations

from pathlib import Path

from evidence.analyzers.face.cards import Card, ModelUnusable, cards
from evidence.analyzers.face.choices import Asked, Use
from evidence.analyzers.face.chosen import Chosen
from evidence.wiring.deployment import deployment
from evidence.wiring.faces import FacesSection
from evidence.wiring.places import config_folder


def models_folder() -> Path:
    """Where the operator's models are: ``[faces] models`` of the deployment.

    Raises:
        Unreadable: when the deployment can't be read.
    """
    return deployment(config_folder()).part("faces", FacesSection).models


def chosen_embedder() -> Chosen:
    """The embedder that this deployment compares faces with.

    Raises:
        Unreadable: when the deployment can't be read, or no face may be compared with it.
    """
    return deployment(config_folder()).part("faces", FacesSection).chosen()


def listed() -> list[dict[str, object]]:
    """Every card, and whether its weights are there and its own.

    Raises:
        Unreadable: when the deployment or a card can't be read.
    """
    return [_told(each) for each in cards(models_folder())]


def _told(card: Card) -> dict[str, object]:
    try:
        card.check()
    except ModelUnusable as error:
        usable = str(error)
    else:
        usable = ""
    return {
        "name": card.name,
        "identity": card.identity,
        **card.text.model_dump(mode="json", exclude={"file"}),
        "unusable": usable,
    }


def brought(file: Path, *, name: str, use: Use, licence: str, asked: Asked) -> Card:
    """Take an operator's ONNX file in; ``asked`` is how faces are put to an embedder.

    Raises:
        Unreadable: when it can't be used.
        OSError: when it can't be read, or not be written to the folder.
    """
    from evidence.analyzers.face.bringing import bring  # noqa: PLC0415  heavy, and seldom needed

    return bring(
        file,
        models_folder(),
        name=name or file.stem,
        use=use,
        licence=licence,
        asked=asked,
    )
