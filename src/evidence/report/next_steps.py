"""Next steps: what somebody can do about a verdict, most useful first."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.findings import Standing, Verdict
from evidence.domain.policy import Effect, Policy, Settled
from evidence.domain.text import Text, say


def next_steps(verdict: Verdict, policy: Policy) -> tuple[Text, ...]:
    """What to do next."""
    return (*_on_footage(verdict), *_on_breaches(verdict), *_by_people(verdict, policy))


def _on_footage(verdict: Verdict) -> Iterator[Text]:
    rules = [finding.rule for finding in verdict.findings]
    unreadable, undated = rules.count("footage-unreadable"), rules.count("footage-undated")
    if unreadable:
        yield say(
            "Copy the unreadable recordings from the recorder once more ({count}), "
            "and check the class again.",
            count=unreadable,
        )
    if undated:
        yield say(
            "Tell when each undated recording began ({count}): one row each in recordings.csv, "
            "with path, camera and start.",
            count=undated,
        )


def _on_breaches(verdict: Verdict) -> Iterator[Text]:
    effects = {finding.effect for finding in verdict.findings}
    hours = sum(hour.standing is Standing.INVALID for hour in verdict.hours)
    refused = sum(not learner.admitted for learner in verdict.learners)
    if Effect.CLASS_INVALID in effects:
        yield say(
            "The class breaks a condition for the whole class: correct class.toml, schedule.csv "
            "or roster.csv where they are wrong; otherwise no subsidy can be claimed for it."
        )
    if hours:
        yield say(
            "Hand in the missing footage of the class hours that do not count ({count}) while the "
            "recorder still holds it, or teach these hours again.",
            count=hours,
        )
    if refused:
        yield say(
            "Do not apply for the assessment of the learners whose online training does not count "
            "({count}): they must take it again.",
            count=refused,
        )


def _by_people(verdict: Verdict, policy: Policy) -> Iterator[Text]:
    doubts = sum(finding.effect is Effect.REVIEW for finding in verdict.findings)
    manual = sum(clause.settled is Settled.MANUAL for clause in policy.clauses)
    if doubts:
        yield say("An inspector decides what the evidence leaves open ({count}).", count=doubts)
    if manual:
        yield say("An inspector ticks the clauses that no data decides ({count}).", count=manual)
    if verdict.no_site_visit_needed:
        yield say("No site visit is needed: footage proves every class hour taught in a room.")
    if not verdict.findings:
        yield say("Nothing is to be put right: the class can be handed in as it is.")
