"""Footage as it is kept: a class's recordings with what was read off them, and their files."""

from __future__ import annotations

from pathlib import Path

import evidence
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.media import wire
from evidence.domain.footage import FootageFile, Recording
from evidence.domain.pictures import UNSEEN, Pictures
from evidence.facts.coverage import dated
from evidence.pipeline.store import KnownRecording, Store

BAG, PAYLOAD = "bagit.txt", "data"


def recordings_of(store: Store, subject: str) -> tuple[Recording, ...]:
    """The recordings of a class that this version has read, without opening a file."""
    known = store.classes.get(subject)
    found = (_recording(store, each) for each in known.recordings) if known else ()
    return tuple(each for each in found if each is not None)


def known_recording(store: Store, subject: str, path: str) -> KnownRecording | None:
    """A recording that the class is known to have; None for any other path."""
    known = store.classes.get(subject)
    found = (each for each in (known.recordings if known else ()) if each.path == path)
    return next(found, None)


def file_of(landing: Path, subject: str, path: str) -> Path | None:
    """The file of a bundle's path in the landing folder.

    None where it is not there, lies in an archive, or a link leads it out of the class's folder.
    """
    folder = (landing / subject).resolve()
    if not folder.is_relative_to(landing.resolve()) or not folder.is_dir():
        return None
    base = folder / PAYLOAD if (folder / BAG).is_file() else folder
    file = (base / path).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None


def is_archive(landing: Path, subject: str) -> bool:
    """Whether a class is there, but not as a folder that files can be shown of."""
    return (
        not (landing / subject / "class.toml").is_file() and not (landing / subject / BAG).is_file()
    )


def _recording(store: Store, known: KnownRecording) -> Recording | None:
    line = store.observations.get(known.sha256, evidence.__version__)
    if line is None:
        return None
    file = FootageFile(known.path, known.camera, known.start)
    recording = dated(file, wire.loads(line))
    return Recording(recording.file, recording.media, _pictures(store, known))


def _pictures(store: Store, known: KnownRecording) -> Pictures:
    line = store.observations.get(known.sha256, f"{evidence.__version__}/pictures")
    return frames_wire.loads(line) if line is not None else UNSEEN
