"""The steps of a night: taking stock of a class, and checking it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from evidence.domain.errors import BundleUnreadable, PolicyUnreadable
from evidence.domain.findings import Verdict
from evidence.domain.policy import Policy
from evidence.pipeline import inventory, outcome
from evidence.pipeline.check import Checker
from evidence.pipeline.crew import InputsMoved, Step
from evidence.pipeline.intake import Intake
from evidence.pipeline.inventory import Inventory
from evidence.pipeline.ledger import Job, JudgedClass, Result
from evidence.pipeline.outcome import CheckOutcome
from evidence.pipeline.ports import Progress

INVENTORY, CHECK = "inventory", "check"


@dataclass(frozen=True, slots=True)
class Steps:
    """Both steps; ``written`` brings a verdict to its JSON."""

    intake: Intake
    checker: Checker
    policy: Callable[[str, date], Policy]
    written: Callable[[Verdict], str]

    def all(self) -> Mapping[str, Step]:
        """Each step by its name in the ledger."""
        return {INVENTORY: self.take_stock, CHECK: self.check}

    def take_stock(self, job: Job, progress: Progress) -> Result:
        """The inventory of a class; that it can't be read is an answer like any other.

        Raises:
            InputsMoved: when a file changed before or meanwhile.
        """
        self._see(job.subject, job.inputs)
        try:
            with self.intake.opened(job.subject, progress) as bundle:
                found = Inventory.of(bundle)
        except BundleUnreadable as error:
            found = Inventory(problems=error.problems)
        self._see(job.subject, job.inputs)
        return Result(inventory.dumps(found))

    def check(self, job: Job, progress: Progress) -> Result:
        """The verdict on a class.

        Raises:
            InputsMoved: when the bundle or the policy is no longer the one that the job is about.
        """
        before = self.intake.look(job.subject)
        try:
            with self.intake.opened(job.subject, progress) as bundle:
                said = bundle.training_class
                policy = self.policy(said.policy, said.starts_on)
                if (bundle.sha256, policy.sha256) != (job.inputs, job.policy):
                    raise InputsMoved
                verdict = self.checker.check(bundle, policy, progress).verdict
        except (BundleUnreadable, PolicyUnreadable) as error:
            raise InputsMoved from error
        self._see(job.subject, before)
        kept = JudgedClass(
            subject=job.subject,
            standing=verdict.standing,
            policy_id=verdict.policy_id,
            policy_sha256=verdict.policy_sha256,
            bundle_sha256=verdict.bundle_sha256,
            engine_version=verdict.engine_version,
            body=self.written(verdict),
            findings=verdict.findings,
        )
        return Result(outcome.dumps(CheckOutcome.of(verdict)), kept)

    def _see(self, subject: str, fingerprint: str) -> None:
        if self.intake.look(subject) != fingerprint:
            raise InputsMoved
