"""The roster: who is in the class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from evidence.domain.masking import is_identity
from evidence.domain.people import Learner, Standing, Subsidised
from evidence.domain.text import say
from evidence.sources.cells import Cells, text
from evidence.sources.headings import NONE_BEFORE, STANDINGS, key
from evidence.sources.moments import day
from evidence.sources.paths import inside
from evidence.sources.remarks import Remarks, numbered, shown
from evidence.sources.tables import Table
from evidence.sources.unfit import Unfit

NAMED_AT_MOST = 10
_OLD, _NEW = re.compile(r"[0-9]{15}"), re.compile(r"[0-9]{17}[0-9X]")
_SUBSIDISED = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年?\s*)?(?P<occupation>[^/／\d][^/／]*)(?:[/／]\s*(?P<level>.+))?"
)
_ROUNDED = re.compile(r"\d+([.]\d+)?[eE][+]?\d+")


def learners_of(table: Table, *, files: Collection[str], remarks: Remarks) -> tuple[Learner, ...]:
    """The learners in the order of the rows; ``files`` are those of the bundle.

    Names and ID numbers are never part of a problem or note, nor are the files of portraits,
    which are often called after the person.
    """
    found: list[Learner] = []
    seen: dict[str, int] = {}
    numbers: dict[int, str] = {}
    there = {path.casefold(): path for path in files}
    for row in table.rows:
        cells = Cells(table, row, remarks)
        learner_id = cells.read("learner_id", text)
        name = cells.read("name", text)
        learner = Learner(
            learner_id or "",
            name or "",
            cells.read_any("id_number", id_number) or "",
            _portraits(cells.read_any("photo", several) or "", there),
            cells.text("group"),
            cells.read_any("previous_assessment_on", day),
            cells.read_any("status", standing),
            cells.text("major"),
            cells.text("post"),
            cells.text("cohort"),
            cells.text("certificate") if "certificate" in table.headings else None,
            cells.read_any("employed_on", day),
            cells.read_any("subsidised", subsidised),
        )
        numbers[row.number] = learner.id_number
        if learner_id and not cells.is_repeated("learner_id", learner_id, seen):
            found.append(learner)
    if not table.rows:
        remarks.problem(say("the roster has no learner"), file=table.file)
    _note_missing_photos(table.file, found, files, remarks)
    _note_personal_ids(table.file, seen, remarks)
    note_id_numbers(table.file, numbers, remarks)
    return tuple(found)


def _note_personal_ids(file: str, rows: Mapping[str, int], remarks: Remarks) -> None:
    """Note the learner ids that are themselves an ID card's or a phone's number."""
    personal = [row for learner_id, row in rows.items() if is_identity(learner_id)]
    if personal:
        remarks.note(
            "learner-id-personal",
            say(
                "the learner_id of rows {rows} looks like an ID card's or a phone's number, and "
                "verdict and reports name learners by it: number them in a way of your own, such "
                "as L001",
                rows=numbered(personal),
            ),
            path=file,
            count=len(personal),
        )


def id_number(found: str) -> str:
    """Reads an ID number; what it is stays out of the message."""
    if _ROUNDED.fullmatch(found):
        raise Unfit(
            say(
                "the spreadsheet has made a rounded number of this value:"
                " format the column as text and type it in again"
            )
        )
    return found.upper()


def standing(found: str) -> Standing:
    """Reads what a learner does otherwise: at school, employed, or anything else."""
    plain = key(found)
    told = (one for one, words in STANDINGS.items() if any(key(word) in plain for word in words))
    return next(told, Standing.OTHER)


def subsidised(found: str) -> tuple[Subsidised, ...]:
    """Reads subsidised trainings such as ``2021 茶艺师/五级; 电工/四级``, or ``无``."""
    if key(found) in NONE_BEFORE:
        return ()
    entries = [entry.strip() for entry in re.split("[;；、,，]", found)]
    return tuple(_subsidised(entry) for entry in entries if entry)


def _subsidised(entry: str) -> Subsidised:
    match = _SUBSIDISED.fullmatch(entry)
    if match is None:
        raise Unfit(
            say(
                'found "{found}", expected a year, an occupation and its level, such as '
                "2021 茶艺师/五级",
                found=shown(entry),
            )
        )
    return Subsidised(int(match["year"] or 0), match["occupation"].strip(), match["level"] or "")


def note_id_numbers(file: str, numbers: Mapping[int, str], remarks: Remarks) -> None:
    """Note the ID numbers by row that can't be right, and those of several rows; "" is none."""
    wrong = [row for row, number in numbers.items() if number and not _is_possible(number)]
    if wrong:
        remarks.note(
            "id-number-wrong",
            say(
                "ID numbers that can't be right (expected 15 digits, or 18 with the check digit "
                "that belongs to them), in rows {rows}: look at the ID cards again",
                rows=numbered(wrong),
            ),
            path=file,
            count=len(wrong),
        )
    times = Counter(numbers.values())
    twice = [row for row, number in numbers.items() if number and times[number] > 1]
    if twice:
        remarks.note(
            "id-number-repeated",
            say(
                "rows {rows} have an ID number that another row has too: see whether one person is "
                "there twice",
                rows=numbered(twice),
            ),
            path=file,
            count=len(twice),
        )


def _is_possible(number: str) -> bool:
    """Whether an ID number is one of 15 digits, or of 18 by GB 11643-1999."""
    if _OLD.fullmatch(number):
        return True
    if not _NEW.fullmatch(number):
        return False
    # The weights are the powers of 2 modulo 11, the first digit's the highest.
    total = sum(int(digit) * 2**place for place, digit in enumerate(number[-2::-1], 1))
    return "10X98765432"[total % 11] == number[-1]


def several(written: str) -> str:
    """Reads one photo, or several separated by semicolons."""
    parts = [part for part in re.split("[;；]", written) if part.strip()]
    return ";".join(inside(part) for part in parts or [written])


def _portraits(written: str, there: Mapping[str, str]) -> str:
    return ";".join(_portrait(part, there) for part in written.split(";"))


def _portrait(written: str, there: Mapping[str, str]) -> str:
    """The file that is meant: case and a missing "photos/" are forgiven."""
    for candidate in (written, f"photos/{written}"):
        if candidate.casefold() in there:
            return there[candidate.casefold()]
    return written


def _note_missing_photos(
    file: str, learners: list[Learner], files: Collection[str], remarks: Remarks
) -> None:
    without = [one.id for one in learners if any(photo not in files for photo in one.photos)]
    if without:
        remarks.note(
            "photo-missing",
            say(
                "{count} portraits that the roster names are not in the bundle: {learners}",
                count=len(without),
                learners=", ".join(without[:NAMED_AT_MOST])
                + (" …" if len(without) > NAMED_AT_MOST else ""),
            ),
            path=file,
            count=len(without),
        )
