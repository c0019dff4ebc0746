"""Comparison: verdicts on one class side by side, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.domain.findings import Standing, Verdict
from evidence.domain.policy import Effect
from evidence.domain.text import Text
from evidence.report.groups import hour_counts, learner_counts
from evidence.report.names import MARK, STANDING, mark_of, rule_title
from evidence.report.words import Voice

_NAMED = 4  # learners named in one row


@dataclass(frozen=True, slots=True)
class Side:
    """One of the verdicts: what stands above it, the verdict, and the rules that it was under."""

    heading: Text
    verdict: Verdict
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line: what is compared, and what each side says of it."""

    name: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the sides say different things."""
        return len(set(self.cells)) > 1


def compared(sides: Sequence[Side], voice: Voice) -> tuple[ComparedRow, ...]:
    """The totals, then the rules, class hours and learners that the sides see differently."""
    details = (*_rules(sides, voice), *_hours(sides, voice), *_learners(sides, voice))
    return (*totals(sides, voice), *(row for row in details if row.differs))


def totals(sides: Sequence[Side], voice: Voice) -> Iterator[ComparedRow]:
    """How each side comes out as a whole."""
    verdicts = [side.verdict for side in sides]
    yield ComparedRow(
        voice.word("Verdict"), tuple(_standing(each.standing, voice) for each in verdicts)
    )
    yield ComparedRow(
        voice.word("Class hours"), tuple(_tally(hour_counts(each)) for each in verdicts)
    )
    yield ComparedRow(
        voice.word("Learners"), tuple(_tally(learner_counts(each)) for each in verdicts)
    )
    yield ComparedRow(
        voice.word("Class hours credited, all learners"),
        tuple(str(sum(learner.hours_credited for learner in each.learners)) for each in verdicts),
    )
    yield ComparedRow(voice.word("Findings"), tuple(str(len(each.findings)) for each in verdicts))


def _rules(sides: Sequence[Side], voice: Voice) -> Iterator[ComparedRow]:
    """Each rule with a finding: how many of which weight; "—" where it is not asked."""
    rules = tuple(str(len(side.rules)) for side in sides)
    yield ComparedRow(voice.word("Rules that the policy asks for"), rules)
    for rule in dict.fromkeys(f.rule for side in sides for f in side.verdict.findings):
        cells = tuple(_of_rule(side, rule) if rule in side.rules else "—" for side in sides)
        yield ComparedRow(rule_title(rule, voice), cells)


def _of_rule(side: Side, rule: str) -> str:
    """How many findings a rule has, by their weight."""
    effects = [finding.effect for finding in side.verdict.findings if finding.rule == rule]
    counted = [(effect, effects.count(effect)) for effect in Effect]
    return "  ".join(f"{mark_of(effect)} {count}" for effect, count in counted if count) or "✓"


def _hours(sides: Sequence[Side], voice: Voice) -> Iterator[ComparedRow]:
    standing = [
        {f"{hour.session}·{hour.number}": hour.standing for hour in side.verdict.hours}
        for side in sides
    ]
    for name in standing[0]:
        yield ComparedRow(name, tuple(_standing(side[name], voice) for side in standing))


def _learners(sides: Sequence[Side], voice: Voice) -> Iterator[ComparedRow]:
    told: list[Mapping[str, str]] = [
        {
            learner.id: f"{_standing(learner.standing, voice)}, "
            + voice.word("class hours: {hours}", hours=learner.hours_credited)
            for learner in side.verdict.learners
        }
        for side in sides
    ]
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in told[0]:
        alike.setdefault(tuple(side[name] for side in told), []).append(name)
    for cells, names in alike.items():
        some = _some(names, voice)
        one = voice.word("learner {learner}", learner=some)
        yield ComparedRow(one if len(names) == 1 else voice.word("learners {ids}", ids=some), cells)


def _some(names: Sequence[str], voice: Voice) -> str:
    """The first few of many, and how many there are."""
    first, left = voice.word(", ").join(names[:_NAMED]), len(names) - _NAMED
    return voice.word("{first} and {left} more", first=first, left=left) if left > 0 else first


def _standing(standing: Standing, voice: Voice) -> str:
    return f"{MARK[standing]} {voice.tell(STANDING[standing])}"


def _tally(counted: Mapping[Standing, int]) -> str:
    return "  ".join(f"{MARK[standing]} {count}" for standing, count in counted.items() if count)
