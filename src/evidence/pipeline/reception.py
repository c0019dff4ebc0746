"""The reception: sees to what was delivered, and has a class judged at once when it changes.

All of it are jobs of the ledger, done by the workers of the night: whoever stands at the reception
only hands them out, and a reception that is killed goes on where it was. What it has checked, the
next night finds unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from evidence.domain.errors import Problem
from evidence.domain.text import say
from evidence.pipeline.deciding import Deciding, Seen
from evidence.pipeline.deliveries import Deliveries, Delivery, Outcome, Purpose, Stage, loads
from evidence.pipeline.handing_out import HandingOut
from evidence.pipeline.intake import HandIn
from evidence.pipeline.ledger import Job
from evidence.pipeline.nightly import ROUNDS, Due, Night
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.review import Act, Refused, State, Step

RECEIVE = "receive"
BROKEN = say("this could not be read to its end: see that the file is whole, and send it again")
MOVING = say("the class was being changed while it was read: the next night checks it")


@dataclass(frozen=True, slots=True)
class Reception:
    """Sees to deliveries, with the parts of a night; ``drop`` lets go of one's bytes."""

    deliveries: Deliveries
    deciding: Deciding
    night: Night
    drop: Callable[[Delivery], None]

    def serve(self) -> int:
        """See to all that was received, oldest first; how many there were."""
        waiting = self.deliveries.at(Stage.RECEIVED, Stage.LANDED)
        for delivery in waiting:
            self._see_to(delivery)
        return len(waiting)

    def _see_to(self, delivery: Delivery) -> None:
        if delivery.stage is Stage.RECEIVED:
            delivery = self._received(delivery)
        if delivery.stage is Stage.LANDED:
            self._judged(delivery)

    def _received(self, delivery: Delivery) -> Delivery:
        """Looked at by a worker, and what came of that."""
        job = job_of(delivery, self.night.code)
        self._work(job)
        answer = self.night.store.ledger.result(job.key)
        outcome = loads(answer) if answer else Outcome((Problem(BROKEN, delivery.name),))
        looked = Stage.LANDED if delivery.purpose.counts else Stage.DONE
        moved = self._moved(delivery, Stage.REFUSED if outcome.problems else looked, outcome)
        self.drop(delivery)
        return moved

    def _judged(self, delivery: Delivery) -> None:
        """The class judged as it lies there now; a question that this answers is answered."""
        subject = delivery.outcome.subject
        if delivery.purpose is Purpose.EVIDENCE and delivery.cut.part:
            self._answer(delivery)
        problems = tuple(self._check(subject))
        latest = self.night.store.verdicts.latest(subject)
        outcome = replace(
            delivery.outcome,
            problems=problems,
            standing=latest.standing if latest and not problems else None,
            version=latest.version if latest and not problems else 0,
        )
        self._moved(delivery, Stage.DONE, outcome)

    def _check(self, subject: str) -> Iterator[Problem]:
        """Have a class judged, if it is another than at its latest verdict; why it can't be."""
        due = None
        for _ in range(ROUNDS):
            due = self._due(subject)
            if due is None or due.job is None or not self._work(due.job):
                break
        else:
            yield Problem(MOVING, subject.partition("/")[2])
            return
        if due is None:
            yield Problem(BROKEN, subject.partition("/")[2])
            return
        yield from due.problems
        if due.job and self.night.store.ledger.result(due.job.key) is None:
            yield Problem(BROKEN, subject.partition("/")[2])

    def _due(self, subject: str) -> Due | None:
        """The check that a class needs once stock of it was taken; None where it can't be."""
        night = self.night
        for _ in range(ROUNDS):
            hand_in = HandIn(subject, night.intake.look(subject))
            stock = night.stock((hand_in,))[subject]
            if stock.inventory is None and self._work(stock.job):
                continue
            stock = night.stock((hand_in,))[subject]
            if stock.readable:
                night.store.classes.put(stock.readable.known(subject), night.clock.now())
            return None if stock.inventory is None else night.current(night.due(stock))
        return None

    def _work(self, job: Job) -> bool:
        """Have a job done; whether its inputs moved meanwhile."""
        night = self.night
        hands = HandingOut(night.store.ledger, night.crew, night.clock, night.pause, night.others)
        return bool(hands.work([job], say("Checking the classes"), Quiet()))

    def _answer(self, delivery: Delivery) -> None:
        """Answer the question about the part that the evidence is for, if one is open."""
        subject, cut = delivery.outcome.subject, delivery.cut
        item = self.deciding.reviews.item(subject, cut.part)
        account = self.deciding.accounts.get(delivery.by)
        if item is None or account is None or item.state is not State.ASKED:
            return
        reason = f"{cut.note} [{delivery.outcome.path}]".strip()
        step = Step(Act.ANSWER, delivery.by, self.night.clock.now(), item.basis, reason)
        role, powers = account.account.role, account.account.powers
        try:
            self.deciding.take(item, step, role, powers, Seen(item.steps, item.basis))
        except Refused:
            return  # somebody was quicker: the evidence lies there all the same

    def _moved(self, delivery: Delivery, stage: Stage, outcome: Outcome) -> Delivery:
        subject = outcome.subject or delivery.subject
        moved = replace(delivery, stage=stage, outcome=outcome, subject=subject)
        self.deliveries.moved(moved, delivery.stage, self.night.clock.now())
        return moved


def job_of(delivery: Delivery, code: str) -> Job:
    """The job of looking at a delivery."""
    subject = f"{delivery.institution}/{delivery.id}"
    return Job(subject, RECEIVE, delivery.id, "", code)
