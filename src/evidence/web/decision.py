"""Decisions: what may be done with an item, what was done, and doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from evidence.domain.time import SECOND
from evidence.pipeline.accounts import LEADING, Account, Role
from evidence.pipeline.deciding import Seen
from evidence.pipeline.noting import on_clock, span_of
from evidence.pipeline.review import DECISIONS, REASONED, Act, Dossier, Step
from evidence.pipeline.worklist import Item, Taken
from evidence.report.words import Voice
from evidence.web.guard import Sender, of_class
from evidence.web.rendering import office
from evidence.web.sign_in import own
from evidence.web.words import ASKS, DONE, TO_DO, state_of

LONGEST = 4000  # letters of a reason
TOLD_OUTSIDE = frozenset({Act.ASK, Act.ANSWER, Act.OVERRULE, Act.SIGN})
FIRST = (Act.SIGN, Act.CONFIRM, Act.OVERRULE)  # what is done most
STAYS = frozenset({Act.CLAIM, Act.RELEASE, Act.HAND_OVER, Act.NOTE})
router = APIRouter()
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ActForm:
    """Something that this visitor may do now, and whether it takes a reason, a name or a span.

    ``asks`` is what the reason is called; ``main`` is what is done most; ``go`` is where it leads.
    """

    act: str
    word: str
    reason: bool
    needed: bool
    asks: str
    to: bool
    timed: bool
    main: bool
    go: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that was done; ``by`` is "" for those outside.

    ``span`` is what a note is on, ``begins`` and ``ends`` the same as wall time in seconds.
    """

    at: str
    by: str
    done: str
    reason: str
    to: str
    version: int
    span: str = ""
    begins: float = 0
    ends: float = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """Where the review of an item stands, and what may be done."""

    state: str
    due: str
    latest: str
    holder: str
    first: str
    steps: int
    basis: str
    forms: tuple[ActForm, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a decision leads: on to the next item, or back to this one."""

    on: str
    back: str


def decision(
    item: Item, taken: Iterable[Taken], account: Account, ways: Ways, voice: Voice
) -> Decision:
    """Where the review of an item stands, for this visitor."""
    dossier = Dossier.of((each.step for each in taken), item.basis)
    inside = account.role is not Role.INSTITUTION
    return Decision(
        state=state_of(item, voice),
        due=item.due,
        latest=item.latest,
        holder=item.holder if inside else "",
        first=item.first if inside else "",
        steps=item.steps,
        basis=item.basis,
        forms=tuple(_forms(dossier, account, ways, voice)),
    )


def _forms(dossier: Dossier, account: Account, ways: Ways, voice: Voice) -> Iterator[ActForm]:
    """What may be done now, as if every reason and name were given."""
    for act in dict.fromkeys((*FIRST, *Act)):
        if not _may(dossier, account, act):
            continue
        own_again = act is Act.RETURN and account.name == dossier.first
        yield ActForm(
            act=act.value,
            word=voice.tell(TO_DO[act]),
            reason=act in REASONED or act in {Act.CONFIRM, Act.RETURN},
            needed=act in REASONED or (act is Act.RETURN and not own_again),
            asks=voice.tell(ASKS.get(act, ASKS[Act.OVERRULE])),
            to=act is Act.HAND_OVER,
            timed=act is Act.NOTE,
            main=act in FIRST,
            go=ways.back if act in STAYS else ways.on,
        )


def _may(dossier: Dossier, account: Account, act: Act) -> bool:
    tried = Step(act, account.name, 0, dossier.basis, reason="?", to="?")
    if act is Act.RETURN and Act.SIGN not in account.powers and account.name != dossier.first:
        return False
    leading = account.role in LEADING
    return act in account.powers and dossier.refusal(tried, leading=leading) is None


def history(taken: Iterable[Taken], account: Account, voice: Voice) -> tuple[StepRow, ...]:
    """What was done, newest first; an institution is not told who did it, nor what led to it."""
    outside = account.role is Role.INSTITUTION
    rows = (
        _row(each, "" if outside and each.step.by != account.name else each.step.by, voice)
        for each in taken
        if not outside or each.step.act in TOLD_OUTSIDE
    )
    return tuple(rows)[::-1]


def _row(each: Taken, by: str, voice: Voice) -> StepRow:
    step, span = each.step, span_of(each.step)
    return StepRow(
        at=voice.moment(step.at),
        by=by,
        done=voice.tell(DONE[step.act]),
        reason=step.reason,
        to=step.to if step.act is not Act.NOTE else "",
        version=each.version,
        span=f"{voice.clock(span.start)} – {voice.clock(span.end)}" if span else "",
        begins=span.start / SECOND if span else 0,
        ends=span.end / SECOND if span else 0,
    )


@router.post("/classes/{home}/{name}/act")
def act_on(
    request: Request,
    *,
    sender: Sender,
    home: str,
    name: str,
    part: Annotated[str, Form(max_length=2000)],
    act: Annotated[Act, Form()],
    steps: Annotated[int, Form()],
    basis: Annotated[str, Form(max_length=64)],
    reason: Annotated[str, Form(max_length=LONGEST)] = "",
    to: Annotated[str, Form(max_length=100)] = "",
    begins: Annotated[str, Form(max_length=20)] = "",
    ends: Annotated[str, Form(max_length=20)] = "",
    go: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Take a step on an item, and go on."""
    subject = of_class(sender, home, name)
    desk, account = office(request), sender.account
    desk.catch_up()
    item = desk.reviews.item(subject, part)
    if item is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if act is Act.NOTE:
        to = on_clock(item.date, begins, ends, desk.timezone)
    step = Step(act, account.name, desk.clock.now(), item.basis, reason.strip(), to.strip())
    desk.deciding.take(item, step, account.role, account.powers, Seen(steps, basis))
    log.info("step_taken", act=act.value, item=part.partition("/")[0], decides=act in DECISIONS)
    return RedirectResponse(own(go), HTTPStatus.SEE_OTHER)
