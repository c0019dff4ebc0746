"""Telling records, ledgers and periods, and writing them."""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from evidence.cli.misuse import Misused
from evidence.cli.money import console, put, refuse_places, verdicts_of
from evidence.cli.outputs import STANDARD_OUTPUT
from evidence.domain.text import say
from evidence.facts.period import MONTHS_A_QUARTER
from evidence.report import ledger, period, training_record
from evidence.sources.file_names import safe_part
from evidence.wiring.periods import period_of
from evidence.wiring.trainings import record_of
from evidence.wiring.verdicts_kept import GivenVerdict, kept_verdicts

_WHEN = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


def tell_learner(
    who: str, *, institution: str, json: Path | None, xlsx: Path | None, lang: str
) -> None:
    """Tell the record of a person.

    Raises:
        Unreadable: when nobody is found, or the store can't be used.
    """
    refuse_places(json, xlsx)
    asked = sys.stdin.readline().strip() if who == "-" else who.strip()
    record = record_of(asked, institution)
    if json:
        put(json, training_record.write(record))
    if xlsx:
        put(xlsx, book(lambda path: training_record.workbook(record, path, lang=lang)))
    if json != STANDARD_OUTPUT:
        training_record.print_record(record, lang=lang, console=console())


def write_ledgers(what: Sequence[str], *, folder: Path, store: bool, lang: str) -> None:
    """Write a workbook for each class, and say where.

    Raises:
        Unreadable: with what is wrong with a bundle, a verdict or the store.
    """
    given = kept_verdicts(what) if store else verdicts_of(what, policy=None, lang=lang)
    for each in given:
        if each.verdict.class_ is None:
            continue  # of an earlier version; the next night judges it again
        place = folder / _home(each) / f"{safe_part(each.verdict.bundle.id)}.xlsx"
        place.parent.mkdir(parents=True, exist_ok=True)
        put(place, book(_ledger(each, lang)))
        typer.echo(str(place))


def _ledger(given: GivenVerdict, lang: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        ledger.ledger(given.verdict, given.policy, given.decided, path, lang=lang)

    return write


def _home(given: GivenVerdict) -> str:
    said = given.verdict.class_
    return safe_part(given.subject.partition("/")[0] or (said.institution if said else "") or "-")


def tell_period(
    when: str, *, institution: str, policy: str, json: Path | None, xlsx: Path | None, lang: str
) -> None:
    """Tell the report on a period.

    Raises:
        Unreadable: when the store can't be used.
    """
    refuse_places(json, xlsx)
    first, last = days_of(when)
    found = period_of(first, last, institution=institution, policy=policy)
    if json:
        put(json, period.write(found))
    if xlsx:
        put(xlsx, book(lambda path: period.workbook(found, path, lang=lang)))
    if json != STANDARD_OUTPUT:
        period.print_period(found, lang=lang, console=console())


def days_of(when: str) -> tuple[date, date]:
    """The first and the last day of a period as it is written.

    Raises:
        Misused: when it is none.
    """
    try:
        return _days(when.strip())
    except ValueError as error:
        told = say(
            "{when} is no period: write 2021, 2021-Q2, 2021-05 or 2021-01-01..2021-06-30", when=when
        )
        raise Misused(told) from error


def _days(when: str) -> tuple[date, date]:
    if ".." in when:
        first, _, last = when.partition("..")
        days = date.fromisoformat(first), date.fromisoformat(last)
        if days[1] < days[0]:
            raise ValueError(when)
        return days
    matched = _WHEN.fullmatch(when)
    if matched is None:
        raise ValueError(when)
    year = int(matched["year"])
    if matched["quarter"]:
        month = (int(matched["quarter"]) - 1) * MONTHS_A_QUARTER + 1
        return date(year, month, 1), _end(year, month + MONTHS_A_QUARTER - 1)
    if matched["month"]:
        return date(year, int(matched["month"]), 1), _end(year, int(matched["month"]))
    return date(year, 1, 1), date(year + 1, 1, 1) - timedelta(days=1)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def book(write: Callable[[Path], None]) -> bytes:
    """The bytes of a workbook that ``write`` writes to a path."""
    with TemporaryDirectory(prefix="evidence-") as scratch:
        path = Path(scratch, "book.xlsx")
        write(path)
        return path.read_bytes()
