"""The work list: what is to be decided, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from evidence.domain.teaching import Kind
from evidence.pipeline.accounts import Role
from evidence.pipeline.review import State
from evidence.pipeline.worklist import Item, Place, Wanted
from evidence.report.names import EFFECT, KIND, about, mark_of, rule_title
from evidence.report.sheets import Sheet
from evidence.report.words import Voice
from evidence.rules.rule import catalogue
from evidence.web.addresses import EVERY, Asked, Filters, class_at, item_at, list_at
from evidence.web.guard import Taker, Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.taking_away import csv_of, workbook_of
from evidence.web.words import STATE, STATE_SIGN, state_of, style_of

AT_ONCE = 50  # items on a page
IN_A_FILE = 10_000  # and of a file
LONGEST = 600  # letters of a place in the list
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
    csv_href: str
    workbook_href: str


@router.get("/")
def work_list(
    request: Request,
    *,
    visitor: Visitor,
    filters: Asked,
    after: Annotated[str, Query(max_length=LONGEST)] = "",
    before: Annotated[str, Query(max_length=LONGEST)] = "",
    first: Annotated[int, Query(ge=1, le=10**9)] = 1,
) -> Response:
    """The list: its beginning, or what comes ``after`` a place, or ``before`` it.

    ``first`` is the number of the first line shown, for people.
    """
    desk, speaker, account = office(request), voice(request), visitor.account
    desk.catch_up()
    wanted = filters.wanted(account)
    place = Place.told(after or before)
    items = desk.reviews.page(wanted, AT_ONCE, place, back=bool(before) and place is not None)
    counts = desk.counts.of(wanted)
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
            first=first,
            before=_before(filters, items, first),
            after=_after(filters, items, first, total),
            all_institutions=account.role is not Role.INSTITUTION,
            csv_href=f"/list.csv?{filters.query()}",
            workbook_href=f"/list.xlsx?{filters.query()}",
        ),
        visitor=visitor,
    )


@router.get("/list.csv")
def list_csv(request: Request, visitor: Taker, filters: Asked) -> Response:
    """The list as CSV, as far as a spreadsheet is of use."""
    return csv_of(_sheet(request, filters.wanted(visitor.account)), "list")


@router.get("/list.xlsx")
def list_workbook(request: Request, visitor: Taker, filters: Asked) -> Response:
    """The same as a workbook."""
    return workbook_of([_sheet(request, filters.wanted(visitor.account))], "list")


def _sheet(request: Request, wanted: Wanted) -> Sheet:
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    today = speaker.day(desk.clock.now())
    headings = (
        speaker.word("Class"),
        speaker.word("What"),
        speaker.word("Found"),
        speaker.word("Effect"),
        speaker.word("Day"),
        speaker.word("Due"),
        speaker.word("State"),
    )
    lines = (_row(item, Filters(), speaker, today) for item in desk.reviews.page(wanted, IN_A_FILE))
    rows = [
        (row.subject, row.about, " · ".join(row.rules), row.effect, row.date, row.due, row.state)
        for row in lines
    ]
    return Sheet(speaker.word("Work list"), headings, rows)


def _before(filters: Filters, items: Sequence[Item], first: int) -> str:
    if first <= AT_ONCE + 1 or not items:
        return list_at(filters) if first > 1 else ""
    return list_at(filters, before=str(items[0].at), first=str(first - AT_ONCE))


def _after(filters: Filters, items: Sequence[Item], first: int, total: int) -> str:
    if not items or first + len(items) > total:
        return ""
    return list_at(filters, after=str(items[-1].at), first=str(first + len(items)))


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
