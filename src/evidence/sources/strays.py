"""Strays: files and folders of a bundle whose names are nearly right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from evidence.domain.text import say
from evidence.sources.headings import FOLDERS, FORMS, key
from evidence.sources.remarks import Remarks
from evidence.sources.tree import CLASS_FILE

# Stricter than for headings: "offline" is no slip for "online".
SLIP = 0.85
OLD_WORKBOOK = ".xls"
TABLES = (".csv", ".xlsx", OLD_WORKBOOK, ".et", ".ods", ".txt", ".tsv")


def misnamed(paths: Iterable[str], remarks: Remarks) -> frozenset[str]:
    """The stems of the tables, and "class.toml", that are there under a wrong name; all are told.

    Left alone, each would be overlooked: a class without recordings, or without a roster.
    """
    paths = tuple(paths)
    tops = {path.partition("/")[0] for path in paths if "/" in path}
    files = {path for path in paths if "/" not in path}
    _tell_folders(tops, remarks)
    stems = {PurePosixPath(name).stem.casefold() for name in files if _is_table(name)}
    found: set[str] = set()
    for name in sorted(files):
        right = _right_name(name, stems)
        if right and right.casefold() not in {file.casefold() for file in files}:
            remarks.problem(
                say("this file is not read under this name"), file=name, did_you_mean=right
            )
            found.add(CLASS_FILE if right == CLASS_FILE else PurePosixPath(right).stem)
    return frozenset(found)


def _is_table(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in (".csv", ".xlsx")


def _right_name(name: str, stems: set[str]) -> str:
    """What a file at the top should be called, "" where nothing tells."""
    plain = name.casefold()
    # Windows hides the ending that Notepad adds.
    if plain == CLASS_FILE or plain.startswith(CLASS_FILE + ".") or _near(plain, (CLASS_FILE,)):
        return CLASS_FILE if plain != CLASS_FILE else ""
    path = PurePosixPath(plain)
    if path.suffix not in TABLES:
        return ""
    ending = ".csv" if path.suffix in (".csv", ".txt", ".tsv") else ".xlsx"
    for form in FORMS:
        if form.stem in stems:
            continue
        known = {key(word) for word in form.also_named}
        exactly = path.stem == form.stem and not _is_table(plain)
        if exactly or key(path.stem) in known or _slip(path.stem, form.stem):
            return form.stem + ending
    return ""


def _slip(found: str, right: str) -> bool:
    return found != right and bool(_near(found, (right,)))


def _near(found: str, right: Iterable[str]) -> str:
    return next(iter(get_close_matches(found, tuple(right), n=1, cutoff=SLIP)), "")


def _tell_folders(tops: set[str], remarks: Remarks) -> None:
    words: Mapping[str, str] = {key(w): f for f, ws in FOLDERS.items() for w in (f, *ws)}
    for top in sorted(tops - FOLDERS.keys()):
        right = words.get(key(top), "") or _near(top.casefold(), FOLDERS)
        if right and right not in tops:
            remarks.problem(
                say("this folder is not looked into under this name"),
                file=top + "/",
                did_you_mean=right + "/",
            )
