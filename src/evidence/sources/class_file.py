"""The class file: ``class.toml``, what the institution declares of its class."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from evidence.domain.errors import nearest
from evidence.domain.papers import Apprenticeship, Gate, Gates, Survey, YearRecord
from evidence.domain.teaching import Mode, TrainingClass
from evidence.domain.text import Text, say
from evidence.sources.cells import one_of
from evidence.sources.class_sections import (
    DEFAULT_ZONE,
    SECTIONS,
    ClassSection,
    GatesSection,
    known_zone,
)
from evidence.sources.headings import MODES
from evidence.sources.moments import moment
from evidence.sources.remarks import Remarks, shown
from evidence.sources.text_file import decoded
from evidence.sources.unfit import Unfit

FILE = "class.toml"
_CURLY = "“”„‘’＂＝"
_SECTION = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*["']?([^"'=\s]+)["']?\s*=""")
# tomllib's own words for a key or a section that is set a second time.
_TWICE = re.compile(r"Cannot (overwrite a value|declare .* twice)|Duplicate")


@dataclass(frozen=True, slots=True)
class ClassFile:
    """What was read; ``training_class`` is None where that has problems.

    ``zone`` and ``mode`` are known even then, as far as possible, so that the tables can be read
    and everything wrong with the bundle be told at once.
    """

    training_class: TrainingClass | None
    zone: ZoneInfo
    mode: Mode | None


def read_class_file(
    raw: bytes, remarks: Remarks, known_policies: tuple[str, ...] = ()
) -> ClassFile:
    """The class that ``class.toml`` declares; everything wrong with it is in ``remarks``.

    ``known_policies`` are the ids that its policy may be one of; none: it may be any.
    """
    lost = ClassFile(None, ZoneInfo(DEFAULT_ZONE), None)
    try:
        text = decoded(raw).replace("\r\n", "\n")
    except ValueError:
        remarks.problem(say("this is not text in UTF-8 or GB18030"), file=FILE)
        return lost
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _tell_syntax(text, str(error), remarks)
        return lost
    _look_at_policy(data.get("policy"), known_policies, text, remarks)
    try:
        section = ClassSection.model_validate(data)
    except ValidationError as error:
        _tell(error, text, remarks)
        return ClassFile(None, _zone_in(data), _mode_in(data))
    if section.ends_on < section.starts_on:
        remarks.problem(
            say(
                "the class ends on {end}, before it starts on {start}",
                end=section.ends_on.isoformat(),
                start=section.starts_on.isoformat(),
            ),
            file=FILE,
            row=_line_of(text, ("ends_on",)),
            column="ends_on",
        )
    _look_at_parts(section, text, remarks)
    zone = ZoneInfo(section.timezone)
    return ClassFile(_declared(section, zone), zone, section.mode)


def _look_at_parts(section: ClassSection, text: str, remarks: Remarks) -> None:
    """See that no part is said to be larger than its whole."""
    wholes = {
        ("survey", "answered"): (section.survey, ("satisfied",)),
        ("last_year", "trained"): (section.last_year, ("passed", "employed")),
    }
    for (table, whole), (stated, parts) in wholes.items():
        for part in parts if stated else ():
            found, most = getattr(stated, part), getattr(stated, whole)
            if found > most:
                remarks.problem(
                    say(
                        "found {found}, expected at most {whole}, which is {most}",
                        found=found,
                        whole=whole,
                        most=most,
                    ),
                    file=FILE,
                    row=_line_of(text, (table, part)),
                    column=f"{table}.{part}",
                )


def _look_at_policy(found: object, known: tuple[str, ...], text: str, remarks: Remarks) -> None:
    """See that the policy is one that there is; what is no text is told elsewhere."""
    if not isinstance(found, str) or not found.strip() or not known or found.strip() in known:
        return
    remarks.problem(
        say(
            'found "{found}", expected one of {expected}',
            found=shown(found),
            expected=", ".join(known),
        ),
        file=FILE,
        row=_line_of(text, ("policy",)),
        column="policy",
        did_you_mean=nearest(found.strip(), known),
    )


def _declared(section: ClassSection, zone: ZoneInfo) -> TrainingClass:
    registered = section.registered_at
    return TrainingClass(
        id=section.id,
        policy=section.policy,
        timezone=section.timezone,
        occupation=section.occupation,
        level=section.level,
        mode=section.mode,
        certificate=section.certificate,
        starts_on=section.starts_on,
        ends_on=section.ends_on,
        planned_hours=section.planned_hours,
        teachers=section.teachers,
        workstations=section.workstations,
        registered_at=None if registered is None else moment(zone)(registered),
        assessed_on=section.assessed_on,
        institution_id=section.institution.id,
        institution_name=section.institution.name,
        recording_pattern=section.recordings.pattern,
        gates=_gates(section.gates) if section.gates else None,
        survey=Survey(**section.survey.model_dump()) if section.survey else None,
        last_year=YearRecord(**section.last_year.model_dump()) if section.last_year else None,
        apprenticeship=(
            Apprenticeship(**section.apprenticeship.model_dump())
            if section.apprenticeship
            else None
        ),
    )


def _gates(section: GatesSection) -> Gates:
    return Gates(
        Gate(section.applied_on, section.applied_by),
        Gate(section.checked_on, section.checked_by),
        Gate(section.completed_on, section.completed_by),
    )


def _tell_syntax(text: str, detail: str, remarks: Remarks) -> None:
    """A syntax error, with the usual cause where it shows."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", detail)
    lines = text.split("\n")
    row = int(place[1]) if place else len(lines)
    line = lines[row - 1] if row <= len(lines) else ""
    twice = _TWICE.search(detail)
    at_key = _SECTION.match(line) or _KEY.match(line)
    if twice and at_key:
        what = say('"{key}" is there twice: keep one of the two', key=shown(at_key[1]))
    elif any(mark in line for mark in _CURLY):
        what = say('this line has Chinese quotation marks or signs: write " and = instead')
    else:
        what = say(
            "this line can't be read, at letter {letter}: {detail}",
            letter=int(place[2]) if place else len(line) + 1,
            detail=re.sub(r" \(at [^)]*\)$", "", detail),
        )
    remarks.problem(what, file=FILE, row=row)


def _tell(error: ValidationError, text: str, remarks: Remarks) -> None:
    for wrong in error.errors(include_url=False):
        path = tuple(str(part) for part in wrong["loc"])
        what, did_you_mean = _explained(wrong["type"], path, wrong)
        remarks.problem(
            what,
            file=FILE,
            row=_line_of(text, path),
            column=".".join(path),
            did_you_mean=did_you_mean,
        )


def _explained(kind: str, path: tuple[str, ...], wrong: Mapping[str, Any]) -> tuple[Text, str]:
    """What pydantic found, in words for a clerk, and the nearest right name."""
    cause = wrong.get("ctx", {}).get("error")
    found = shown(str(wrong["input"]))
    match kind:
        case _ if isinstance(cause, Unfit):
            return cause.what, cause.did_you_mean
        case "missing":
            return say("this key is missing"), ""
        case "extra_forbidden":
            known = tuple(SECTIONS[path[0] if len(path) > 1 else ""].model_fields)
            return say("there is no such key"), nearest(path[-1], known)
        case "greater_than_equal":
            return say(
                'found "{found}", expected {least} or greater',
                found=found,
                least=wrong["ctx"]["ge"],
            ), ""
        case "string_too_short":
            return say("this value is empty"), ""
        case "model_type":
            return say("expected a section of its own, under [{name}]", name=path[-1]), ""
        case "int_type" | "int_parsing" | "int_from_float":
            return say('found "{found}", expected a whole number', found=found), ""
        case "string_type":
            return say('found "{found}", expected text in quotation marks', found=found), ""
        case _:
            return say('found "{found}": {detail}', found=found, detail=str(wrong["msg"])), ""


def _line_of(text: str, path: tuple[str, ...]) -> int:
    """The line on which a key is set; 0 where it is not."""
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := _SECTION.match(line):
            section = header[1]
        at_key = _KEY.match(line)
        here = (*filter(None, [section]), at_key[1]) if at_key else (section,)
        if path == here:
            return number
    return 0


def _zone_in(data: Mapping[str, object]) -> ZoneInfo:
    try:
        return ZoneInfo(known_zone(str(data.get("timezone", DEFAULT_ZONE))))
    except Unfit:
        return ZoneInfo(DEFAULT_ZONE)


def _mode_in(data: Mapping[str, object]) -> Mode | None:
    try:
        return one_of(MODES)(str(data.get("mode", "")))
    except Unfit:
        return None
