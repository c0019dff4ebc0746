"""The shape of the verdict's JSON: the contract's keys in the contract's order.

Keys that the contract does not name come after those it does.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_ID = "evidence/verdict/1"

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
StandingWord = Literal["valid", "invalid", "review"]
EffectWord = Literal["class-invalid", "training-invalid", "hour-invalid", "review", "notice"]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
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


class ClassRecord(Record):
    """The class as its institution declared it in class.toml."""

    institution: str = Field(description="The institution's id.")
    institution_name: str = Field(description="The institution's name.")
    occupation: str = Field(description="职业（工种）.")
    level: str = Field(description="The level, or an empty text.")
    mode: Literal["offline", "online", "blended"] = Field(description="How it is taught.")
    certificate: Literal[
        "qualification", "skill-level", "special-operation", "specific-ability", "completion"
    ] = Field(description="What can be obtained at the end.")
    starts_on: Day = Field(description="Its first day.")
    ends_on: Day = Field(description="Its last day.")
    planned_hours: Count = Field(description="Class hours planned (学时).")
    teachers: int | None = Field(
        default=None, ge=0, description="How many teachers class.toml states, or null."
    )
    assessed_on: Day | None = Field(
        default=None, description="The day of the assessment that class.toml states, or null."
    )
    rooms: list[str] = Field(default=[], description="The rooms of the timetable, in its order.")


class VisitRecord(Record):
    """A look into the room by somebody who came to check (实地检查), as visits.csv states it."""

    at: Time = Field(description="When, RFC 3339 with the class's offset.")
    present: Count = Field(description="How many sat there.")
    room: str = Field(description='Where, or "".')
    teachers: str = Field(description='What was written down of the teachers, or "".')


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


class HoursInRecord(Record):
    """Class hours of a session that a learner was in."""

    session: str = Field(description="The session's id of schedule.csv.")
    first: int = Field(ge=1, description="The first of them, from 1.")
    last: int = Field(ge=1, description="The last of them.")
    verdict: StandingWord = Field(description="Whether they count.")


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
    class_hours: list[HoursInRecord] = Field(
        default=[], description="The class hours taught in a room behind the figures, in order."
    )
    certified: bool | None = Field(
        default=None, description="Whether the roster has a certificate; null: it does not tell."
    )
    employed_on: Day | None = Field(
        default=None, description="The day of employment that the roster states, or null."
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
    bundle: str = Field(
        "", exclude_if=_unset, description="The SHA-256 of another class that the file is of."
    )
    mirrored: bool = Field(
        default=False,
        exclude_if=_unset,
        description="True where the stretch before shows this one, left and right exchanged.",
    )
    uncompared: Literal["", "key-frames", "short-files", "after"] = Field(
        "",
        exclude_if=_unset,
        description=(
            "Why the stretch can't be held against other footage: its key frames are too far "
            "apart, it can't be told which short files follow each other, or it comes after "
            "footage that could not be compared, which is the stretch after this one."
        ),
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
    at_most: bool = Field(
        default=False,
        exclude_if=_unset,
        description="True where it may be as much as `measured`, or nothing at all: a doubt.",
    )


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
    class_: ClassRecord | None = Field(
        default=None, alias="class", description="The class as declared; null in older verdicts."
    )
    visits: list[VisitRecord] = Field(
        default=[], description="What was found by those who came to check, in order of time."
    )
