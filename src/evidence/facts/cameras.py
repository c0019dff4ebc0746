"""Cameras: whose each file of a class is, as far as its papers and names tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.domain.footage import FootageFile, Recording
from evidence.domain.teaching import Session

_DAY = re.compile(r"\d{2,4}[-年._]?\d{2}[-月._]?\d{2}日?")


@dataclass(frozen=True, slots=True)
class Cameras:
    """Whose each file is; ``of_file`` maps a path to a camera, None where nobody knows which.

    ``strange`` are cameras that only a recorder or a folder names, and that the timetable does
    not: each may be any other. Names that differ in case only are one camera.
    """

    names: Mapping[str, str]
    of_file: Mapping[str, str | None]
    strange: frozenset[str]

    @classmethod
    def of(cls, sessions: Iterable[Session], recordings: Iterable[Recording]) -> Cameras:
        """Told from the timetable's cameras and the names of all files together."""
        names = {_key(name): name for session in sessions for name in session.cameras}
        files = [recording.file for recording in recordings]
        shown = {_key(file.camera): file.camera for file in files}
        told = {file.path: _told(file, names, shown) for file in files}
        untold = [path for path, camera in told.items() if not camera]

        every = {**shown, **names}
        every.pop("", None)
        of_folders = {} if names or every else _of_folders(untold)
        only = next(iter(every.values())) if len(every) == 1 else None
        # With one camera in all the class it can be no other; a folder may be another's, though,
        # where no timetable says that there is but one.
        sole = {path: only for path in untold if names or not _folder(path)}
        owners = {path: camera or None for path, camera in told.items()} | sole | of_folders
        strange = _strange(files, names, shown) if names else set(of_folders.values())
        return cls(names, owners, frozenset(filter(None, strange)))

    def display(self, name: str) -> str:
        """The name as the timetable first writes it."""
        return self.names.get(_key(name), name)

    def may_be_any(self, camera: str | None) -> bool:
        """Whether the files under this name may be those of any other camera."""
        return camera is None or camera in self.strange


def _told(file: FootageFile, names: Mapping[str, str], shown: Mapping[str, str]) -> str:
    """The camera by table, name, or a folder called like one of the timetable's; "" for none."""
    camera = _key(file.camera)
    if camera in names:
        return names[camera]
    folders = (names[part] for part in map(_key, file.path.split("/")[:-1]) if part in names)
    return shown[camera] if file.camera_stated else next(folders, shown[camera])


def _strange(
    files: Iterable[FootageFile], names: Mapping[str, str], shown: Mapping[str, str]
) -> set[str]:
    """The names of recorders that neither the timetable nor the institution's own table knows."""
    stated = {_key(file.camera) for file in files if file.camera_stated}
    return {name for key, name in shown.items() if key not in stated | names.keys()}


def _of_folders(untold: Sequence[str]) -> dict[str, str | None]:
    """Where nothing names a camera at all: one folder is one film, and may be another's too."""
    folders = {path: _folder(path) for path in untold}
    if len(set(folders.values())) == 1:
        return dict.fromkeys(untold, "")
    return {path: folder or None for path, folder in folders.items()}


def _folder(path: str) -> str:
    """The folder right below recordings/; "" where none is, or where it is a date."""
    first, slash, _ = path.removeprefix("recordings/").partition("/")
    return first if slash and not _DAY.fullmatch(first) else ""


def _key(name: str) -> str:
    return name.strip().casefold()
