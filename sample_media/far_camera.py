"""far-camera: an honest class whose camera hangs too far away for any face to be compared."""

from __future__ import annotations

from pathlib import Path

from sample_media import honest_classroom, papers
from sample_media.classroom import FAR, Room, film
from sample_media.honest_classroom import HEADS, MINUTES, SITTERS, START

CLASS = honest_classroom.CLASS.replace("0607-08", "0607-10")


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    honest_classroom.tables(folder, HEADS)
    film(Room(SITTERS, seed=47, eyes=FAR), folder / "recordings" / "cam1", START, MINUTES)
