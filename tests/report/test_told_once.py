"""What is read of footage outside the browser: told once, named, and on the page."""

from dataclasses import replace

import pytest

from evidence.domain.findings import Evidence
from evidence.domain.pictures import Uncompared
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import MINUTE
from evidence.report import html
from evidence.report.filling import class_report
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.printed_proofs import proofs_printed
from evidence.report.shots import spot_at
from evidence.report.words import Voice
from tests.report.judgements import ZONE, finding, footage, judgement
from tests.report.test_proofs import replay, reused

VOICE = Voice(ENGLISH, ZONE)
FILES = [one.path for one in footage()[:3]]


def told(rule: str, path: str, *proof: Evidence):
    """A finding about a recording of the usual class."""
    found = finding("footage-unreadable", Subject(recording=path), say("found"), evidence=proof)
    return replace(found, rule=rule)


def reported(*findings):
    """The usual class with these findings."""
    usual = judgement()
    return replace(usual, verdict=replace(usual.verdict, findings=findings))


def left(path: str, end: int = 5) -> Evidence:
    return Evidence(path, 0, end * MINUTE, uncompared=Uncompared.KEY_FRAMES)


@pytest.mark.parametrize("lang", [ENGLISH, CHINESE])
def test_what_two_rules_leave_open_is_drawn_with_the_first_and_named_by_the_second(lang):
    found = reported(
        told("footage-looped", FILES[0], left(FILES[0])),
        told("footage-reused", FILES[0], left(FILES[0])),
    )

    looped, reused = (table.rows[0] for table in class_report(found, Voice(lang, ZONE)).findings)

    assert len(looped.uncompared) == 1
    assert not looped.shown_with
    assert not reused.uncompared
    assert [number for number, _ in reused.shown_with] == [looped.number]
    assert f'<a href="#f{looped.number}">' in html.page(found, lang=lang)


def test_other_seconds_are_drawn_by_themselves():
    found = reported(
        told("footage-looped", FILES[0], left(FILES[0])),
        told("footage-reused", FILES[0], left(FILES[0], end=6)),
    )

    rows = [table.rows[0] for table in class_report(found, VOICE).findings]

    assert [len(row.uncompared) for row in rows] == [1, 1]
    assert not any(row.shown_with for row in rows)


def test_in_print_the_second_says_where_it_is_drawn():
    found = reported(
        told("footage-looped", FILES[0], left(FILES[0])),
        told("footage-reused", FILES[0], left(FILES[0])),
    )

    (drawn,), (named,) = proofs_printed(class_report(found, VOICE).findings, VOICE).values()

    assert drawn["drawing"]
    assert not named["drawing"]
    assert "Footage looped" in named["lines"][0][1]


@pytest.mark.parametrize(
    ("end", "told", "link"),
    [(5, "0:05:00", "#t=300"), (6, "0:05:00–0:06:00", "#t=300,360")],
)
def test_a_moment_is_no_stretch_from_itself_to_itself(end, told, link):
    proof = Evidence(FILES[0], 5 * MINUTE, end * MINUTE)
    found = reported(
        finding("footage-unreadable", Subject(recording=FILES[0]), say("found"), evidence=(proof,))
    )

    ((row,),) = (table.rows for table in class_report(found, VOICE, "../class/").findings)

    assert [(place.told, place.link) for place in row.where] == [
        (f"{FILES[0]} {told}", f"../class/{FILES[0]}{link}")
    ]
    assert spot_at("../class/", FILES[0], 5 * MINUTE, end * MINUTE).endswith(link)


@pytest.mark.parametrize(
    ("mirrored", "heads"),
    [
        (False, ["shown again", "shown before"]),
        (True, ["shown again", "shown before", "shown before, turned over"]),
    ],
)
def test_in_print_each_column_of_pictures_says_what_it_shows(mirrored, heads):
    about, case = reused(replay(mirrored=mirrored))
    found = replace(reported(about), case=case)

    ((proof,),) = proofs_printed(class_report(found, VOICE).findings, VOICE).values()

    assert proof["heads"] == heads
    assert {len(pair) for pair in proof["pictures"]} == {len(heads)}
