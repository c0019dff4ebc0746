"""Chosen: the embedder that a deployment compares faces with, and where its own cards lie.

The shipped one, or one that an operator brought: that only after its errors were measured, and as
long as its weights, and how faces are put to it, are those that were measured.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from evidence.analyzers.face.cards import Card, ModelUnusable, card
from evidence.analyzers.face.choices import Use
from evidence.analyzers.face.putting import Putting
from evidence.domain.errors import Problem
from evidence.domain.text import Text, say

SHIPPED = "dlib-resnet"
NEEDED = frozenset({"match", "margin", "possible", "record_match"})
MARK = 12  # digits of a digest that tell what was measured


@dataclass(frozen=True, slots=True)
class Chosen:
    """The embedder by its name; a card of the first folder that has one counts."""

    folders: tuple[Path, ...] = ()
    embedder: str = SHIPPED

    @classmethod
    def spelt(cls, text: str) -> Chosen:
        """As a child process is told of it."""
        embedder, *folders = json.loads(text)
        return cls(tuple(map(Path, folders)), embedder)

    def spell(self) -> str:
        """For a child process."""
        return json.dumps([self.embedder, *(str(each.absolute()) for each in self.folders)])

    def card(self) -> Card:
        """The embedder's card.

        Raises:
            ModelUnusable: when there is none, or it can't be read.
        """
        return card(self.embedder, *self.folders)

    def fit_to_measure(self) -> Card:
        """The card of an embedder that faces can be put to, whether it was measured or not.

        Raises:
            ModelUnusable: when it is none, or its weights are not the card's.
        """
        told = self.card()
        if told.text.use is not Use.EMBEDDER:
            what = say("this is no embedder but a model of the kind {kind}", kind=told.text.use)
            raise _unusable(told, what)
        if not told.text.package:
            Putting.by(told)
        told.check()
        return told

    def checked(self) -> Chosen:
        """Itself, where faces may be compared with it.

        Raises:
            ModelUnusable: when not, above all before its errors were measured.
        """
        told = self.fit_to_measure()
        if told.text.package:
            return self
        if not told.is_measured or NEEDED - told.text.thresholds.keys():
            raise _unusable(
                told,
                say(
                    "no face is compared with it before its errors were measured: evidence "
                    "calibrate faces --embedder {name} --same FOLDER --different FOLDER",
                    name=told.name,
                ),
            )
        if not told.text.version.startswith(f"{told.makes[:MARK]}+"):
            raise _unusable(
                told,
                say(
                    "its weights or its [input] are others than those that were measured: evidence "
                    "calibrate faces --embedder {name} once more",
                    name=told.name,
                ),
            )
        return self


BY_DEFAULT = Chosen()


def _unusable(told: Card, what: Text) -> ModelUnusable:
    return ModelUnusable(told.name, (Problem(what, str(told.folder / "card.toml")),))
