"""Moments and dates as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from evidence.domain.text import say
from evidence.sources.remarks import shown
from evidence.sources.unfit import Unfit

FIRST_YEAR, LAST_YEAR = 1970, 2199
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_DATE = r"(?P<year>\d{4})(?:-|/|\.|年)(?P<month>\d{1,2})(?:-|/|\.|月)(?P<day>\d{1,2})"
_COLONS = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
_HANZI = r"(?P<hour>\d{1,2})[时点](?:(?P<minute>\d{1,2})分(?:(?P<second>\d{1,2})秒)?)?"
_BETWEEN = r"(?:日\s*|\s*[Tt]\s*|\s+)(?P<half>上午|下午|晚上)?\s*"
_OFFSET = r"\s*(?P<offset>[Zz]|[+-]\d{2}:?\d{2})?"
_MOMENTS = tuple(re.compile(_DATE + _BETWEEN + clock + _OFFSET) for clock in (_COLONS, _HANZI))
# From 1989-12-31 to 2119-06-24 in days since 1899-12-30, and a part of a day behind the point.
_SERIAL = re.compile(r"(?:3[3-9]|[4-7]\d)\d{3}(?:\.\d+)?")
_DAYS = (
    re.compile(_DATE + r"日?(?:\s*[Tt]?\s*00:00(?::00)?)?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)


def moment(zone: tzinfo) -> Callable[[str], int]:
    """Reads a wall time in microseconds; one without an offset is in ``zone``."""

    def read(text: str) -> int:
        plain = unicodedata.normalize("NFKC", text).strip()
        for form in _MOMENTS:
            if match := form.fullmatch(plain):
                try:
                    return micros(_datetime(match, zone))
                except ValueError:
                    break
        _refuse_serial(plain)
        raise Unfit(
            say(
                'found "{found}", expected a date and time such as {example}',
                found=shown(text),
                example="2021-04-19 09:00",
            )
        )

    return read


def day(text: str) -> date:
    """Reads a date, such as 2021-04-19, 2021/4/19, 2021年4月19日 or 20210419."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for form in _DAYS:
        if match := form.fullmatch(plain):
            try:
                return _date(match)
            except ValueError:
                break
    _refuse_serial(plain)
    raise Unfit(
        say(
            'found "{found}", expected a date such as {example}',
            found=shown(text),
            example="2021-04-19",
        )
    )


def _refuse_serial(plain: str) -> None:
    """A day as spreadsheets count it, which shows where a cell has lost its format."""
    if _SERIAL.fullmatch(plain):
        raise Unfit(
            say(
                'found "{found}", which is how a spreadsheet keeps a date: the cell has lost its '
                "format, so format it as date and time, and save it again",
                found=shown(plain),
            )
        )


def micros(at: datetime) -> int:
    """The wall time of an aware datetime, in microseconds."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _date(match: re.Match[str]) -> date:
    found = date(int(match["year"]), int(match["month"]), int(match["day"]))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("a year out of all reason")
    return found


def _datetime(match: re.Match[str], zone: tzinfo) -> datetime:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"] in ("下午", "晚上") and hour < 12:  # noqa: PLR2004 - the hours of half a day
        hour += 12
    # 24:00 is how timetables write the end of a day.
    midnight = (hour, minute, second) == (24, 0, 0)
    found = _date(match)
    part = int((match.groupdict().get("part") or "0").ljust(6, "0")[:6])
    at = datetime(
        found.year, found.month, found.day, 0 if midnight else hour, minute, second, part,
        tzinfo=_offset(match["offset"], zone),
    )  # fmt: skip
    return at + timedelta(days=1) if midnight else at


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if not text:
        return zone
    if text in "Zz":
        return UTC
    length = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-length if text[0] == "-" else length)
