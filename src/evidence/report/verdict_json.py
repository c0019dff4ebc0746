"""The verdict as JSON: the contract's keys in the contract's order, the same bytes everywhere.

``verdict_record.py`` holds its shape.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from evidence.domain.findings import (
    Evidence,
    Finding,
    HoursIn,
    HourVerdict,
    LearnerVerdict,
    Measure,
    Note,
    Verdict,
)
from evidence.domain.subject import Subject
from evidence.domain.teaching import TrainingClass
from evidence.domain.text import Length
from evidence.domain.time import SECOND
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.verdict_record import (
    SCHEMA_ID,
    BundleRecord,
    ClassRecord,
    EngineRecord,
    EvidenceRecord,
    FindingRecord,
    HourRecord,
    HoursByKind,
    HoursInRecord,
    LearnerRecord,
    NoteRecord,
    PolicyRecord,
    SubjectRecord,
    VerdictRecord,
    VisitRecord,
)
from evidence.report.words import Voice

_RATIO_DIGITS = 6


def write(verdict: Verdict) -> bytes:
    """The verdict as canonical UTF-8 JSON, with a newline at its end."""
    plain = record(verdict).model_dump(mode="json", by_alias=True)
    return (json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``write`` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:evidence:verdict:1",
        **VerdictRecord.model_json_schema(by_alias=True, mode="serialization"),
        "title": SCHEMA_ID,
    }


def record(verdict: Verdict) -> VerdictRecord:
    """The verdict in the shape of its JSON."""
    english = Voice(ENGLISH, verdict.timezone)
    chinese = Voice(CHINESE, verdict.timezone)
    return VerdictRecord(
        schema=SCHEMA_ID,
        bundle=BundleRecord(
            id=verdict.bundle_id, sha256=verdict.bundle_sha256, files=verdict.bundle_files
        ),
        policy=PolicyRecord(id=verdict.policy_id, sha256=verdict.policy_sha256),
        engine=EngineRecord(version=verdict.engine_version, models=dict(verdict.models)),
        verdict=verdict.standing.value,
        class_hours=[_hour(hour, english) for hour in verdict.hours],
        learners=[_learner(learner) for learner in verdict.learners],
        findings=[
            _finding(finding, verdict.bundle_id, english, chinese) for finding in verdict.findings
        ],
        notes=[_note(note, english, chinese) for note in verdict.notes],
        no_site_visit_needed=verdict.no_site_visit_needed,
        visits=[
            VisitRecord(
                at=_time(visit.at, english),
                present=visit.present,
                room=visit.room,
                teachers=visit.teachers,
            )
            for visit in verdict.visits
        ],
        **{"class": _class(verdict.training_class, verdict) if verdict.training_class else None},
    )


def _class(declared: TrainingClass, verdict: Verdict) -> ClassRecord:
    return ClassRecord(
        institution=declared.institution_id,
        institution_name=declared.institution_name,
        occupation=declared.occupation,
        level=declared.level,
        mode=declared.mode.value,
        certificate=declared.certificate.value,
        starts_on=declared.starts_on.isoformat(),
        ends_on=declared.ends_on.isoformat(),
        planned_hours=declared.planned_hours,
        teachers=declared.teachers,
        assessed_on=declared.assessed_on.isoformat() if declared.assessed_on else None,
        rooms=list(verdict.rooms),
    )


def _hour(hour: HourVerdict, voice: Voice) -> HourRecord:
    return HourRecord.model_validate(
        {
            "session": hour.session,
            "hour": hour.number,
            "kind": hour.kind,
            "start": _time(hour.span.start, voice),
            "end": _time(hour.span.end, voice),
            "verdict": hour.standing.value,
            "recorded_seconds": _seconds(hour.recorded),
            "longest_run_seconds": _seconds(hour.longest_run),
            "present": hour.present,
            "people_average": round(float(hour.people[0]), 1) if hour.people else None,
            "people_peak": hour.people[1] if hour.people else None,
            "camera": hour.camera,
        }
    )


def finding_record(finding: Finding, verdict: Verdict) -> FindingRecord:
    """A ruling of this verdict as a finding of the file is told, also one that is no finding."""
    voices = Voice(ENGLISH, verdict.timezone), Voice(CHINESE, verdict.timezone)
    return _finding(finding, verdict.bundle_id, *voices)


def _learner(learner: LearnerVerdict) -> LearnerRecord:
    kinds = learner.hours_by_kind
    return LearnerRecord(
        id=learner.id,
        verdict=learner.standing.value,
        hours_planned=learner.hours_planned,
        hours_credited=learner.hours_credited,
        hours_by_kind=HoursByKind(
            theory=kinds.get("theory", 0),
            practical=kinds.get("practical", 0),
            online=kinds.get("online", 0),
        ),
        hours_in_review=learner.hours_in_review,
        admitted_to_assessment=learner.admitted,
        class_hours=[_hours_in(hours) for hours in learner.hours_in],
        certified=learner.certified,
        employed_on=learner.employed_on.isoformat() if learner.employed_on else None,
    )


def _hours_in(hours: HoursIn) -> HoursInRecord:
    return HoursInRecord.model_validate(
        {
            "session": hours.session,
            "first": hours.first,
            "last": hours.last,
            "verdict": hours.standing.value,
        }
    )


def _finding(finding: Finding, bundle: str, english: Voice, chinese: Voice) -> FindingRecord:
    ruling = finding.ruling
    return FindingRecord(
        rule=finding.rule,
        effect=finding.effect.value,
        clause=finding.clause,
        subject=_subject(finding.subject, bundle),
        start=_time(ruling.span.start, english) if ruling.span else None,
        end=_time(ruling.span.end, english) if ruling.span else None,
        measured=_number(ruling.measured),
        required=_number(ruling.required),
        unit=_unit(finding),
        message=english.tell(ruling.message),
        evidence=[_evidence(shown) for shown in ruling.evidence],
        message_zh=chinese.tell(ruling.message),
        text=finding.text,
        at_most=ruling.at_most,
    )


def _subject(subject: Subject, bundle: str) -> SubjectRecord:
    return SubjectRecord.model_validate(
        {
            "class": bundle if subject.is_class else "",
            "session": subject.session,
            "hour": subject.hour,
            "learner": subject.learner,
            "lesson": subject.lesson,
            "recording": subject.recording,
        }
    )


def _evidence(shown: Evidence) -> EvidenceRecord:
    return EvidenceRecord(
        path=shown.path,
        start=None if shown.start is None else _seconds(shown.start),
        end=None if shown.end is None else _seconds(shown.end),
        attempt=shown.attempt,
        bundle=shown.bundle,
        mirrored=shown.mirrored,
        uncompared=shown.uncompared or "",
    )


def _note(note: Note, english: Voice, chinese: Voice) -> NoteRecord:
    return NoteRecord(
        code=note.code,
        path=note.path,
        count=note.count,
        message=english.tell(note.message),
        message_zh=chinese.tell(note.message),
    )


def _number(measure: Measure | None) -> float | int | None:
    match measure:
        case Length(micros):
            return _seconds(micros)
        case Fraction():
            return round(float(measure), _RATIO_DIGITS)
        case _:
            return measure


def _unit(finding: Finding) -> str:
    measures = (finding.ruling.measured, finding.ruling.required)
    return "s" if any(isinstance(measure, Length) for measure in measures) else finding.ruling.unit


def _seconds(micros: int) -> float:
    """Seconds; six digits after the point survive the way through a double."""
    return micros / SECOND


def _time(micros: int, voice: Voice) -> str:
    """RFC 3339 with the class's offset; a fraction only where there is one."""
    return voice.moment_at(micros).isoformat()
