"""Items: what their pages tell, and deciding on them through the forms that they show."""

import html
import re

import pytest

from evidence.pipeline.review import Act, Dossier
from evidence.wiring.office import Office
from tests.web.classes import finding, judge, short
from tests.web.conftest import Browser, Visit

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"
HOUR = "part=hour%2FP01%2F1"
PAGE = f"/classes/{A}/item?{HOUR}"


def form(text: str, act: str) -> dict[str, str]:
    """The hidden fields of the form for an act, as the page gives them."""
    for found in re.findall(r"<form method=\"post\" action=\"/classes.*?</form>", text, re.DOTALL):
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found))
        if fields["act"] == act:
            return {name: html.unescape(value) for name, value in fields.items()}
    raise AssertionError(f"no form to {act}")


def acts(text: str) -> set[str]:
    return set(re.findall(r'name="act" value="([\w-]+)"', text))


def do(visit: Visit, act: str, page: str = PAGE, **more: str) -> str:
    """Send the form that the page shows; where it leads."""
    answer = visit.post(f"/classes/{A}/act", **{**form(visit.get(page).text, act), **more})
    assert answer.status == 303, answer.text
    return str(answer.headers["location"])


@pytest.fixture(autouse=True)
def judged(office: Office) -> None:
    judge(office, A, short(1), short(2))


def test_the_page_tells_the_finding_and_its_clause(browser: Browser) -> None:
    text = browser("chen").get(PAGE).text
    for told in (
        "the longest unbroken recording is 10 min",
        "15 min",
        "二(四)20",
        "实操培训每学时",
    ):
        assert told in text


def test_the_same_in_chinese(browser: Browser) -> None:
    text = browser("chen", lang="zh").get(PAGE).text
    assert "最长的连续录像为 10 分钟" in text
    assert "15 分钟" in text


def test_a_confirmed_hour_waits_for_a_second_person_and_leads_to_the_next(
    browser: Browser,
) -> None:
    chen, fang = browser("chen"), browser("fang")
    assert do(chen, "confirm") == f"/classes/{A}/item?part=hour%2FP01%2F2"
    assert "sign" not in acts(chen.get(PAGE).text)
    assert "Signed first" in fang.get(PAGE).text
    do(fang, "sign")
    assert "does not count" in fang.get(PAGE).text
    assert "P01, hour 1" in fang.get("/?state=settled").text


def test_who_signed_first_can_not_sign_second_even_by_hand(browser: Browser) -> None:
    fang = browser("fang")
    text = fang.get(PAGE).text
    do(fang, "confirm")
    after = fang.get(PAGE).text
    assert "sign" not in acts(after)
    tried = {**form(text, "confirm"), "act": "sign", "steps": "1"}
    assert fang.post(f"/classes/{A}/act", **tried).status == 409


def test_an_inspector_signs_nothing_second(browser: Browser) -> None:
    given = form(browser("chen").get(PAGE).text, "confirm")
    do(browser("chen"), "confirm")
    deng = browser("deng")
    tried = {**given, "act": "sign", "steps": "1", "proof": deng.proof()}
    assert deng.post(f"/classes/{A}/act", **tried).status == 409


def test_overruling_takes_a_reason(browser: Browser) -> None:
    chen = browser("chen")
    given = form(chen.get(PAGE).text, "overrule")
    assert chen.post(f"/classes/{A}/act", **given, reason=" ").status == 409
    do(chen, "overrule", reason="the second camera shows it")
    assert "the second camera shows it" in chen.get(PAGE).text


def test_of_two_inspectors_on_one_item_the_second_is_told_to_look_again(browser: Browser) -> None:
    chen, deng = browser("chen"), browser("deng")
    late = form(deng.get(PAGE).text, "overrule")
    do(chen, "overrule", reason="seen")
    answer = deng.post(f"/classes/{A}/act", **late, reason="other")
    assert answer.status == 409
    assert "look again" in answer.text
    assert "other" not in deng.get(PAGE).text


def test_a_verdict_that_came_meanwhile_is_looked_at_first(browser: Browser, office: Office) -> None:
    chen = browser("chen")
    given = form(chen.get(PAGE).text, "confirm")
    judge(office, A, finding({"session": "P01", "hour": 1}, measured=30.0))
    assert chen.post(f"/classes/{A}/act", **given).status == 409


def test_a_claim_keeps_others_out_until_it_is_handed_over(browser: Browser) -> None:
    chen, deng = browser("chen"), browser("deng")
    do(chen, "claim")
    assert acts(deng.get(PAGE).text) == {"note"}
    assert "P01, hour 1" in chen.get("/?mine=1").text
    do(browser("gao"), "hand-over", to="deng")
    assert "confirm" in acts(deng.get(PAGE).text)


@pytest.mark.parametrize("name", ["nobody", "han", "school-a"])
def test_nothing_is_handed_to_who_could_not_decide(browser: Browser, name: str) -> None:
    chen = browser("chen")
    do(chen, "claim")
    given = form(chen.get(PAGE).text, "hand-over")
    assert chen.post(f"/classes/{A}/act", **given, to=name).status == 409


def test_an_institution_answers_what_it_is_asked_and_learns_no_names(browser: Browser) -> None:
    chen, school = browser("chen"), browser("school-a")
    assert acts(school.get(PAGE).text) == set()
    do(chen, "ask", reason="where is the second camera?")
    text = school.get(PAGE).text
    assert "where is the second camera?" in text
    assert "<b>chen</b>" not in text
    do(school, "answer", reason="it was broken")
    assert "it was broken" in chen.get(PAGE).text
    assert "P01, hour 1" in chen.get("/?state=answered").text


def test_a_note_on_a_span_decides_nothing_and_is_not_told_outside(browser: Browser) -> None:
    chen = browser("chen")
    do(chen, "note", reason="the door is shut", begins="09:10", ends="09:12:30")
    text = browser("fang").get(PAGE).text
    assert "the door is shut" in text
    assert "✎ 09:10 – 09:12:30" in text
    assert "to be decided" in text
    assert "the door is shut" not in browser("school-a").get(PAGE).text


def test_changing_what_two_have_signed_is_a_new_version(browser: Browser, office: Office) -> None:
    chen, fang, gao = browser("chen"), browser("fang"), browser("gao")
    do(chen, "confirm")
    do(fang, "sign")
    do(gao, "overrule", reason="the second camera shows it")
    assert "second signature" in gao.get(PAGE).text
    do(fang, "sign")
    item = office.reviews.item(A, "hour/P01/1")
    assert item
    assert item.settled is Act.OVERRULE
    steps = (each.step for each in office.reviews.steps(A, "hour/P01/1"))
    assert Dossier.of(steps, item.basis).version == 2


def test_the_whole_of_it_stands_in_the_audit_log(browser: Browser, office: Office) -> None:
    do(browser("chen"), "confirm", reason="frozen")
    do(browser("fang"), "sign")
    told = [entry.event for entry in office.store.audit.entries()]
    assert told[-2:] == ["review-step", "review-step"]
    assert not office.store.audit.verify().breaks


def test_a_decision_never_changes_the_verdict(browser: Browser, office: Office) -> None:
    before = office.store.verdicts.history(A)
    do(browser("chen"), "overrule", reason="seen")
    assert office.store.verdicts.history(A) == before


def test_the_way_on_keeps_the_filters_of_the_list(browser: Browser) -> None:
    leads = do(browser("chen"), "confirm", page=f"{PAGE}&kind=practical")
    assert "kind=practical" in leads


def test_a_part_that_is_none_is_not_found(browser: Browser) -> None:
    for part in ("hour%2FP01%2F9", "learner%2FL999", "nonsense", ""):
        assert browser("chen").get(f"/classes/{A}/item?part={part}").status == 404


def test_an_hour_that_nothing_speaks_against_is_shown_without_a_decision(
    browser: Browser, office: Office
) -> None:
    judge(office, A, short(1))
    text = browser("chen").get(f"/classes/{A}/item?part=hour%2FP01%2F2").text
    assert "Nothing was found." in text
    assert acts(text) == set()


def test_an_hour_names_the_recordings_of_its_time_that_are_flagged(
    browser: Browser, office: Office
) -> None:
    frozen = finding({"recording": "recordings/a.mp4"}, "review", message="it stood still")
    judge(office, A, short(2), frozen)  # from 09:10 to 09:20: within the first hour, not the second

    first = browser("chen").get(PAGE).text
    second = browser("chen").get(PAGE.replace("%2F1", "%2F2")).text

    assert "recordings/a.mp4</a> it stood still" in first
    assert "part=recording%2Frecordings%252Fa.mp4" in first
    assert "it stood still" not in second


def test_the_class_page_shows_hours_learners_and_findings(browser: Browser) -> None:
    text = browser("chen").get(f"/classes/{A}").text
    assert 'class="invalid" href="/classes/INST-A/CLASS-1/item?part=hour%2FP01%2F1"' in text
    assert "L001" in text
    assert "the longest unbroken recording is 10 min" in text
