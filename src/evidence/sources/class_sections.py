"""The shape of ``class.toml``: its sections, their keys, and what each value must be like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from evidence.domain.errors import nearest
from evidence.domain.teaching import Certificate, Mode
from evidence.domain.text import say
from evidence.sources.cells import one_of
from evidence.sources.headings import CERTIFICATES, MODES, ZONES, key
from evidence.sources.moments import day, moment
from evidence.sources.patterns import compile_pattern
from evidence.sources.remarks import shown
from evidence.sources.unfit import Unfit

DEFAULT_ZONE = "Asia/Shanghai"

T = TypeVar("T")


def _typed(parse: Callable[[str], T]) -> BeforeValidator:
    """Reads a TOML string, date or date-time by the parser that the tables use too."""

    def read(value: object) -> T:
        if isinstance(value, date):
            return parse(value.isoformat())
        if isinstance(value, str):
            return parse(value)
        raise Unfit(say('found "{found}", expected text in quotation marks', found=str(value)))

    return BeforeValidator(read)


def _whole(value: object) -> object:
    if isinstance(value, bool | float) and not (isinstance(value, float) and value.is_integer()):
        raise Unfit(
            say('found "{found}", expected a whole number', found=str(value).lower()),
        )
    return value


def known_zone(name: str) -> str:
    """Reads a name of the tz database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unfit(
            say(
                '"{found}" is no time zone, expected one such as {example}',
                found=shown(name),
                example=DEFAULT_ZONE,
            ),
            _right_zone(name),
        ) from error
    return name


def _right_zone(name: str) -> str:
    """The zone that is meant by a name that is none; "" where nobody knows."""
    known = {key(word): zone for zone, words in ZONES.items() for word in words}
    return known.get(key(name)) or nearest(name, tuple(sorted(available_timezones())))


def _instant(written: str) -> str:
    """A date and time that will be read once the time zone is known."""
    moment(UTC)(written)
    return written


def _pattern(written: str) -> str:
    try:
        compile_pattern(written)
    except ValueError as error:
        raise Unfit(
            say(
                'the pattern "{found}" can\'t be used: {detail}',
                found=shown(written),
                detail=str(error),
            )
        ) from error
    return written


Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
Day = Annotated[date, _typed(day)]
Instant = Annotated[str, _typed(_instant)]


class _Section(BaseModel):
    """A table of the file: nothing in it that is not known."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)


class InstitutionSection(_Section):
    """``[institution]``: who hands the class in."""

    id: str = ""
    name: str = ""


class RecordingsSection(_Section):
    """``[recordings]``: how the institution's recorder names its files."""

    pattern: Annotated[str, _typed(_pattern)] | None = None


class GatesSection(_Section):
    """``[gates]``: application, process check and completion audit, each dated and signed."""

    applied_on: Day | None = None
    applied_by: str = ""
    checked_on: Day | None = None
    checked_by: str = ""
    completed_on: Day | None = None
    completed_by: str = ""


class SurveySection(_Section):
    """``[survey]``: how satisfied the learners were."""

    answered: Count
    satisfied: Count


class LastYearSection(_Section):
    """``[last_year]``: what became of those whom the institution trained the year before."""

    trained: Count
    passed: Count
    employed: Count


class ApprenticeshipSection(_Section):
    """``[apprenticeship]``: the institution's apprentices and teachers of this occupation."""

    apprentices: Count
    full_time_teachers: Count


class ClassSection(_Section):
    """The file as a whole."""

    id: Name
    policy: Name
    timezone: Annotated[str, _typed(known_zone)] = DEFAULT_ZONE
    occupation: Name
    level: str = ""
    mode: Annotated[Mode, _typed(one_of(MODES))]
    certificate: Annotated[Certificate, _typed(one_of(CERTIFICATES))]
    starts_on: Day
    ends_on: Day
    planned_hours: Annotated[int, BeforeValidator(_whole), Field(ge=1)]
    teachers: Count | None = None
    workstations: Count | None = None
    registered_at: Instant | None = None
    assessed_on: Day | None = None
    institution: InstitutionSection = InstitutionSection()
    recordings: RecordingsSection = RecordingsSection()
    gates: GatesSection | None = None
    survey: SurveySection | None = None
    last_year: LastYearSection | None = None
    apprenticeship: ApprenticeshipSection | None = None


SECTIONS: Mapping[str, type[BaseModel]] = {
    "": ClassSection,
    "institution": InstitutionSection,
    "recordings": RecordingsSection,
    "gates": GatesSection,
    "survey": SurveySection,
    "last_year": LastYearSection,
    "apprenticeship": ApprenticeshipSection,
}
