"""The overview: how many class hours stand how, by institution, rule and week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from evidence.domain.findings import Standing
from evidence.domain.policy import Effect
from evidence.domain.teaching import Kind
from evidence.pipeline.accounts import Account
from evidence.pipeline.overview import Broke, Overview, Span, Stood, week_of
from evidence.pipeline.worklist import Wanted
from evidence.report.names import EFFECT, KIND, MARK, STANDING, rule_title
from evidence.report.sheets import Sheet
from evidence.report.words import Voice
from evidence.web.addresses import Filters, day_typed, institution_at, list_at
from evidence.web.charts import bars_drawing, rule_bars, standing_bars
from evidence.web.guard import Taker, Visitor
from evidence.web.rendering import office, rendered, voice
from evidence.web.taking_away import csv_of, workbook_of
from evidence.web.words import STATE, STATE_SIGN

FEW = 15  # bars of a drawing: the table has the rest
router = APIRouter()


class Period(BaseModel):
    """What is looked at, as the address says it."""

    model_config = ConfigDict(frozen=True, str_max_length=100)

    institution: str = ""
    first: str = ""
    last: str = ""

    def span(self, account: Account) -> Span:
        """As the store is asked; an institution only ever sees its own."""
        home = account.institution or self.institution.strip()
        return Span(home, _monday(self.first), _monday(self.last))


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind there are; ``href`` leads to them, "" where there is no such way."""

    style: str
    mark: str
    word: str
    count: int
    share: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A drawing and the same as a table; ``hrefs`` lead from its rows, "" from none."""

    name: str
    title: str
    drawing: Markup | None
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    hrefs: tuple[str, ...]
    csv_href: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The overview."""

    period: Period
    all_institutions: bool
    hours: tuple[Count, ...]
    all_hours: int
    decisions: tuple[Count, ...]
    tables: tuple[Table, ...]
    workbook_href: str


@router.get("/overview")
def overview_page(
    request: Request, visitor: Visitor, period: Annotated[Period, Depends()]
) -> Response:
    """The overview."""
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    span = period.span(visitor.account)
    kinds = desk.overview.by_kind(span)
    totals = {each: sum(kind.hours.get(each, 0) for kind in kinds) for each in Standing}
    decisions = desk.counts.of(Wanted(institution=span.institution))
    query = _query(period)
    page = OverviewPage(
        period=period,
        all_institutions=not visitor.account.institution,
        hours=tuple(_standing(each, count, totals, speaker) for each, count in totals.items()),
        all_hours=sum(totals.values()),
        decisions=tuple(
            Count(
                "",
                STATE_SIGN[state],
                speaker.tell(STATE[state]),
                count,
                _share(count, sum(decisions.values())),
                list_at(Filters(institution=span.institution, state=state.value)),
            )
            for state, count in decisions.items()
        ),
        tables=tuple(tables(desk.overview, span, speaker, query)),
        workbook_href=f"/overview.xlsx{query}",
    )
    return rendered(request, "overview", page, visitor=visitor)


@router.get("/overview.xlsx")
def overview_workbook(
    request: Request, visitor: Taker, period: Annotated[Period, Depends()]
) -> Response:
    """The same as a workbook."""
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    span = period.span(visitor.account)
    sheets = [_sheet(each) for each in tables(desk.overview, span, speaker, "")]
    return workbook_of(sheets, "overview")


@router.get("/overview/{name}.csv")
def overview_csv(
    request: Request, visitor: Taker, name: str, period: Annotated[Period, Depends()]
) -> Response:
    """One of its tables as CSV."""
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    span = period.span(visitor.account)
    for each in tables(desk.overview, span, speaker, ""):
        if each.name == name:
            return csv_of(_sheet(each), name)
    raise HTTPException(HTTPStatus.NOT_FOUND)


def tables(overview: Overview, span: Span, voice: Voice, query: str) -> Iterator[Table]:
    """Every table, each with its drawing."""
    weeks = overview.by_week(span)
    yield _hours("weeks", (voice.word("By week"), voice.word("Week of")), weeks, voice, query)
    homes = overview.by_institution(span)
    told = (voice.word("By institution"), voice.word("Institution"))
    yield _hours("institutions", told, homes, voice, query)
    kinds = overview.by_kind(span)
    yield _hours("kinds", (voice.word("By kind"), voice.word("Kind")), kinds, voice, query)
    yield _rules(overview.by_rule(span), span, voice, query)


def _hours(
    name: str, told: tuple[str, str], stood: Sequence[Stood], voice: Voice, query: str
) -> Table:
    title, first = told
    names = {kind.value: voice.tell(KIND[kind]) for kind in Kind} if name == "kinds" else {}
    shown = stood[-FEW:] if name == "weeks" else stood[:FEW]
    at = {each.name: institution_at(each.name) for each in stood} if name == "institutions" else {}
    return Table(
        name=name,
        title=title,
        drawing=bars_drawing(standing_bars(shown, voice, names), title) if stood else None,
        headings=(
            first,
            *(f"{MARK[each]} {voice.tell(STANDING[each])}" for each in Standing),
            voice.word("all"),
        ),
        rows=tuple(
            (
                names.get(each.name, each.name),
                *(each.hours.get(one, 0) for one in Standing),
                each.all,
            )
            for each in stood
        ),
        hrefs=tuple(at.get(each.name, "") for each in stood),
        csv_href=f"/overview/{name}.csv{query}",
    )


def _rules(broke: Sequence[Broke], span: Span, voice: Voice, query: str) -> Table:
    title = voice.word("By rule")
    return Table(
        name="rules",
        title=title,
        drawing=bars_drawing(rule_bars(broke[:FEW], voice), title) if broke else None,
        headings=(
            voice.word("Rule"),
            *(voice.tell(EFFECT[each]) for each in Effect),
            voice.word("all"),
        ),
        rows=tuple(
            (rule_title(each.rule, voice), *(each.effects.get(one, 0) for one in Effect), each.all)
            for each in broke
        ),
        hrefs=tuple(
            list_at(Filters(rule=each.rule, institution=span.institution, state="all"))
            for each in broke
        ),
        csv_href=f"/overview/rules.csv{query}",
    )


def _standing(standing: Standing, count: int, totals: dict[Standing, int], voice: Voice) -> Count:
    told = voice.tell(STANDING[standing])
    return Count(standing.value, MARK[standing], told, count, _share(count, sum(totals.values())))


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:.1f} %" if of else ""


def _sheet(table: Table) -> Sheet:
    return Sheet(table.title, table.headings, table.rows)


def _query(period: Period) -> str:
    given = {name: value for name, value in period.model_dump().items() if value}
    return f"?{urlencode(given)}" if given else ""


def _monday(day: str) -> str:
    """The Monday of a day's week; "" for what is none."""
    try:
        return week_of(day_typed(day))
    except ValueError:
        return ""
