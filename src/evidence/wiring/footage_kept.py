"""Footage as it is kept: a class's recordings with what was read off them, and their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import evidence
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.media import wire
from evidence.domain.footage import FootageFile, Recording
from evidence.domain.pictures import UNSEEN, Place
from evidence.domain.time import DAY, Interval
from evidence.facts.coverage import dated
from evidence.pipeline.store import KnownRecording, Store

LONGEST = DAY  # of a recording
BAG, PAYLOAD = "bagit.txt", "data"


def recordings_of(
    store: Store, subject: str, during: Interval | None = None
) -> tuple[Recording, ...]:
    """The recordings of a class that this version has read, without opening a file.

    With ``during`` only those that may fall into that time: a class has hundreds, an hour a few.
    """
    known = store.classes.get(subject)
    wanted = [each for each in (known.recordings if known else ()) if _may_show(each, during)]
    return tuple(_dated(store, wanted))


def recordings_named(store: Store, subject: str, paths: Collection[str]) -> tuple[Recording, ...]:
    """The recordings of a class with these paths, as far as this version has read them."""
    known = store.classes.get(subject)
    wanted = [each for each in (known.recordings if known else ()) if each.path in paths]
    return tuple(_dated(store, wanted))


def was_read(store: Store, subject: str) -> bool:
    """Whether this version has read any recording of a class."""
    known = store.classes.get(subject)
    return any(_dated(store, known.recordings if known else ()))


def recording_of(store: Store, subject: str, path: str) -> Recording | None:
    """One recording of a class, if this version has read it."""
    known = known_recording(store, subject, path)
    return next(_dated(store, (known,)), None) if known else None


def _may_show(known: KnownRecording, during: Interval | None) -> bool:
    if during is None:
        return True
    return known.start is not None and during.start - LONGEST < known.start < during.end


def known_recording(store: Store, subject: str, path: str) -> KnownRecording | None:
    """A recording that the class is known to have; None for any other path."""
    known = store.classes.get(subject)
    found = (each for each in (known.recordings if known else ()) if each.path == path)
    return next(found, None)


def twin_elsewhere(store: Store, place: Place) -> tuple[str, Recording] | None:
    """The recording of another class that a place is of, and that class.

    None where the record of prints knows no such class, or it has that recording no longer.
    """
    found = store.prints.behind(place.bundle, place.path)
    if found is None:
        return None
    subject, digest = found
    known = store.classes.get(subject)
    same = [each for each in (known.recordings if known else ()) if each.sha256 == digest]
    recording = next(_dated(store, same), None)
    return (subject, recording) if recording else None


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


def _dated(store: Store, known: Sequence[KnownRecording]) -> Iterator[Recording]:
    """What this version has read off recordings; those that it has not read are left out."""
    media, pictures = evidence.__version__, f"{evidence.__version__}/pictures"
    digests = [each.sha256 for each in known]
    seen = store.observations.several(digests, (media, pictures)) if known else {}
    for each in known:
        line, looked = seen.get((each.sha256, media)), seen.get((each.sha256, pictures))
        if line is None:
            continue
        recording = dated(FootageFile(each.path, each.camera, each.start), wire.loads(line))
        shown = frames_wire.loads(looked) if looked is not None else UNSEEN
        yield Recording(recording.file, recording.media, shown)
