"""Explaining a finding: how near it was, from a verdict's file alone."""

import shlex
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from evidence.domain.errors import Unreadable
from evidence.domain.findings import Finding, Measure, Outcome
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import ClockReading, Flaw, Pictures, Place, Seen, Speed, Spell
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.text import Length, say
from evidence.domain.time import HOUR as AN_HOUR
from evidence.domain.time import MINUTE, SECOND, Interval
from evidence.facts.case import Case
from evidence.facts.clock import FootageClock, footage_clocks
from evidence.report import verdict_json
from evidence.report.behind import behind
from evidence.report.explaining import Explanation, explained, outcome_of
from evidence.report.finding_names import explaining, finding_name, meant
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.verdict_file import is_verdict, read_verdict
from evidence.report.words import Voice
from tests.report.judgements import POLICY, ZONE, at, finding, judgement

HOUR = Subject(session="P01", hour=2)
RULE = "practical-continuous-recording"
SHORT = finding(
    RULE, HOUR, say("short"), measured=Length(898 * SECOND), required=Length(15 * MINUTE)
)


def told(one: Finding, outcome: Outcome = Outcome.BREACHED, lang: str = ENGLISH) -> Explanation:
    verdict = judgement().verdict
    record = verdict_json.finding_record(one, verdict)
    return explained(record, outcome, verdict_json.record(verdict), POLICY, Voice(lang, ZONE))


def measured(value: Measure, required: Measure, unit: str = "") -> Finding:
    return finding(RULE, HOUR, say("…"), measured=value, required=required, unit=unit)


@pytest.mark.parametrize(
    ("one", "outcome", "near"),
    [
        (SHORT, Outcome.BREACHED, "2 s less than is asked for"),
        (measured(Length(MINUTE), Length(5 * SECOND)), Outcome.BREACHED, "55 s beyond the limit"),
        (measured(Length(MINUTE), Length(MINUTE)), Outcome.MET, "exactly on the line"),
        (measured(Length(MINUTE), Length(SECOND)), Outcome.MET, "59 s more than is asked for"),
        (measured(20, 80), Outcome.MET, "60 below the limit"),
        (measured(81, 80), Outcome.BREACHED, "1 beyond the limit"),
        (measured(0, 1, "checks"), Outcome.UNDECIDED, "1 check less than is asked for"),
        (
            measured(Fraction(6, 10), Fraction(65, 100)),
            Outcome.BREACHED,
            "5% less than is asked for",
        ),
        (measured(Fraction(49, 2), Fraction(20)), Outcome.BREACHED, "4.5 beyond the limit"),
        (finding(RULE, HOUR, say("…")), Outcome.BREACHED, ""),
    ],
)
def test_how_near_it_was(one: Finding, outcome: Outcome, near: str) -> None:
    assert told(one, outcome).near == near


def test_rule_clause_facts_and_remedy_are_told() -> None:
    explanation = told(SHORT)

    assert explanation.name == f"{RULE} P01·2"
    assert explanation.clause == "三技领办〔2021〕4号 二(四)20"
    assert explanation.text == "实操培训每学时连续录像不低于15分钟"
    assert explanation.law.startswith("Each practical class hour holds one unbroken recording")
    assert ("set by sanmenxia-2021", "max_gap_seconds 2, max_seam_seconds 2") in explanation.numbers
    assert ("stands", "invalid") in explanation.facts
    assert explanation.remedy.startswith("hand in all that the recorder still holds")


def test_what_keeps_the_law_has_neither_effect_nor_remedy() -> None:
    explanation = told(SHORT, Outcome.MET)

    assert (explanation.outcome, explanation.effect, explanation.remedy) == (
        "the law is kept",
        "",
        "",
    )


def test_it_is_told_in_chinese() -> None:
    explanation = told(SHORT, lang=CHINESE)

    assert explanation.near == "比要求少 2 秒"
    assert explanation.title == "实操连续录像"


def test_the_bundle_adds_what_each_camera_saw() -> None:
    facts = dict(behind(judgement(), HOUR, Voice(ENGLISH, ZONE)))

    assert "14:24–14:38:58 (14 min 58 s)" in facts["camera cam1"]
    assert facts["not covered"].startswith("14:38:58–14:46 (7 min 2 s): the recording breaks off")


def test_a_doubt_and_a_breach_that_only_a_person_may_judge_are_not_told_apart_by_the_file() -> None:
    doubt = verdict_json.finding_record(
        finding(RULE, HOUR, say("…"), undecided=True), judgement().verdict
    )
    person = replace(POLICY, rules=tuple(replace(r, effect=Effect.REVIEW) for r in POLICY.rules))

    assert outcome_of(doubt, POLICY) is Outcome.UNDECIDED
    assert outcome_of(doubt, person) is None
    assert outcome_of(doubt, None) is None


FINDINGS = (
    (RULE, HOUR),
    (RULE, Subject(session="P02", hour=2)),
    ("class-size", Subject()),
    ("fast-forward", Subject(learner="L003", lesson="V1")),
    ("hourly-snapshot", Subject(learner="L003", hour=2)),
    ("footage-undated", Subject(recording="recordings/上课 录像(1).mp4")),
)


@pytest.mark.parametrize(
    ("named", "places"),
    [
        (["2"], [1]),
        (["#2"], [1]),
        (["7"], []),
        ([RULE], [0, 1]),
        ([RULE, "P01/2"], [0]),
        (["P01·2", RULE], [0]),
        ([f"{RULE} P01·2"], [0]),
        (["P01"], [0]),
        (["class-size"], [2]),
        (["L003"], [3, 4]),
        (["L003", "V1"], [3]),
        (["L003/2"], [4]),
        (["footage-undated", "recordings/上课 录像(1).mp4"], [5]),
        (["上课 录像(1).mp4"], [5]),
        (["P01", "L003"], []),
        (["P1"], []),
    ],
)
def test_a_name_means_every_finding_that_it_fits(named: list[str], places: list[int]) -> None:
    assert meant(named, FINDINGS) == places


def test_each_name_means_its_finding_alone() -> None:
    for place, one in enumerate(judgement().verdict.findings):
        names = [(each.rule, each.subject) for each in judgement().verdict.findings]
        assert meant(shlex.split(finding_name(one)), names) == [place]


def test_the_command_can_be_pasted() -> None:
    odd = finding("footage-undated", Subject(recording="a b.mp4"), say("…"))

    assert explaining("我的 班级", finding_name(odd)) == (
        "evidence explain '我的 班级' footage-undated 'a b.mp4'"
    )


def test_a_verdict_is_read_back_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "verdict.json"
    file.write_bytes(verdict_json.write(judgement().verdict))

    assert is_verdict(file)
    assert read_verdict(file) == verdict_json.record(judgement().verdict)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": "evidence/verdict/2"}', "汉字"])
def test_what_is_no_verdict_is_refused_in_a_line(tmp_path: Path, content: str) -> None:
    file = tmp_path / "verdict.json"
    file.write_text(content, "utf-8")

    with pytest.raises(Unreadable) as refused:
        read_verdict(file)

    assert "this is no verdict of the format evidence/verdict/1" in str(refused.value)


def seen(*facts: object) -> dict[str, str]:
    """What stands behind a finding about the one recording of ``facts``."""
    usual = replace(judgement(), case=Case(facts))
    return dict(behind(usual, Subject(recording="recordings/a.mp4"), Voice(ENGLISH, ZONE)))


def filmed(**pictures: object) -> Recording:
    file = FootageFile("recordings/a.mp4", "cam1", at("08:30"), DatedBy.TABLE)
    media = Media(EndReason.COMPLETE, duration=45 * MINUTE)
    return Recording(file, media, Pictures(Seen.LOOKED, **pictures))


def test_where_the_same_was_shown_before_stands_behind_a_doubt() -> None:
    twin = Place("recordings/a.mp4", Interval(0, MINUTE))
    span = Interval(10 * MINUTE, 11 * MINUTE)
    spell = Spell(Flaw.LOOPED, span, None, Speed.FULL, twin, mirrored=True)

    told = seen(filmed(spells=(spell,)))["replays other seconds"]

    assert told == (
        "0:10:00–0:11:00 (1 min); a doubt: it may be shorter, or nothing at all; "
        "shown before: recordings/a.mp4 0:00:00–0:01:00; left and right exchanged"
    )


def test_what_a_clock_told_stands_behind_it() -> None:
    ahead, first = 8 * AN_HOUR, at("08:30")
    read = tuple(
        ClockReading(
            minute * MINUTE, (first + ahead + minute * MINUTE + 90 * SECOND * (minute > 20),)
        )
        for minute in range(0, 45, 5)
    )
    (clock,) = footage_clocks([filmed(clock=read)], ZONE)

    told = seen(clock)

    assert told["clock in the picture"] == "read in 9 pictures"
    assert told["it leaps"] == "0:20:00–0:25:00: 1 min 30 s"


def test_what_a_clock_told_over_files_stands_behind_the_file_that_tells_of_it() -> None:
    files = []
    for number in range(6):
        start = at("08:30") + number * 10 * SECOND
        leapt = -60 * SECOND * (number > 2)
        one = filmed(clock=(ClockReading(0, (start + 8 * AN_HOUR + leapt,)),))
        named = replace(one.file, path=f"{number}.mp4", start=start)
        files.append(Recording(named, replace(one.media, duration=10 * SECOND), one.pictures))
    clocks = {clock.recording.path: clock for clock in footage_clocks(files, ZONE)}

    def of(clock: FootageClock) -> dict[str, str]:
        usual = replace(judgement(), case=Case((clock,)))
        return dict(behind(usual, clock.subject, Voice(ENGLISH, ZONE)))

    told = of(clocks["3.mp4"])

    assert told["clock in the picture"] == "read in 6 pictures of 6 files, 0.mp4 to 5.mp4"
    assert told["it leaps"] == "2.mp4 0:00:00–3.mp4 0:00:00: -1 min"
    assert of(clocks["4.mp4"]) == {"clock in the picture": "told of with 3.mp4"}
