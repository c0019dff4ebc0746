"""Groups: findings brought together, so that a hundred of one kind read as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from evidence.domain.findings import Finding, Standing, Verdict
from evidence.domain.policy import Effect
from evidence.domain.text import Text

_WORST_FIRST = tuple(Effect)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one rule with one effect, in the verdict's order; never empty."""

    rule: str
    effect: Effect
    clause: str
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SameFinding:
    """Findings that say the same of several subjects, at the same time; never empty."""

    message: Text
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The first of them."""
        return self.findings[0]


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """By effect, worst first, then by rule in the policy's order."""
    groups: dict[tuple[Effect, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.effect, finding.rule), []).append(finding)
    ordered = sorted(groups.items(), key=lambda item: _WORST_FIRST.index(item[0][0]))
    return tuple(
        FindingGroup(rule, effect, found[0].clause, found[0].text, tuple(found))
        for (effect, rule), found in ordered
    )


def same(findings: Iterable[Finding]) -> tuple[SameFinding, ...]:
    """Findings that say the same made one, in the order of their first."""
    together: dict[tuple[Hashable, ...], list[Finding]] = {}
    for finding in findings:
        said = finding.ruling
        key = (said.message, said.measured, said.at_most, said.required, said.span)
        together.setdefault(key, []).append(finding)
    return tuple(SameFinding(found[0].ruling.message, tuple(found)) for found in together.values())


def counts(standings: Iterable[Standing]) -> Mapping[Standing, int]:
    """How many stand how, every standing named."""
    counted = Counter(standings)
    return {standing: counted[standing] for standing in reversed(Standing)}


def hour_counts(verdict: Verdict) -> Mapping[Standing, int]:
    """How many class hours stand how."""
    return counts(hour.standing for hour in verdict.hours)


def learner_counts(verdict: Verdict) -> Mapping[Standing, int]:
    """How many learners stand how."""
    return counts(learner.standing for learner in verdict.learners)
