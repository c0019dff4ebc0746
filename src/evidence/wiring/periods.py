"""Periods put together: the figures of every class of the store."""

from __future__ import annotations

from datetime import date

from evidence.facts.period import ClassFigures, Period
from evidence.facts.subsidy import subsidy_sheet
from evidence.pipeline.review import State
from evidence.report.claims import claim_of
from evidence.report.period import figures
from evidence.wiring.office import Office, opened_office
from evidence.wiring.places import config_folder
from evidence.wiring.trainings import on_record
from evidence.wiring.verdicts_kept import GivenVerdict


def period_of(first: date, last: date, *, institution: str = "", policy: str = "") -> Period:
    """The classes of the store that begin from ``first`` to ``last``, of these alone where named.

    Raises:
        Unreadable: when the deployment or its store can't be used.
    """
    with opened_office(config_folder()) as office:
        classes = [
            _figures(office, one.given)
            for one in on_record(office)
            if institution in ("", one.given.subject.partition("/")[0])
            and policy in ("", one.given.policy.id)
        ]
    return Period.of(first, last, classes)


def _figures(office: Office, given: GivenVerdict) -> ClassFigures:
    terms = given.policy.subsidy
    sheet = subsidy_sheet(claim_of(given.verdict, given.decided), terms) if terms else None
    states = [item.state for item in office.reviews.of_class(given.subject)]
    decided = states.count(State.SETTLED)
    waiting = len(states) - decided
    return figures(given.verdict, sheet, given.subject, decided=decided, waiting=waiting)
