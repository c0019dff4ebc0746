"""The ledger (台账): a workbook a project, a row a class hour (一项目一台账)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from evidence.domain.findings import Standing
from evidence.domain.policy import Policy
from evidence.domain.teaching import Kind
from evidence.domain.text import Text, say
from evidence.pipeline.review import Act
from evidence.pipeline.worklist import part_of
from evidence.report.claims import Decided, declared
from evidence.report.language import CHINESE
from evidence.report.names import KIND, MARK, STANDING, rule_title
from evidence.report.sheets import Cell, Sheet, write_book
from evidence.report.verdict_record import FindingRecord, HourRecord, VerdictRecord
from evidence.report.words import Voice

_MINUTE = 60  # seconds
DECIDED: Mapping[Act, Text] = {
    Act.CONFIRM: say("decided: does not count"),
    Act.OVERRULE: say("decided: counts"),
}


def ledger(
    verdict: VerdictRecord, policy: Policy, decided: Decided, path: Path, *, lang: str
) -> None:
    """Write the ledger of one class to ``path``."""
    voice = Voice(lang, "UTC")
    sheets = (
        _hours(verdict, decided, voice),
        _learners(verdict, decided, voice),
        _project(verdict, policy, decided, voice),
    )
    write_book(sheets, path, title=verdict.bundle.id)


def _hours(verdict: VerdictRecord, decided: Decided, voice: Voice) -> Sheet:
    headings = (
        voice.word("No."),
        voice.word("Day"),
        voice.word("Session"),
        voice.word("Class hour"),
        voice.word("Kind"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Recorded (min)"),
        voice.word("Longest run (min)"),
        voice.word("Camera"),
        voice.word("Present"),
        voice.word("In view on average"),
        voice.word("Verdict"),
        voice.word("Decision"),
        voice.word("Findings"),
    )
    about = _by_part(verdict)
    rows = [
        tuple(_hour(place, hour, decided, about, voice))
        for place, hour in enumerate(verdict.class_hours, 1)
    ]
    return Sheet(voice.word("Ledger"), headings, rows)


def _hour(
    place: int,
    hour: HourRecord,
    decided: Decided,
    about: Mapping[str, Sequence[FindingRecord]],
    voice: Voice,
) -> Iterator[Cell]:
    start, end = (datetime.fromisoformat(each) for each in (hour.start, hour.end))
    parts = (
        part_of({"session": hour.session, "hour": hour.hour}),
        part_of({"session": hour.session}),
    )
    yield place
    yield start.date().isoformat()
    yield hour.session
    yield hour.hour
    yield voice.tell(KIND[Kind(hour.kind)])
    yield f"{start:%H:%M}"
    yield f"{end:%H:%M}"
    yield int(hour.recorded_seconds // _MINUTE)
    yield int(hour.longest_run_seconds // _MINUTE)
    yield hour.camera
    yield "" if hour.present is None else hour.present
    yield "" if hour.people_average is None else f"{hour.people_average:g}"
    yield f"{MARK[Standing(hour.verdict)]} {voice.tell(STANDING[Standing(hour.verdict)])}"
    yield _decision([decided[part] for part in parts if part in decided], voice)
    yield "\n".join(told(finding, voice) for part in parts for finding in about.get(part, ()))


def _decision(acts: Sequence[Act], voice: Voice) -> str:
    return "\n".join(voice.tell(DECIDED[act]) for act in acts)


def told(finding: FindingRecord, voice: Voice) -> str:
    """A finding by its rule and sentence."""
    message = finding.message_zh if voice.lang == CHINESE else finding.message
    return f"{rule_title(finding.rule, voice)}: {message}"


def _by_part(verdict: VerdictRecord) -> Mapping[str, Sequence[FindingRecord]]:
    about: dict[str, list[FindingRecord]] = defaultdict(list)
    for finding in verdict.findings:
        about[part_of(finding.subject.model_dump(by_alias=True))].append(finding)
    return about


def _learners(verdict: VerdictRecord, decided: Decided, voice: Voice) -> Sheet:
    headings = (
        voice.word("Learner"),
        voice.word("Verdict"),
        voice.word("Planned class hours"),
        voice.word("Class hours credited"),
        voice.word("in review"),
        *(voice.tell(KIND[kind]) for kind in Kind),
        voice.word("Decision"),
        voice.word("Findings"),
    )
    about = _by_part(verdict)
    rows = []
    for learner in verdict.learners:
        part = part_of({"learner": learner.id})
        kinds = learner.hours_by_kind
        rows.append(
            (
                learner.id,
                voice.tell(STANDING[Standing(learner.verdict)]),
                learner.hours_planned,
                learner.hours_credited,
                learner.hours_in_review,
                kinds.theory,
                kinds.practical,
                kinds.online,
                _decision([decided[part]] if part in decided else [], voice),
                "\n".join(told(finding, voice) for finding in about.get(part, ())),
            )
        )
    return Sheet(voice.word("Learners"), headings, rows)


def _project(verdict: VerdictRecord, policy: Policy, decided: Decided, voice: Voice) -> Sheet:
    said = declared(verdict)
    about = _by_part(verdict)
    parts = [part for part in about if part.startswith(("class", "recording"))]
    rows: list[tuple[Cell, Cell]] = [
        (voice.word("Class"), verdict.bundle.id),
        (voice.word("Institution"), f"{said.institution_name} {said.institution}".strip()),
        (voice.word("Occupation"), f"{said.occupation} {said.level}".strip()),
        (voice.word("Dates"), f"{said.starts_on} – {said.ends_on}"),
        (voice.word("Planned class hours"), said.planned_hours),
        (voice.word("Enrolled"), len(verdict.learners)),
        (voice.word("Verdict"), voice.tell(STANDING[Standing(verdict.verdict)])),
        (voice.word("Policy"), f"{policy.document} {policy.title}"),
        (voice.word("Bundle"), f"sha256 {verdict.bundle.sha256}"),
        (voice.word("Engine"), f"evidence {verdict.engine.version}"),
    ]
    for part in parts:
        decision = _decision([decided[part]] if part in decided else [], voice)
        found = ((finding.clause, told(finding, voice)) for finding in about[part])
        rows.extend((clause, f"{sentence} {decision}".strip()) for clause, sentence in found)
    return Sheet(voice.word("Project"), ("", voice.word("Ledger")), rows)
