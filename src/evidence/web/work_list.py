"""The work list: what is to be decided, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Query, Request, Response

from evidence.domain.teaching import Kind
from evidence.pipeline.accounts import Role
from evidence.pipeline.review import State
from evidence.pipeline.worklist import Item, Wanted
from evidence.report.names import EFFECT, KIND, about, mark_of, rule_title
from evidence.report.words import Voice
from evidence.rules.rule import catalogue
from evidence.web.addresses import EVERY, Asked, Filters, class_at, item_at, list_at
from evidence.web.guard import Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.words import STATE, STATE_SIGN, state_of, style_of

AT_ONCE = 50  # items on a page
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Tab:
    """A state to choose, and how many items stand there."""

    href: str
    word: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter."""

    value: str
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a line; ``late`` where its day has passed."""

    href: str
    class_href: str
    subject: str
    about: str
    style: str
    mark: str
    effect: str
    rules: tuple[str, ...]
    date: str
    due: str
    late: bool
    state: str
    holder: str


@dataclass(frozen=True, slots=True)
class WorkListPage:
    """The list: tabs and filters, the items of this page, and the way to the others."""

    tabs: tuple[Tab, ...]
    filters: Filters
    kinds: tuple[Choice, ...]
    rules: tuple[Choice, ...]
    rows: tuple[ItemRow, ...]
    total: int
    first: int
    before: str
    after: str
    all_institutions: bool


@router.get("/")
def work_list(
    request: Request, visitor: Visitor, filters: Asked, page: int = Query(1, ge=1, le=100_000)
) -> Response:
    """The list."""
    desk, speaker, account = office(request), voice(request), visitor.account
    desk.catch_up()
    wanted = filters.wanted(account)
    items = desk.reviews.page(wanted, AT_ONCE, (page - 1) * AT_ONCE)
    counts = desk.reviews.counts(wanted)
    total = counts[State(wanted.state)] if wanted.state else sum(counts.values())
    today = speaker.day(desk.clock.now())
    return rendered(
        request,
        "work_list",
        WorkListPage(
            tabs=tuple(_tabs(filters, wanted, counts, speaker)),
            filters=filters,
            kinds=tuple(
                Choice(kind, speaker.tell(KIND[kind]), filters.kind == kind) for kind in Kind
            ),
            rules=tuple(
                Choice(rule, rule_title(rule, speaker), filters.rule == rule)
                for rule in sorted(catalogue())
            ),
            rows=tuple(_row(item, filters, speaker, today) for item in items),
            total=total,
            first=(page - 1) * AT_ONCE + 1,
            before=list_at(filters, page=str(page - 1)) if page > 1 else "",
            after=list_at(filters, page=str(page + 1)) if page * AT_ONCE < total else "",
            all_institutions=account.role is not Role.INSTITUTION,
        ),
        visitor=visitor,
    )


def _tabs(
    filters: Filters, wanted: Wanted, counts: Mapping[State, int], speaker: Voice
) -> Iterator[Tab]:
    for state in State:
        word = f"{STATE_SIGN[state]} {speaker.tell(STATE[state])}"
        yield Tab(list_at(filters, state=state), word, counts[state], wanted.state == state)
    total = sum(counts.values())
    yield Tab(list_at(filters, state=EVERY), speaker.word("all"), total, not wanted.state)


def _row(item: Item, filters: Filters, speaker: Voice, today: str) -> ItemRow:
    return ItemRow(
        href=item_at(item, filters),
        class_href=class_at(item.subject),
        subject=item.subject,
        about=about(item.about, speaker),
        style=style_of(item.effect),
        mark=mark_of(item.effect),
        effect=speaker.tell(EFFECT[item.effect]),
        rules=tuple(rule_title(rule, speaker) for rule in item.rules),
        date=item.date,
        due=_last_day(item),
        late=item.state is not State.SETTLED and _last_day(item) < today,
        state=state_of(item, speaker),
        holder=item.holder or item.first,
    )


def _last_day(item: Item) -> str:
    """An item waits longer where the institution was asked, and never longer than that."""
    return item.latest if item.state in {State.ASKED, State.ANSWERED} else item.due
