"""The work list: what is to be decided, as each visitor may see it."""

import html
import re
from datetime import date

import pytest

from evidence.domain.time import DAY
from evidence.wiring.office import Office
from evidence.wiring.workdays import is_workday
from tests.web.classes import finding, judge, short
from tests.web.conftest import Browser
from tests.wiring.deployments import Hand

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"


def rows(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', text)


def test_each_flagged_part_is_a_line_with_what_was_found(browser: Browser, office: Office) -> None:
    judge(office, A, short(1), finding({"learner": "L001"}, "review", rule="face-liveness"))
    text = browser("chen").get("/").text
    assert rows(text) == ["P01, hour 1", "learner L001"]
    assert "Practical continuous recording" in text
    assert "the class hour does not count" in text
    assert "2021-05-07" in text  # ten working days after 21 April: May's holidays left out


def test_nothing_flagged_says_that_nothing_is_to_be_done(browser: Browser, office: Office) -> None:
    judge(office, A)
    assert "Nothing here" in browser("chen").get("/").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("institution=INST-A", 2),
        ("institution=INST-C", 0),
        ("rule=face-liveness", 1),
        ("date=2021-04-20", 3),
        ("date=2021-04-21", 0),
        ("kind=practical", 2),
        ("state=settled", 0),
        ("state=all", 3),
        ("mine=1", 0),
    ],
)
def test_the_address_says_what_is_shown(
    browser: Browser, office: Office, query: str, found: int
) -> None:
    judge(office, A, short(1), finding({"learner": "L001"}, "review", rule="face-liveness"))
    judge(office, B, short(1))
    assert len(rows(browser("chen").get(f"/?{query}").text)) == found


def test_what_is_overdue_says_so_in_words(browser: Browser, office: Office, clock: Hand) -> None:
    judge(office, A, short(1))
    visit = browser("chen")
    assert "overdue" not in visit.get("/").text
    clock.wait(40 * DAY)
    assert "overdue" in browser("chen").get("/").text


def test_an_institution_sees_its_own_whatever_it_asks_for(browser: Browser, office: Office) -> None:
    judge(office, A, short(1))
    judge(office, B, short(2))
    for query in ("", "?institution=INST-B", "?state=all&institution="):
        text = browser("school-a").get(f"/{query}").text
        assert rows(text) == ["P01, hour 1"]
        assert "INST-B/CLASS" not in text


def test_a_new_verdict_shows_at_the_next_look(browser: Browser, office: Office) -> None:
    visit = browser("chen")
    judge(office, A, short(1))
    assert len(rows(visit.get("/").text)) == 1
    judge(office, A)
    assert rows(visit.get("/").text) == []


def test_more_than_a_page_is_told_page_by_page(browser: Browser, office: Office) -> None:
    for number in range(60):
        judge(office, f"INST-A/CLASS-{number:02}", short(1))
    first = browser("chen").get("/").text
    assert len(rows(first)) == 50
    after = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]
    second = browser("chen").get(after).text
    assert len(rows(second)) == 10
    assert "51 to 60 of 60" in second
    assert "CLASS-49<" in first
    assert "CLASS-49<" not in second
    assert "CLASS-50<" in second
    back = html.unescape(re.search(r'rel="prev" href="([^"]+)"', second)[1])  # type: ignore[index]
    assert rows(browser("chen").get(back).text) == rows(first)
    assert len(rows(browser("chen").get("/?after=nonsense").text)) == 50


def test_a_script_in_the_address_stays_text(browser: Browser) -> None:
    text = browser("chen").get('/?institution="><script>alert(1)</script>').text
    assert "<script>alert" not in text


def test_the_list_is_chinese_for_who_reads_chinese(browser: Browser, office: Office) -> None:
    judge(office, A, short(1))
    text = browser("chen", lang="zh-CN").get("/").text
    assert "工作清单" in text
    assert "P01 第 1 学时" in text


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2021, 4, 30), True),
        (date(2021, 5, 1), False),  # the holiday
        (date(2021, 5, 8), True),  # a Saturday that makes up for it
        (date(2021, 5, 9), False),
        (date(2999, 1, 1), True),  # a Tuesday that nobody has announced a holiday for
        (date(2999, 1, 5), False),  # a Saturday
    ],
)
def test_working_days_are_those_of_china(day: date, works: bool) -> None:
    assert is_workday(day) is works


def test_days_are_written_as_the_reader_writes_them(browser: Browser, office: Office) -> None:
    judge(office, "INST-A/CLASS-1", short(1))
    visit = browser("chen")

    chinese = visit.client.get("/", headers={"accept-language": "zh-CN"}).text
    english = visit.client.get("/", headers={"accept-language": "en-GB"}).text

    assert "2021年4月20日</td>" in chinese
    assert "2021-04-20</td>" in english
