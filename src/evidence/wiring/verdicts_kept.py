"""Verdicts to go on with: of a bundle checked now, of a verdict's file, or out of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from evidence.domain.errors import Problem, Unreadable, nearest
from evidence.domain.policy import Policy
from evidence.domain.text import say
from evidence.pipeline.ports import Progress
from evidence.pipeline.review import Act
from evidence.report import verdict_json
from evidence.report.claims import Decided
from evidence.report.verdict_record import VerdictRecord
from evidence.sources.policies import load_policy, policy_by_id
from evidence.wiring.checking import check_bundle
from evidence.wiring.office import Office, opened_office
from evidence.wiring.places import config_folder


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict, the policy that it was drawn under, and what people decided on its parts.

    ``subject`` is what the store calls the class, "" for one from elsewhere; ``at`` when it was
    kept (wall time), 0 for one from elsewhere.
    """

    verdict: VerdictRecord
    policy: Policy
    decided: Decided = field(default_factory=dict)
    subject: str = ""
    version: int = 0
    at: int = 0


def verdict_at(path: Path, *, policy: str | None, progress: Progress) -> GivenVerdict:
    """The verdict on a bundle, checked now; or one that ``evidence check --json`` wrote.

    Raises:
        Unreadable: with what is wrong with the bundle, the file or the policy.
    """
    if path.suffix.casefold() == ".json" and path.is_file():
        verdict = _written(path)
        named = load_policy(policy, folder=config_folder()) if policy else None
        return GivenVerdict(
            verdict, named or policy_by_id(verdict.policy.id, folder=config_folder())
        )
    judgement = check_bundle(path, policy=policy, progress=progress)
    return GivenVerdict(verdict_json.record(judgement.verdict), judgement.policy)


def _written(path: Path) -> VerdictRecord:
    try:
        return VerdictRecord.model_validate_json(path.read_bytes())
    except ValidationError as error:
        what = say("this is no verdict of evidence check --json")
        raise Unreadable(str(path), (Problem(what, path.name),)) from error


def kept_verdicts(subjects: Sequence[str] = ()) -> tuple[GivenVerdict, ...]:
    """The newest verdicts of the store, of these classes or of all, by class.

    Raises:
        Unreadable: when the deployment or its store can't be used, or has no such class.
    """
    with opened_office(config_folder()) as office:
        office.catch_up()
        return tuple(kept_in(office, subjects))


def kept_in(office: Office, subjects: Sequence[str] = ()) -> Iterator[GivenVerdict]:
    """The same, of an office that is open."""
    known = office.store.classes.subjects()
    for subject in subjects:
        if subject not in known:
            what = say("the store knows no such class")
            hint = nearest(subject, known)
            raise Unreadable(subject, (Problem(what, subject, did_you_mean=hint),))
    policies: dict[str, Policy] = {}
    for subject in subjects or known:
        kept = office.store.verdicts.latest(subject)
        if kept is None:
            continue
        if kept.policy_id not in policies:
            policies[kept.policy_id] = policy_by_id(kept.policy_id, folder=config_folder())
        yield GivenVerdict(
            VerdictRecord.model_validate_json(kept.body),
            policies[kept.policy_id],
            decisions(office, subject),
            subject,
            kept.version,
            kept.at,
        )


def decisions(office: Office, subject: str) -> dict[str, Act]:
    """What people decided on the parts of a class, where it holds."""
    items = office.reviews.of_class(subject)
    return {item.part: item.settled for item in items if item.settled is not None}
