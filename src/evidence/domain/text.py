"""Text: a sentence with its values still apart, so that it can be said in any language.

``say("... {seconds}", seconds=Length(898_000_000))`` is the English sentence and the key of the
catalogues; report/ turns it into words. Nothing is translated below that floor.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Length:
    """A duration in microseconds, told as "14 min 58 s"."""

    micros: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall time in microseconds, told in the class's time zone."""

    micros: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a recording, in microseconds from its first picture, told as a player does."""

    micros: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, told as a percentage."""

    ratio: Fraction


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence: its English pattern, and the values that fill it, sentences among them."""

    pattern: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.pattern.format(**{name: _plain(value) for name, value in self.values})


Value = str | int | Fraction | Length | Moment | Spot | Share | Text


def say(pattern: str, **values: Value) -> Text:
    """A sentence to translate; the extractor of the catalogues looks for calls of this name."""
    return Text(pattern, tuple(sorted(values.items())))


def _plain(value: Value) -> str:
    """The bare value, for logs and tests; report/ words it for people."""
    match value:
        case Length(micros) | Moment(micros) | Spot(micros):
            return f"{micros / 1_000_000:g}"
        case Share(ratio):
            return f"{float(ratio):.4g}"
        case Fraction():
            return f"{float(value):g}"
        case _:
            return str(value)
