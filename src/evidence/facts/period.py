"""A period: what was planned, checked and achieved in it, by institution and policy.

年初有安排、年中有督导、年底有总结: the same classes are looked at from three sides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from evidence.domain.subsidy import NONE, Between

MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """What one class adds to a period.

    ``hours`` and ``learners`` count by standing ("valid", "invalid", "review"); ``decided`` counts
    the parts that people have decided on, ``waiting`` those that wait. ``due`` is in fen, None
    where no sum can be told.
    """

    class_id: str
    institution: str
    institution_name: str
    policy: str
    starts_on: date
    ends_on: date
    enrolled: int
    planned_hours: int
    verdict: str
    hours: Mapping[str, int]
    learners: Mapping[str, int]
    credited: Between
    certified: Between
    employed: Between
    findings: Mapping[str, int]
    decided: int = 0
    waiting: int = 0
    due: Between | None = None

    @property
    def quarter(self) -> str:
        """The quarter in which the class begins: "2021-Q2"."""
        return f"{self.starts_on.year}-Q{(self.starts_on.month - 1) // MONTHS_A_QUARTER + 1}"


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The classes of one institution under one policy, added up."""

    institution: str
    institution_name: str
    policy: str
    classes: tuple[ClassFigures, ...]

    @property
    def enrolled(self) -> int:
        """People on the rosters (人次)."""
        return sum(one.enrolled for one in self.classes)

    @property
    def planned_hours(self) -> int:
        """Class hours planned, of all classes."""
        return sum(one.planned_hours for one in self.classes)

    @property
    def verdicts(self) -> Mapping[str, int]:
        """Classes by their verdict."""
        return Counter(one.verdict for one in self.classes)

    @property
    def hours(self) -> Mapping[str, int]:
        """Class hours in rooms by their verdict."""
        return _added(one.hours for one in self.classes)

    @property
    def learners(self) -> Mapping[str, int]:
        """Learners by how their training stands."""
        return _added(one.learners for one in self.classes)

    @property
    def findings(self) -> Mapping[str, int]:
        """Findings by rule."""
        return _added(one.findings for one in self.classes)

    @property
    def decided(self) -> int:
        """Parts that people have decided on."""
        return sum(one.decided for one in self.classes)

    @property
    def waiting(self) -> int:
        """Parts that wait for a person."""
        return sum(one.waiting for one in self.classes)

    @property
    def credited(self) -> Between:
        """Class hours that count, of every learner."""
        return sum((one.credited for one in self.classes), NONE)

    @property
    def certified(self) -> Between:
        """Learners with a certificate."""
        return sum((one.certified for one in self.classes), NONE)

    @property
    def employed(self) -> Between:
        """Learners who found work."""
        return sum((one.employed for one in self.classes), NONE)

    @property
    def due(self) -> Between | None:
        """The subsidy in fen, of those classes whose sum can be told; None where none can."""
        told = [one.due for one in self.classes if one.due is not None]
        return sum(told, NONE) if told else None

    @property
    def quarters(self) -> Mapping[str, int]:
        """Classes by the quarter in which they begin."""
        return dict(sorted(Counter(one.quarter for one in self.classes).items()))


@dataclass(frozen=True, slots=True)
class Period:
    """The classes that begin from ``first`` to ``last``, both included."""

    first: date
    last: date
    rows: tuple[PeriodRow, ...] = field(default=())

    @classmethod
    def of(cls, first: date, last: date, classes: Iterable[ClassFigures]) -> Period:
        """The period over these classes; those that begin outside it are left out."""
        grouped: dict[tuple[str, str, str], list[ClassFigures]] = defaultdict(list)
        for one in classes:
            if first <= one.starts_on <= last:
                grouped[one.institution, one.institution_name, one.policy].append(one)
        rows = (
            PeriodRow(*key, tuple(sorted(those, key=lambda one: (one.starts_on, one.class_id))))
            for key, those in sorted(grouped.items())
        )
        return cls(first, last, tuple(rows))

    @property
    def whole(self) -> PeriodRow:
        """All of it in one row."""
        return PeriodRow("", "", "", tuple(one for row in self.rows for one in row.classes))


def _added(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(sorted(total.items()))
