"""cheats-classroom: one person on the roster twice, and a stranger on the seat of a learner.

C04 and C05 are one person under two names, and one seat for both. On the seat of C03 somebody sits
who is nobody on the roster: with the teacher two strangers, of whom one is expected.
"""

from __future__ import annotations

from pathlib import Path

from sample_media import faces, honest_classroom, papers
from sample_media.classroom import Room, Sitter, film
from sample_media.honest_classroom import MINUTES, START

CLASS = honest_classroom.CLASS.replace("0607-08", "0607-09")
HEADS = (0, 7, 6, 3, 3)
SOMEBODY_ELSE, TEACHER = 4, 9
SITTERS = (
    Sitter(HEADS[0], 0),
    Sitter(HEADS[1], 1),
    Sitter(SOMEBODY_ELSE, 2),
    Sitter(HEADS[3], 4),
    Sitter(TEACHER, 7),
)


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    honest_classroom.tables(folder, HEADS)
    (folder / "photos" / "C05.jpg").write_bytes(faces.photo(HEADS[4], again=True))
    film(Room(SITTERS, seed=43), folder / "recordings" / "cam1", START, MINUTES)
