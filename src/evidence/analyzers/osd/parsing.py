"""Parsing: what time a burnt-in line tells, as cameras of Hikvision and Dahua print it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s*[:.;,]\s*(\d{2})\s*[:.;,]\s*(\d{2})(?!\d)(?:\s*([AP])\.?M)?", re.IGNORECASE
)
_BARE_TIME = re.compile(r"(?<!\d)(\d{2})[:.;,\s]*(\d{2})[:.;,\s]*(\d{2})\s*$")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.~_ ]?\s*(\d{2})\s*[-/.~_ ]?\s*(\d{2})(?=\D|\d{6}|\d{2}:|$)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{2})\s*[-/.~_ ]\s*(\d{2})\s*[-/.~_ ]\s*(\d{4})")
_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_CHINESE_DAY = re.compile(r"(?:星期|周)\s*([一二三四五六日天])")
_CHINESE_DAYS = "一二三四五六日"
_ROUND = re.compile(r"(?<=[\d:-])O|O(?=[\d:-])")  # a nought that was taken for a letter
_AFTERNOON, _MORNING = "下午", "上午"
NOON, HOURS, SIXTY = 12, 24, 60


def told(line: str) -> tuple[int, ...]:
    """The moments that a line may tell, in microseconds of the camera's own wall clock.

    That clock knows no time zone: its midnight of 1 January 1970 is 0. There are two where day and
    month can't be told apart (the one with the month first stands first), and none where the line
    tells no time, or its day of the week is not that of its date.
    """
    plain = _ROUND.sub("0", unicodedata.normalize("NFKC", line).upper())
    found: list[int] = []
    for days, rest in _dates(plain):
        seconds = _seconds(rest)
        if seconds is None:
            continue
        weekday = _weekday(line.upper())
        for day in days:
            if weekday is None or day.weekday() == weekday:
                midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
                moment = midnight + timedelta(seconds=seconds)
                found.append((moment - _EPOCH) // timedelta(microseconds=1))
        break
    return tuple(dict.fromkeys(found))


def _dates(plain: str) -> Iterator[tuple[list[date], str]]:
    """The dates that stand in a line, and the line without them."""
    for pattern in (_CHINESE, _YEAR_FIRST, _YEAR_LAST):
        matched = pattern.search(plain)
        if not matched:
            continue
        parts = [int(part) for part in matched.groups()]
        orders = [parts] if pattern is not _YEAR_LAST else _turned(parts)
        days = [day for order in orders for day in _day(*order)]
        if days:
            yield days, plain[: matched.start()] + " " + plain[matched.end() :]


def _turned(parts: list[int]) -> list[list[int]]:
    first, second, year = parts
    return [[year, first, second], [year, second, first]]


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _seconds(rest: str) -> int | None:
    """The second of the day that a line tells once its date is taken out."""
    matched = _TIME.search(rest) or _BARE_TIME.search(rest)
    if not matched:
        return None
    hours, minutes, seconds = (int(part) for part in matched.groups()[:3])
    half = matched.groups()[3] if matched.re is _TIME else None
    if half or _AFTERNOON in rest or _MORNING in rest:
        late = (half or "").upper() == "P" or _AFTERNOON in rest
        if not 1 <= hours <= NOON:
            return None
        hours = hours % NOON + (NOON if late else 0)
    if hours >= HOURS or minutes >= SIXTY or seconds >= SIXTY:
        return None
    return (hours * SIXTY + minutes) * SIXTY + seconds


def _weekday(line: str) -> int | None:
    matched = _CHINESE_DAY.search(line)
    if matched:
        return _CHINESE_DAYS.index(matched[1].replace("天", "日"))
    return next((at for at, name in enumerate(_DAYS) if name in line), None)
