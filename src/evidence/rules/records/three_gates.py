"""three-gates: a class is applied for, checked on the way, and audited at its end."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.papers import Gates
from evidence.domain.policy import Parameters
from evidence.domain.teaching import TrainingClass
from evidence.domain.text import Text, say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, met, rule, undecided


@rule("three-gates", judges=ClassRecord)
def three_gates(record: ClassRecord, _: Parameters) -> Ruling:
    """A class has its application, process check and completion audit, each dated and signed.

    It is applied for before it starts, checked while it is held, and audited when it has ended.
    """
    declared, evidence = record.training_class, (Evidence("class.toml"),)
    gates = declared.gates
    if gates is None:
        message = say("class.toml does not state the three gates: fill in the section gates")
        return undecided(message, evidence=evidence)

    out_of_order = next(_out_of_order(gates, declared), None)
    if out_of_order is not None:
        return breached(out_of_order, evidence=evidence)
    open_ = [name for name, gate in _named(gates) if not gate]
    if open_:
        message = say("not dated and signed in class.toml: {gates}", gates=", ".join(open_))
        return undecided(message, 3 - len(open_), 3, unit="gates", evidence=evidence)
    return met(say("all three are dated and signed"), 3, 3)


def _named(gates: Gates) -> Iterator[tuple[str, bool]]:
    yield "applied_on, applied_by", gates.application.passed
    yield "checked_on, checked_by", gates.process_check.passed
    yield "completed_on, completed_by", gates.completion_audit.passed


def _out_of_order(gates: Gates, declared: TrainingClass) -> Iterator[Text]:
    """What was done on a day when it could not be."""
    applied, checked = gates.application.on, gates.process_check.on
    audited = gates.completion_audit.on
    first, last = declared.starts_on, declared.ends_on
    if applied and applied > first:
        yield say(
            "applied for on {day}, after the class began on {first}",
            day=applied.isoformat(),
            first=first.isoformat(),
        )
    if checked and not first <= checked <= last:
        yield say(
            "checked on {day}, and the class was held from {first} to {last}",
            day=checked.isoformat(),
            first=first.isoformat(),
            last=last.isoformat(),
        )
    if audited and audited < last:
        yield say(
            "audited on {day}, before the class ended on {last}",
            day=audited.isoformat(),
            last=last.isoformat(),
        )
