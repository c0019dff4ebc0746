"""A judgement: a verdict together with everything that it was drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.domain.bundle import ClassBundle
from evidence.domain.findings import Verdict
from evidence.domain.policy import Policy
from evidence.facts.case import Case


@dataclass(frozen=True, slots=True)
class Judgement:
    """What reports are made of: the verdict, and the policy, bundle and facts behind it."""

    verdict: Verdict
    policy: Policy
    bundle: ClassBundle
    case: Case
