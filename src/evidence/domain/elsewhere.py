"""Elsewhere: what the record of faces knows of a class's learners from other classes.

Another class is told by its bundle's digest, and somebody in it by the number on its roster: the
record holds nobody's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from evidence.domain.time import Timeline


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A learner of another class, of another identity, whose portrait is very near to this one's.

    ``distance`` is in thousandths. ``alike`` counts all on record who are so near, and ``known``
    the faces that the record held: the more there are, the likelier is one by chance.
    """

    learner: str
    other: str
    bundle: str
    distance: int
    alike: int
    known: int


@dataclass(frozen=True, slots=True)
class AlsoThere:
    """The same identity seen in the room of another class at one time; ``shared`` is when.

    ``here`` and ``there`` are the sessions, ``paths`` this class's recordings that show it.
    """

    learner: str
    other: str
    bundle: str
    here: str
    there: str
    shared: Timeline
    paths: tuple[str, ...] = ()
