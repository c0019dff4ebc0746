"""The doctor: looks at this machine and at the deployment, and says what keeps them from working.

Every examination is a function below that finds something well, wanting (all but it works), or ill
(no class can be checked). None of them changes anything.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import av
import duckdb
import imageio_ffmpeg

import evidence
from evidence.analyzers.face.cards import cards
from evidence.analyzers.face.recorded import code_of
from evidence.domain.errors import Unreadable
from evidence.domain.text import Text, say
from evidence.sources.deployment import Deployment
from evidence.sources.landing import LandingSection
from evidence.sources.policies import policies
from evidence.store.sealed import FernetSeal
from evidence.wiring.deployment import deployment, store_to_look_at
from evidence.wiring.faces import FacesSection
from evidence.wiring.models import models_folder
from evidence.wiring.places import config_folder

GIGABYTE = 10**9
LEAST_SCRATCH = 2 * GIGABYTE
LEAST_MEMORY = 2 * GIGABYTE
DECODERS = ("h264", "hevc", "mjpeg", "mpeg4")


class Health(StrEnum):
    """How it is with one thing."""

    WELL = "well"
    WANTING = "wanting"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at: what was found, and where it is not well, what to do."""

    name: Text
    health: Health
    found: Text

    @property
    def is_ill(self) -> bool:
        """Whether no class can be checked like this."""
        return self.health is Health.ILL


def examine() -> Iterator[Examined]:
    """Everything, one after the other."""
    yield _python()
    yield _memory()
    yield _scratch()
    yield _decoders()
    yield _encoder()
    yield _logs()
    yield from _models()
    yield _policies()
    yield from _deployed()


def _python() -> Examined:
    version = ".".join(map(str, sys.version_info[:3]))
    found = say("{version}, evidence {own}", version=version, own=evidence.__version__)
    return Examined(say("Python"), Health.WELL, found)


def _memory() -> Examined:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    found = say("{size} GB, {cores} processors", size=size // GIGABYTE, cores=os.cpu_count() or 1)
    return Examined(say("memory"), Health.WELL if size >= LEAST_MEMORY else Health.WANTING, found)


def _scratch() -> Examined:
    """Archives are unpacked into the temporary folder."""
    name = say("temporary folder")
    try:
        folder = tempfile.gettempdir()
    except FileNotFoundError:
        nowhere = say("there is none that can be written: set TMPDIR to a folder that can")
        return Examined(name, Health.ILL, nowhere)
    free = shutil.disk_usage(folder).free
    if free >= LEAST_SCRATCH:
        return Examined(name, Health.WELL, say("{free} GB free", free=free // GIGABYTE))
    found = say(
        "{free} GB free in {folder}: archives are unpacked there; set TMPDIR to a larger place",
        free=free // GIGABYTE,
        folder=folder,
    )
    return Examined(name, Health.WANTING, found)


def _decoders() -> Examined:
    lacking = [name for name in DECODERS if name not in av.codecs_available]
    name = say("reading footage")
    if lacking:
        found = say("FFmpeg lacks {names}: install PyAV's own wheel", names=", ".join(lacking))
        return Examined(name, Health.ILL, found)
    version = ".".join(map(str, av.library_versions["libavcodec"]))
    return Examined(
        name,
        Health.WELL,
        say("PyAV {own}, libavcodec {version}", own=av.__version__, version=version),
    )


def _encoder() -> Examined:
    """The samples and the attack kit film with FFmpeg's own program."""
    name = say("making samples")
    try:
        version = imageio_ffmpeg.get_ffmpeg_version()
    except (RuntimeError, OSError):
        found = say("no FFmpeg that runs: install imageio-ffmpeg's own wheel")
        return Examined(name, Health.WANTING, found)
    return Examined(name, Health.WELL, say("FFmpeg {version}", version=version))


def _logs() -> Examined:
    name = say("reading learning logs")
    try:
        duckdb.execute(
            "SELECT * FROM read_json(['/dev/null'], columns = {a: 'VARCHAR'})"
        ).fetchall()
    except duckdb.Error as error:
        return Examined(name, Health.ILL, say("DuckDB: {detail}", detail=str(error)))
    return Examined(name, Health.WELL, say("DuckDB {version}", version=duckdb.__version__))


def _models() -> Iterator[Examined]:
    """The shipped models, and those of the deployment, which no check may need."""
    try:
        found = cards(models_folder())
    except Unreadable as error:
        yield Examined(say("models"), Health.ILL, _told(error))
        found = cards()
    needed = {card.name for card in cards()}
    for card in found:
        name = say("model {name}", name=card.name)
        try:
            card.check()
        except Unreadable as error:
            health = Health.ILL if card.name in needed else Health.WANTING
            yield Examined(name, health, _told(error))
        else:
            yield Examined(name, Health.WELL, say("{identity}", identity=card.identity[:16]))


def _policies() -> Examined:
    name = say("policies")
    try:
        found = policies(config_folder())
    except Unreadable as error:
        return Examined(name, Health.ILL, _told(error))
    if not found:
        lacking = say(
            "there is none in {folder}: let EVIDENCE_CONFIG name the folder that holds policies/",
            folder=str(config_folder()),
        )
        return Examined(name, Health.ILL, lacking)
    return Examined(name, Health.WELL, say("{ids}", ids=", ".join(one.id for one in found)))


def _deployed() -> Iterator[Examined]:
    """The deployment, which every check reads; what it names beyond is the night's alone."""
    name = say("deployment")
    try:
        deployed = deployment(config_folder())
    except Unreadable as error:
        yield Examined(name, Health.ILL, _told(error))
        return
    yield Examined(name, Health.WELL, say("{folder}", folder=str(config_folder())))
    for look in (_store, _landing, _embedder, _faces, _strange_faces):
        yield look(deployed)


def _store(deployed: Deployment) -> Examined:
    name = say("store")
    try:
        store = store_to_look_at(deployed)
    except Unreadable as error:
        return Examined(name, Health.WANTING, _told(error))
    store.close()
    return Examined(name, Health.WELL, say("answers, or will be made by the first night"))


def _embedder(deployed: Deployment) -> Examined:
    """What compares faces: one that was not measured keeps every class from being checked."""
    name, section = say("embedder"), deployed.part("faces", FacesSection)
    try:
        chosen = section.chosen()
    except Unreadable as error:
        return Examined(name, Health.ILL, _told(error))
    return Examined(name, Health.WELL, say("{name}", name=chosen.embedder))


def _faces(deployed: Deployment) -> Examined:
    """Faces that are stored: from a certain number on, the law asks for more."""
    name, section = say("faces on record"), deployed.part("faces", FacesSection)
    if section.key is None:
        return Examined(name, Health.WELL, say("none is stored: [faces] has no key"))
    try:
        FernetSeal(section.key.reveal())
    except Unreadable as error:  # no night begins with it
        return Examined(name, Health.ILL, _told(error))
    try:
        store = store_to_look_at(deployed)
    except Unreadable as error:
        return Examined(name, Health.WANTING, _told(error))
    stored = store.faces.stored()
    store.close()
    if stored < section.filing_from:
        return Examined(name, Health.WELL, say("{stored}, sealed", stored=stored))
    found = say(
        "{stored}, sealed: from {least} on they must be filed with the authority",
        stored=stored,
        least=section.filing_from,
    )
    return Examined(name, Health.WANTING, found)


def _strange_faces(deployed: Deployment) -> Examined:
    """Faces that were sealed with another key, or described by another embedder."""
    name = say("faces on record that nothing is compared with")
    faces = deployed.part("faces", FacesSection)
    if faces.key is None:
        return Examined(name, Health.WELL, say("none is stored: [faces] has no key"))
    try:
        code = code_of(faces.chosen(), FernetSeal(faces.key.reveal()))
        store = store_to_look_at(deployed)
    except Unreadable as error:
        return Examined(name, Health.WANTING, _told(error))
    strange = store.faces.stored(but=code)
    store.close()
    if not strange:
        return Examined(name, Health.WELL, say("none"))
    found = say(
        "{count}, sealed with another key or described by another embedder: no class is held "
        "against them; set the former key or embedder again, or let [retention] faces_days "
        "end them",
        count=strange,
    )
    return Examined(name, Health.WANTING, found)


def _landing(deployed: Deployment) -> Examined:
    section = deployed.part("landing", LandingSection)
    name, there = say("landing folder"), _nearest(section.folder)
    if not os.access(there, os.W_OK):
        found = say(
            "{folder} can't be written: give it to the user of the night", folder=str(there)
        )
        return Examined(name, Health.WANTING, found)
    free, least = shutil.disk_usage(there).free, section.least_free_gigabytes * GIGABYTE
    found = say("{free} GB free in {folder}", free=free // GIGABYTE, folder=str(section.folder))
    return Examined(name, Health.WELL if free > least else Health.WANTING, found)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that there is."""
    return next(
        place for place in (folder.absolute(), *folder.absolute().parents) if place.exists()
    )


def _told(error: Unreadable) -> Text:
    """The first of its problems, and how many others there are."""
    first, *others = error.problems
    told = say("{place}: {what}", place=first.place, what=first.what)
    if first.did_you_mean:
        told = say("{problem}; did you mean {near}?", problem=told, near=first.did_you_mean)
    return say("{first} and {left} more", first=told, left=len(others)) if others else told
