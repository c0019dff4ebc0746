"""Model cards: what each model is, where it comes from, and what it was measured to be good for.

A model's weights are a file of an installed package, or lie beside the card where an operator
brought them. They are found without importing the package, and their digest is checked whenever
they are loaded.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evidence.analyzers.face.choices import Use
from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say

PACKAGE = Path(__file__).parents[2]
CHECKOUT = PACKAGE.parents[1]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ModelUnusable(Unreadable):
    """A model is missing, or is not the one that its card tells of."""


class WeightsFile(BaseModel):
    """A file of weights; ``sha256`` lists several where it differs from platform to platform."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    sha256: tuple[Digest, ...]


class Measured(BaseModel):
    """One measured error: ``value`` over ``count`` tries, under a condition, on named material.

    The true one lies from ``low`` to ``high``, at 95%, where they are told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: str
    value: float
    count: int
    of: str = ""
    condition: str = ""
    on: str = ""
    low: float | None = None
    high: float | None = None


class CardText(BaseModel):
    """What a card.toml holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    use: Use
    title: str
    licence: str
    source: str = ""
    package: str = ""
    version: str = ""  # set where the weights are compiled in and differ by platform
    file: tuple[WeightsFile, ...]
    input: dict[str, str | int | float | list[int] | list[float]] = {}
    thresholds: dict[str, float] = {}
    intervals: dict[str, tuple[float, float]] = {}  # of thresholds set by measuring, at 95%
    measured: tuple[Measured, ...] = ()
    command: str = ""  # what printed the measured figures
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A model card, by the name of its folder."""

    name: str
    folder: Path
    text: CardText

    @property
    def identity(self) -> str:
        """What tells this model from every other: its version, or the digest of its weights."""
        return self.text.version or self.text.file[0].sha256[0]

    @property
    def makes(self) -> str:
        """What tells apart what two embedders make of a face, whatever their thresholds are.

        A shipped model is put to use in one way only; one of an operator's own as its card says.
        """
        if self.text.package or not self.text.file:
            return self.text.file[0].sha256[0] if self.text.file else self.identity
        told = [self.text.file[0].sha256[0], dict(sorted(self.text.input.items()))]
        return sha256(json.dumps(told).encode()).hexdigest()

    @property
    def is_measured(self) -> bool:
        """Whether somebody counted its errors."""
        return any(found.count for found in self.text.measured)

    def threshold(self, name: str) -> float:
        """A threshold of the card.

        Raises:
            ModelUnusable: when the card lacks it.
        """
        try:
            return self.text.thresholds[name]
        except KeyError:
            what = say("its card lacks the threshold {name}", name=name)
            raise self._unusable(what) from None

    def weights(self, path: str = "") -> bytes:
        """The content of a file of weights, the only one unless named, checked by its digest.

        Raises:
            ModelUnusable: when it is not installed, or is another file than the card's.
        """
        return self.checked(path)[1]

    def checked(self, path: str = "") -> tuple[Path, bytes]:
        """Where a file of weights lies, and its content.

        Raises:
            ModelUnusable: when it is not installed, or is another file than the card's.
        """
        wanted = next(file for file in self.text.file if path in {"", file.path})
        place = self._place(wanted.path)
        try:
            content = place.read_bytes()
        except OSError:
            what = say("the file of its weights, {file}, is not there", file=wanted.path)
            raise self._unusable(what) from None
        if sha256(content).hexdigest() not in wanted.sha256:
            raise self._unusable(
                say(
                    "{file} is not the file that the card tells of: install the version that was "
                    "measured, or put the card right",
                    file=wanted.path,
                )
            )
        return place, content

    def check(self) -> None:
        """Every file of weights is there and is the card's.

        Raises:
            ModelUnusable: when not.
        """
        for file in self.text.file:
            self.checked(file.path)

    def _place(self, path: str) -> Path:
        if not self.text.package:
            return self.folder / path
        try:
            return Path(str(distribution(self.text.package).locate_file(path)))
        except PackageNotFoundError:
            what = say("the package {package} is not installed", package=self.text.package)
            raise self._unusable(what) from None

    def _unusable(self, what: Text) -> ModelUnusable:
        where = str(self.folder / "card.toml")
        return ModelUnusable(self.name, (Problem(what, where),))


def shipped() -> Path:
    """The folder of the cards that come with this installation: the checkout's or the wheel's."""
    checkout = CHECKOUT / "models"
    return checkout if (checkout / "README.md").exists() else PACKAGE / "models"


def card(name: str, *folders: Path) -> Card:
    """The card of that name, of the first folder that has one; of the shipped ones at last.

    Raises:
        ModelUnusable: when there is none, or it can't be read.
    """
    for folder in (*folders, shipped()):
        if (folder / name / "card.toml").exists():
            return read_card(folder / name)
    missing = Problem(say("no model of this name has a card"), f"{name}/card.toml")
    raise ModelUnusable(name, (missing,))


def cards(*folders: Path) -> tuple[Card, ...]:
    """Every card, by name; one of an earlier folder hides one of the same name in a later.

    Raises:
        ModelUnusable: when one can't be read.
    """
    found: dict[str, Path] = {}
    for folder in (*folders, shipped()):
        for path in sorted(folder.glob("*/card.toml")):
            found.setdefault(path.parent.name, path.parent)
    return tuple(read_card(found[name]) for name in sorted(found))


def read_card(folder: Path) -> Card:
    """The card in a folder.

    Raises:
        ModelUnusable: with all that is wrong with it.
    """
    path = folder / "card.toml"
    try:
        return Card(folder.name, folder, CardText.model_validate(tomllib.loads(path.read_text())))
    except (OSError, tomllib.TOMLDecodeError) as error:
        what = say("the card can't be read: {error}", error=str(error))
        raise ModelUnusable(folder.name, (Problem(what, str(path)),)) from None
    except ValidationError as error:
        wrong = tuple(
            Problem(
                say("the card can't be read: {error}", error=each["msg"]),
                str(path),
                column=".".join(map(str, each["loc"])),
            )
            for each in error.errors()
        )
        raise ModelUnusable(folder.name, wrong) from None
