"""Every answer for machines fits the schema that is published of it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, validate

from evidence.domain.errors import Problem
from evidence.domain.findings import Outcome, Ruling
from evidence.domain.text import Moment, say
from evidence.domain.time import DAY, HOUR, Interval, Timeline
from evidence.pipeline import notices, status, summary
from evidence.pipeline.alert_words import as_json as alert_json
from evidence.pipeline.alerts import Matter, matters
from evidence.pipeline.forecast import as_json as forecast_json
from evidence.pipeline.forecast import forecast
from evidence.pipeline.segments import Fault, Trouble
from evidence.pipeline.sources_port import Feed, NotFetched, Offer, Reason
from evidence.pipeline.summary import NightSummary
from evidence.pipeline.watch import ClassNow, Look
from evidence.pipeline.watch_json import as_json as watch_json
from evidence.pipeline.watching import State, WatchedHour
from evidence.report.answers import Answer, schema
from tests.pipeline.classes import MORNING, session
from tests.pipeline.nights import DATE, Evening, Recorder

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema"
OFFER = Offer("1", "recordings/cam1/a.mp4", camera="cam1", span=Interval(MORNING, MORNING + HOUR))
WRONG = Problem(say("it ends at {end}", end=Moment(MORNING)), "schedule.csv", 2, "end", "start")


def evening() -> Evening:
    """One of everything: a sound class, one that can't be read, one that ends its workers."""
    broken = NotFetched(Reason.PARTIAL, "1 / 2 B")
    made = Evening(
        feeds=(
            Feed(Recorder((OFFER,), broken=broken), "INST-1", "A"),
            Feed(Recorder(down=NotFetched(Reason.UNREACHABLE), name="off"), "INST-1"),
            Feed(Recorder((OFFER,), name="next"), "INST-2", "B"),
        )
    )
    for subject in ("INST-1/A", "INST-2/B", "INST-3/D"):
        made.shelf.put(subject)
    made.shelf.classes["INST-3/C"] = (WRONG,)
    made.crew.deadly.add("INST-3/D")
    return made


@pytest.fixture(scope="module")
def night() -> tuple[Evening, NightSummary]:
    made = evening()
    return made, made.run()


@pytest.mark.parametrize("answer", Answer)
def test_the_published_schema_is_the_one_that_is_printed(answer: Answer) -> None:
    published = json.loads((PUBLISHED / f"{answer}-1.json").read_text("utf-8"))

    Draft202012Validator.check_schema(published)
    assert published == schema(answer), "run: python docs/generate.py"


def test_a_night(night: tuple[Evening, NightSummary]) -> None:
    told = summary.as_json(night[1])

    assert all(told[key] for key in ("classes", "not_landed", "sources_down"))
    validate(told, schema(Answer.NIGHT))


def test_a_forecast() -> None:
    made = evening()
    made.run()
    made.shelf.put("INST-9/E")

    told = forecast_json(forecast(made.night(), DATE, ""))

    assert told["fetch"]
    validate(told, schema(Answer.FORECAST))


def test_a_notice(night: tuple[Evening, NightSummary]) -> None:
    line = json.dumps(summary.as_json(night[1]))

    for institution in ("INST-1", "INST-3"):
        found = notices.notice(line, institution, MORNING, look_back=DAY, ends=lambda _: None)
        assert not found.empty
        validate(notices.as_json(found), schema(Answer.NOTICE))


def test_the_status(night: tuple[Evening, NightSummary]) -> None:
    made, _ = night
    found = status.status(made.store, made.night().pull.still_missing(""), 10**9, made.clock.time)
    told = status.as_json(found)

    assert all(told[key] for key in ("nights", "parked", "missing"))
    validate(told, schema(Answer.STATUS))


def look() -> Look:
    """Class hours in every state, a file with every fault, and a class that can't be read."""
    ruling = Ruling(Outcome.BREACHED, say("no footage"))
    hour = next(session().hours())
    runs = Timeline((Interval(MORNING, MORNING + HOUR),))
    hours = tuple(
        WatchedHour(hour, state, ruling, MORNING, runs, MORNING, MORNING) for state in State
    )
    troubles = tuple(Trouble(f"recordings/{fault}.mp4", fault) for fault in Fault)
    sound = ClassNow("INST-1/A", hours=hours, troubles=troubles)
    return Look(MORNING, (sound, ClassNow("INST-1/B", problems=(WRONG,))))


def test_a_look_of_the_watch() -> None:
    validate(watch_json(look()), schema(Answer.WATCH))


def test_an_alert_of_every_kind() -> None:
    of: list[Matter] = list(matters(look()))

    told = alert_json("INST-1", of, MORNING)

    assert {each["state"] for each in told["alerts"]} > {fault.value for fault in Fault}
    validate(told, schema(Answer.ALERT))
