"""Strays: files and folders of a bundle whose names are nearly right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import PurePosixPath

from evidence.domain.text import say
from evidence.sources.headings import FOLDERS, FORMS, ROSTER, SCHEDULE, Form, key
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tree import CLASS_FILE

# Stricter than for headings: "offline" is no slip for "online".
SLIP = 0.85
WORKBOOKS = frozenset({".xlsx", ".xls", ".et", ".ods"})
TEXTS = frozenset({".csv", ".txt", ".tsv"})
NEEDED = (ROSTER, SCHEDULE)
FILMS = frozenset({".mp4", ".mkv", ".ts", ".avi", ".mov", ".flv", ".dav", ".mpg", ".h264", ".h265"})


def misnamed(paths: Iterable[str], remarks: Remarks) -> frozenset[str]:
    """The stems of the tables, and "class.toml", that are there under a wrong name; all are told.

    Left alone, each would be overlooked: a class without recordings, or without a roster. Only a
    paper that may be another than the table, such as a scanned 签到表, is no more than a note.
    """
    paths = tuple(paths)
    files = {path for path in paths if "/" not in path}
    _tell_folders({path.partition("/")[0] for path in paths if "/" in path}, remarks)
    folded = {name.casefold() for name in files}
    absent = tuple(
        form
        for form in FORMS
        if not any(form.stem + ending in folded for ending in (".csv", ".xlsx"))
    )
    found: set[str] = set()
    for name in sorted(files):
        if CLASS_FILE not in folded and _is_class_file(name):
            found.add(CLASS_FILE)
            _tell_file(name, CLASS_FILE, remarks)
        for form in absent:
            stem, suffix = key(PurePosixPath(name).stem), PurePosixPath(name).suffix.casefold()
            if suffix not in WORKBOOKS | TEXTS:
                continue
            right = form.stem + (".csv" if suffix in TEXTS else ".xlsx")
            if _near(stem, (form.stem,)) or (form in NEEDED and stem in _also_named(form)):
                found.add(form.stem)
                _tell_file(name, right, remarks)
            elif stem in _also_named(form):
                remarks.note(
                    "table-not-read",
                    say('"{name}" is not read; as a table it is called {right}',
                        name=shown(name), right=right),
                    path=name,
                )  # fmt: skip
    return frozenset(found)


def note_unread(paths: Iterable[str], read: Iterable[str], remarks: Remarks) -> None:
    """Note footage and learning logs that lie where nobody looks for them."""
    left = sorted(set(paths) - set(read))
    films = [path for path in left if _suffix(path) in FILMS]
    logs = [path for path in left if _suffix(path) == ".jsonl" and not path.startswith("online/")]
    if films:
        remarks.note(
            "footage-not-read",
            say(
                "films outside recordings/ are not read: {count}; move them there, or name them "
                "in recordings.csv",
                count=len(films),
            ),
            path=films[0],
            count=len(films),
        )
    if logs:
        remarks.note(
            "log-not-read",
            say("learning logs outside online/ are not read: {count}", count=len(logs)),
            path=logs[0],
            count=len(logs),
        )


def _suffix(path: str) -> str:
    return PurePosixPath(path.removesuffix(".gz")).suffix.casefold()


def _is_class_file(name: str) -> bool:
    # Windows hides the ending that Notepad adds.
    plain = name.casefold()
    return plain.startswith(CLASS_FILE + ".") or bool(_near(plain, (CLASS_FILE,)))


def _also_named(form: Form) -> frozenset[str]:
    return frozenset(key(word) for word in form.also_named)


def _tell_file(name: str, right: str, remarks: Remarks) -> None:
    if PurePosixPath(name).suffix.casefold() in WORKBOOKS and _suffix(name) != _suffix(right):
        remarks.problem(
            say('save this as "{right}" in Excel or WPS; giving it another name is not enough',
                right=right),
            file=name,
        )  # fmt: skip
        return
    remarks.problem(say("this file is not read under this name"), file=name, did_you_mean=right)


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
