"""Words: sentences and values told in a person's language, in the class's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from evidence.domain.findings import Measure, Ruling
from evidence.domain.text import Length, Moment, Share, Spot, Text, Value, say
from evidence.domain.time import HOUR, MINUTE, SECOND
from evidence.report.english import counted, one
from evidence.report.language import ENGLISH, catalogue

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FINEST = 6  # digits after the point, of a second or a percentage


def phrase(text: Text, lang: str, timezone: str) -> str:
    """The sentence in ``lang``, its values in words and its moments in ``timezone``."""
    return Voice(lang, timezone).tell(text)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks one language and lives in one time zone."""

    lang: str
    timezone: str

    def tell(self, text: Text) -> str:
        """The sentence, with its values in words."""
        if not text.values:
            return _plain(self.lang, text.pattern)
        pattern = catalogue(self.lang).gettext(text.pattern)
        told = {name: self.value(value) for name, value in text.values}
        return (counted(pattern, told) if self.lang == ENGLISH else pattern).format(**told)

    def word(self, pattern: str, **values: Value) -> str:
        """A heading or a label; the extractor of the catalogues looks for calls of this name."""
        return self.tell(Text(pattern, tuple(values.items())))

    def value(self, value: Value) -> str:
        """One value in words."""
        match value:
            case Length(micros):
                return self.length(micros)
            case Moment(micros):
                return self.moment(micros)
            case Spot(micros):
                return media_time(micros)
            case Share(ratio):
                return f"{_decimal(ratio * 100, places=1)}%"
            case Fraction():
                return _decimal(value, places=2)
            case Text():
                return self.tell(value)
            case _:
                return str(value)

    def measured(self, ruling: Ruling) -> str:
        """What was measured, as far as that is sure."""
        told = self.measure(ruling.measured, ruling.unit)
        return self.up_to(told) if ruling.at_most else told

    def up_to(self, told: str) -> str:
        """What something may be at most."""
        return self.word("up to {most}", most=told)

    def measure(self, measure: Measure | None, unit: str) -> str:
        """What was measured or required, with its unit; "" where there is nothing to tell.

        A ratio without a unit is a share, and told as a percentage.
        """
        if measure is None:
            return ""
        if isinstance(measure, Fraction) and not unit:
            return self.value(Share(measure))
        if isinstance(measure, Length) or not unit:
            return self.value(measure)
        number, word = self.value(measure), self.word(unit)
        if self.lang == ENGLISH and number == "1":
            word = one(word)
        return self.tell(say("{number} {unit}", number=number, unit=word))

    def length(self, micros: int) -> str:
        """A duration, "14 min 58 s"; what is below a second is cut, never rounded up."""
        sign, rest = ("-", -micros) if micros < 0 else ("", micros)
        return sign + " ".join(self._parts(rest))

    def _parts(self, micros: int) -> Iterator[str]:
        hours, within_hour = divmod(micros, HOUR)
        minutes, within_minute = divmod(within_hour, MINUTE)
        seconds = _decimal(Fraction(within_minute, SECOND), places=1)

        if hours:
            yield self.word("{hours} h", hours=hours)
        if minutes and within_minute:
            # One pattern, for a Chinese reader says 15 分钟, but 14 分 58 秒.
            yield self.word("{minutes} min {seconds} s", minutes=minutes, seconds=seconds)
        elif minutes:
            yield self.word("{minutes} min", minutes=minutes)
        elif within_minute or not hours:
            yield self.word("{seconds} s", seconds=seconds)

    def moment(self, micros: int) -> str:
        """Day and time of a wall time, to the second begun."""
        return f"{self.moment_at(micros):%Y-%m-%d %H:%M:%S}"

    def day(self, micros: int) -> str:
        """The day of a wall time."""
        return f"{self.moment_at(micros):%Y-%m-%d}"

    def date(self, day: date) -> str:
        """A day as people of this language write it: 12 May 2021, 2021年5月12日."""
        if self.lang == ENGLISH:
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        return f"{day.year}年{day.month}月{day.day}日"

    def written(self, micros: int) -> str:
        """The day of a wall time as people of this language write it."""
        return self.date(self.moment_at(micros).date())

    def clock(self, micros: int) -> str:
        """Hour and minute of a wall time, with the seconds where there are any."""
        at = self.moment_at(micros)
        return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"

    def moment_at(self, micros: int) -> datetime:
        """A wall time as the clock on the classroom's wall shows it."""
        return (_EPOCH + timedelta(microseconds=micros)).astimezone(ZoneInfo(self.timezone))


def media_time(micros: int) -> str:
    """Media time as a player shows it."""
    minutes, seconds = divmod(micros // SECOND, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def media_stretch(start: int, end: int) -> str:
    """A stretch of media time, or the moment that it is."""
    return f"{media_time(start)}–{media_time(end)}" if end > start else media_time(start)


@lru_cache(10_000)
def _plain(lang: str, pattern: str) -> str:
    """A sentence without values; a page has the same few some thousand times."""
    # gettext answers the empty sentence with the heading of its catalogue.
    return catalogue(lang).gettext(pattern).format() if pattern else ""


def _decimal(value: Fraction, *, places: int) -> str:
    """A number cut to so many places; to more where it would read as a whole number it is not.

    Cut and not rounded: 64.96 % is not 65 %, and 899.96 s are not 15 min.
    """
    if value.denominator == 1:
        return str(value.numerator)
    sign, size = ("-", -value) if value < 0 else ("", value)
    for digits in range(places, _FINEST + 1):
        whole, rest = divmod(int(size * 10**digits), 10**digits)
        if rest:
            return f"{sign}{whole}.{rest:0{digits}d}".rstrip("0")
    return f"{sign}{int(size)}"
