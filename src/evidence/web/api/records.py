"""Records: the shapes of what the API says and is told."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from evidence.pipeline.accounts import Role
from evidence.pipeline.deliveries import Delivery, Purpose, Stage
from evidence.pipeline.inventory import problem_json
from evidence.pipeline.overview import JudgedLine
from evidence.pipeline.review import Act, State
from evidence.pipeline.worklist import Item, Taken

StandingWord = Literal["valid", "invalid", "review"]
SECONDS = 1_000_000


class Shape(BaseModel):
    """What every record is built on."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ProblemRecord(Shape):
    """Why something was not done (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, str]] = Field(default=[], description="Field by field, for a 422.")


class Me(Shape):
    """Who the token is of."""

    name: str
    role: Role
    institution: str = Field(description='The one institution that is seen, "" for all.')
    acts: list[Act] = Field(description="What may be done with items.")


class ItemRecord(Shape):
    """A flagged part of a class, and where its review stands."""

    subject: str = Field(description="INSTITUTION/CLASS")
    part: str
    version: int = Field(description="Of the verdict that flags it.")
    basis: str = Field(description="The digest of its findings.")
    effect: str
    rules: list[str]
    kind: str
    date: str
    due: str
    latest: str
    state: State
    holder: str
    first: str
    settled: Act | None
    steps: int

    @classmethod
    def of(cls, item: Item, *, inside: bool) -> ItemRecord:
        """An item; who holds it is told to those inside alone."""
        return cls(
            subject=item.subject,
            part=item.part,
            version=item.version,
            basis=item.basis,
            effect=item.effect.value,
            rules=list(item.rules),
            kind=item.kind,
            date=item.date,
            due=item.due,
            latest=item.latest,
            state=item.state,
            holder=item.holder if inside else "",
            first=item.first if inside else "",
            settled=item.settled,
            steps=item.steps,
        )


class StepRecord(Shape):
    """A step that was taken; ``at`` is in seconds since 1970, ``by`` is "" for those outside."""

    number: int
    act: Act
    by: str
    at: float
    version: int
    basis: str
    reason: str
    to: str

    @classmethod
    def of(cls, taken: Taken, *, by: str) -> StepRecord:
        """A step."""
        step = taken.step
        return cls(
            number=taken.number,
            act=step.act,
            by=by,
            at=step.at / SECONDS,
            version=taken.version,
            basis=step.basis,
            reason=step.reason,
            to=step.to,
        )


class ItemWhole(Shape):
    """An item with the steps taken on it, oldest first."""

    item: ItemRecord
    steps: list[StepRecord]


class ItemPage(Shape):
    """Items, most urgent first; ``next`` is the cursor of the page that follows, or null."""

    items: list[ItemRecord]
    next: str | None


class ClassRecord(Shape):
    """A class by its newest verdict; ``open`` items of it are not decided."""

    subject: str
    version: int
    verdict: StandingWord
    judged_at: float
    open: int

    @classmethod
    def of(cls, judged: JudgedLine) -> ClassRecord:
        """A class."""
        return cls(
            subject=judged.subject,
            version=judged.version,
            verdict=judged.standing.value,
            judged_at=judged.at / SECONDS,
            open=judged.open,
        )


class ClassPage(Shape):
    """Classes, the last judged first; ``next`` is the cursor of the page that follows, or null."""

    classes: list[ClassRecord]
    next: str | None


class StepAsked(Shape):
    """A step to take on an item."""

    act: Act
    reason: Annotated[str, Field(max_length=4000)] = ""
    to: Annotated[str, Field(max_length=100)] = ""


class SumRecord(Shape):
    """Counts under one name."""

    name: str
    counts: dict[str, int]


class OverviewRecord(Shape):
    """Class hours by standing, findings by effect."""

    weeks: list[SumRecord]
    institutions: list[SumRecord]
    kinds: list[SumRecord]
    rules: list[SumRecord]


class DeliveryRecord(Shape):
    """Something that an institution sent, and what came of it."""

    id: str
    institution: str
    purpose: Purpose
    name: str
    size: int
    by: str
    at: float
    stage: Stage
    subject: str
    path: str
    verdict: StandingWord | None
    version: int
    problems: list[dict[str, object]]

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryRecord:
        """A delivery."""
        outcome = delivery.outcome
        return cls(
            id=delivery.id,
            institution=delivery.institution,
            purpose=delivery.purpose,
            name=delivery.name,
            size=delivery.size,
            by=delivery.by,
            at=delivery.at / SECONDS,
            stage=delivery.stage,
            subject=delivery.subject,
            path=outcome.path,
            verdict=outcome.standing.value if outcome.standing else None,
            version=outcome.version,
            problems=[problem_json(problem) for problem in outcome.problems],
        )


class DeliveryPage(Shape):
    """Deliveries, newest first; ``next`` is the cursor of the page that follows, or null."""

    deliveries: list[DeliveryRecord]
    next: str | None


class MediaAsked(Shape):
    """A recording to be opened by a player."""

    path: Annotated[str, Field(max_length=2000)]


class MediaLink(Shape):
    """An address that opens a recording for a while, without a token."""

    href: str
    seconds: int
