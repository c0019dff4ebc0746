"""The verdict as JSON: the contract's keys in the contract's order, the same bytes everywhere.

Keys that the contract does not name come after those it does.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from evidence.domain.findings import (
    Evidence,
    Finding,
    HourVerdict,
    LearnerVerdict,
    Measure,
    Note,
    Verdict,
)
from evidence.domain.subject import Subject
from evidence.domain.text import Length
from evidence.domain.time import SECOND
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.words import Voice

SCHEMA_ID = "evidence/verdict/1"
_RATIO_DIGITS = 6

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
StandingWord = Literal["valid", "invalid", "review"]
EffectWord = Literal["class-invalid", "training-invalid", "hour-invalid", "review", "notice"]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Seconds = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]


class Record(BaseModel):
    """An object of the file: its keys, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class BundleRecord(Record):
    """The class bundle that was judged."""

    id: str = Field(description="The class's id of class.toml.")
    sha256: Sha256 = Field(description="SHA-256 of the sorted lines `<sha256>  <path>`.")
    files: Count = Field(description="How many files the bundle holds.")


class PolicyRecord(Record):
    """The policy that it was judged under."""

    id: str = Field(description="The policy's id.")
    sha256: Sha256 = Field(description="SHA-256 of the policy and the defaults it rests on.")


class EngineRecord(Record):
    """What judged it."""

    version: str = Field(description="The version of evidence.")
    models: dict[str, str] = Field(description="Each model that was used, with its digest.")


class HourRecord(Record):
    """One class hour taught in a room."""

    session: str = Field(description="The session's id of schedule.csv.")
    hour: int = Field(ge=1, description="Which class hour of the session, from 1.")
    kind: Literal["theory", "practical", "online"] = Field(description="What is taught.")
    start: Time = Field(description="When it starts, RFC 3339 with the class's offset.")
    end: Time = Field(description="When it ends; this moment no longer belongs to it.")
    verdict: StandingWord = Field(description="Whether the hour counts.")
    recorded_seconds: Seconds = Field(
        description="Seconds of usable footage, by any of the session's cameras."
    )
    longest_run_seconds: Seconds = Field(description="The longest unbroken run of one camera.")
    present: int | None = Field(
        ge=0,
        description="Learners recognised in the footage; those signed in where no face could be "
        "compared; null without either.",
    )
    camera: str = Field(description='The camera with the longest run; "" where none recorded.')
    people_average: float | None = Field(
        default=None, ge=0, description="People in view on average; null where none was counted."
    )
    people_peak: int | None = Field(
        default=None, ge=0, description="The most people in view at one time."
    )


class HoursByKind(Record):
    """Credited class hours of each kind."""

    theory: Count = Field(description="Theory taught in a room.")
    practical: Count = Field(description="Practical training.")
    online: Count = Field(description="Online hours, 45 min of distinct content each.")


class LearnerRecord(Record):
    """One learner of the roster."""

    id: str = Field(description="The learner_id of roster.csv; never a name or ID number.")
    verdict: StandingWord = Field(description="Whether this learner's training counts.")
    hours_planned: Count = Field(description="Class hours planned for this learner.")
    hours_credited: Count = Field(description="Class hours that count.")
    hours_by_kind: HoursByKind = Field(description="The credited hours by kind.")
    hours_in_review: Count = Field(description="Class hours that a person must look at first.")
    admitted_to_assessment: bool = Field(
        description="False where the online training is invalid: no offline assessment."
    )


def _unset(value: object) -> bool:
    """Whether a key does not apply, and is left out."""
    return not value


class SubjectRecord(Record):
    """What a finding is about: only the keys that apply; `class` for the class as a whole."""

    class_: str = Field("", alias="class", exclude_if=_unset, description="The class's id.")
    session: str = Field("", exclude_if=_unset, description="A session's id.")
    hour: int = Field(
        0,
        exclude_if=_unset,
        description="A class hour, from 1: of the session, or of the learner's playing time.",
    )
    learner: str = Field("", exclude_if=_unset, description="A learner's id.")
    lesson: str = Field("", exclude_if=_unset, description="An online lesson's id.")
    recording: str = Field("", exclude_if=_unset, description="A recording's path in the bundle.")


class EvidenceRecord(Record):
    """Where the proof is: a file of the bundle, and the stretch of it."""

    path: str = Field(description="Path in the bundle.")
    start: float | None = Field(description="Seconds from the recording's first frame, or null.")
    end: float | None = Field(description="Seconds from the recording's first frame, or null.")
    attempt: str = Field(
        "", exclude_if=_unset, description="The playback window, in a learning log."
    )


class FindingRecord(Record):
    """One thing that somebody must know of."""

    rule: str = Field(description="The rule's id.")
    effect: EffectWord = Field(description="What follows from it.")
    clause: str = Field(description="Document and place of the clause that it rests on.")
    subject: SubjectRecord = Field(description="What it is about.")
    start: Time | None = Field(description="When it begins; null where it has no time.")
    end: Time | None = Field(description="When it ends; null where it has no time.")
    measured: float | int | None = Field(description="What was measured, in `unit`, or null.")
    required: float | int | None = Field(description="What the clause requires, or null.")
    unit: str = Field(description='Unit of both: "s" for seconds, "" for a bare number.')
    message: str = Field(description="The finding in an English sentence.")
    evidence: list[EvidenceRecord] = Field(description="The files that show it.")
    message_zh: str = Field(description="The same sentence in Chinese.")
    text: str = Field(description="The clause in its own words.")


class NoteRecord(Record):
    """Something seen on reading the bundle that no rule is about."""

    code: str = Field(description="What kind of note, stable.")
    path: str = Field(description='The file that it is about, or "".')
    count: Count = Field(description="How often it was seen.")
    message: str = Field(description="The note in an English sentence.")
    message_zh: str = Field(description="The same sentence in Chinese.")


class VerdictRecord(Record):
    """The verdict of `evidence check` on one class bundle under one policy."""

    schema_: Literal["evidence/verdict/1"] = Field(
        alias="schema", description="The name and version of this format."
    )
    bundle: BundleRecord = Field(description="What was judged.")
    policy: PolicyRecord = Field(description="Under which policy.")
    engine: EngineRecord = Field(description="By which version.")
    verdict: StandingWord = Field(description="The class as a whole.")
    class_hours: list[HourRecord] = Field(description="Class hours taught in a room, in order.")
    learners: list[LearnerRecord] = Field(description="Every learner, in the roster's order.")
    findings: list[FindingRecord] = Field(description="Everything found, in a stable order.")
    notes: list[NoteRecord] = Field(description="What was seen on reading, outside the rules.")
    no_site_visit_needed: bool = Field(
        description="Whether footage proves every class hour taught in a room."
    )


def write(verdict: Verdict) -> bytes:
    """The verdict as canonical UTF-8 JSON, with a newline at its end."""
    plain = _verdict(verdict).model_dump(mode="json", by_alias=True)
    return (json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``write`` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:evidence:verdict:1",
        **VerdictRecord.model_json_schema(by_alias=True, mode="serialization"),
        "title": SCHEMA_ID,
    }


def _verdict(verdict: Verdict) -> VerdictRecord:
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
