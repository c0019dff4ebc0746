"""The overview, the public list, and what may be taken away of them."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

import evidence
from evidence.domain.masking import veiled_name, veiled_number
from evidence.pipeline import inventory
from evidence.pipeline.accounts import Account, Role
from evidence.pipeline.inventory import Inventory, Veiled
from evidence.pipeline.ledger import Job, Result
from evidence.pipeline.overview import sums, week_of
from evidence.pipeline.steps import INVENTORY
from evidence.report.columns import as_csv, as_workbook
from evidence.report.sheets import Sheet
from evidence.sources.intake import LandedClasses
from evidence.web.addresses import day_typed
from evidence.web.overview import Period
from evidence.wiring.office import Office
from tests.web.classes import body, finding, judge, short
from tests.web.conftest import Browser

A, B = "INST-A/CLASS-1", "INST-B/CLASS-1"
PART = "hour/P01/1"


@pytest.mark.parametrize("typed", ["2021-04-20", "2021/4/20", "2021年4月20日", "20210420"])
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert day_typed(typed) == "2021-04-20"
    assert Period(first=typed).span(Account("chen", Role.INSPECTOR)).first == "2021-04-19"


def test_what_is_no_day_leaves_nothing_out() -> None:
    assert not day_typed("soon")
    assert not Period(first="soon").span(Account("chen", Role.INSPECTOR)).first


def test_a_verdict_is_counted_by_week_kind_and_rule() -> None:
    told = sums(body(short(1), finding({"learner": "L001"}, "training-invalid", rule="x")))
    assert told.hours == {
        ("2021-04-19", "practical", "invalid"): 1,
        ("2021-04-19", "practical", "valid"): 1,
    }
    rules = {(week, rule): count for (week, rule, _), count in told.findings.items()}
    assert rules == {
        ("2021-04-19", "practical-continuous-recording"): 1,
        ("2021-04-19", "x"): 1,
    }


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2021-04-18", "2021-04-12"),
        ("2021-04-19", "2021-04-19"),
        ("2021-04-25T23:00", "2021-04-19"),
    ],
)
def test_a_week_begins_on_monday(day: str, monday: str) -> None:
    assert week_of(day) == monday


def test_a_newer_verdict_takes_the_place_of_what_was_counted(
    office: Office, browser: Browser
) -> None:
    judge(office, A, short(1))
    judge(office, B, short(1))
    assert "Class hours by the newest verdicts: 4" in browser("chen").get("/overview").text
    judge(office, A)
    text = browser("chen").get("/overview").text
    assert "Class hours by the newest verdicts: 4" in text
    table = browser("chen").get("/overview/rules.csv").text
    assert '"1"' in table.splitlines()[1]


def test_weeks_and_institutions_narrow_it_and_nobody_sees_anothers(
    office: Office, browser: Browser
) -> None:
    judge(office, A, short(1))
    judge(office, B, short(1))
    chen, school = browser("chen"), browser("school-a")
    assert "verdicts: 2" in chen.get("/overview?institution=INST-B").text
    assert "verdicts: 0" in chen.get("/overview?last=2021-04-18").text
    assert "verdicts: 4" in chen.get("/overview?first=2021-04-21&last=2021-04-21").text
    assert "verdicts: 4" in chen.get("/overview?first=nonsense").text
    for path in ("/overview", "/overview/institutions.csv", "/list.csv", "/public", "/public.csv"):
        told = school.get(f"{path}?institution=INST-B").text
        for echo in ("institution%3DINST-B", "institution=INST-B", 'value="INST-B"'):
            told = told.replace(echo, "")
        assert "INST-B" not in told
    book = CalamineWorkbook.from_filelike(io.BytesIO(school.get("/overview.xlsx").content))
    assert "INST-B" not in str([book.get_sheet_by_name(n).to_python() for n in book.sheet_names])


def test_the_drawing_stands_on_signs_and_numbers_and_runs_nothing(
    office: Office, browser: Browser
) -> None:
    judge(office, A, short(1))
    answer = browser("chen").get("/overview")
    assert 'role="img"' in answer.text
    assert "✗ 1" in answer.text
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def decided(office: Office, browser: Browser, act: str) -> None:
    """Decide on the one item of class A; whatever takes hours away is signed by a second."""
    item = office.reviews.item(A, PART)
    assert item
    fields = {"part": PART, "act": act, "basis": item.basis}
    where = f"/classes/{A}/act"
    assert browser("chen").post(where, **fields, steps="0", reason="seen").status == 303
    if act == "confirm":
        given = {**fields, "act": "sign", "steps": "1"}
        assert browser("fang").post(where, **given).status == 303


def taken_stock(office: Office, *roster: Veiled) -> None:
    """What taking stock of class A came to."""
    landed = LandedClasses(office.landing)
    job = Job(A, INVENTORY, landed.look(A), "", evidence.__version__)
    ledger, now = office.store.ledger, office.clock.now()
    ledger.offer([job], now)
    lease = ledger.take(job.key, "me", now, 10**9)
    assert lease
    found = Inventory(occupation="茶艺师", level="五级", roster=roster)
    ledger.finish(lease, Result(inventory.dumps(found)), now)


def test_nothing_is_published_before_all_is_decided_and_nobody_can_be_told_by_it(
    office: Office, browser: Browser
) -> None:
    judge(office, A, short(1))
    veiled = Veiled("L001", veiled_name("张小三"), veiled_number("410000199001011234"))
    taken_stock(office, veiled)
    chen = browser("chen")
    at = "/public?institution=INST-A"
    assert "1 undecided" in chen.get(at).text
    assert "张" not in chen.get(at).text
    assert len(list(csv.reader(io.StringIO(chen.get("/public.csv?institution=INST-A").text)))) == 1
    decided(office, browser, "confirm")
    told = chen.get(at).text
    assert "张*三" in told
    assert "410*************34" in told
    assert "茶艺师" in told
    rows = list(csv.reader(io.StringIO(chen.get("/public.csv?institution=INST-A").text)))
    assert rows[1][1:7] == ["CLASS-1", "茶艺师", "五级", "张*三", "410*************34", "38"]


def test_hours_given_back_are_told(office: Office, browser: Browser) -> None:
    judge(office, A, short(1))
    office.catch_up()
    decided(office, browser, "overrule")
    told = browser("chen").get("/public?institution=INST-A").text
    assert "given back by decision, to be added by hand: 1" in told


@pytest.mark.parametrize(
    ("name", "shown"),
    [("", ""), ("张", "*"), ("张三", "张*"), ("张小三", "张*三"), ("欧阳娜娜", "欧**娜")],
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert veiled_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("", ""),
        ("12345", "*****"),
        ("123456", "123*56"),
        ("41000019900101123X", "410*************3X"),
    ],
)
def test_a_number_is_masked(number: str, shown: str) -> None:
    assert veiled_number(number) == shown


DANGEROUS = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_of_a_file_is_ever_run(cell: str) -> None:
    sheet = Sheet("s", ("a", "b"), [(cell, 3)])
    (_, (told, number)) = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline=""))
    assert told == f"'{cell}"
    assert number == "3"
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook([sheet], "t")))
    assert str(book.get_sheet_by_name("s").to_python()[1][0]).startswith("'")


def test_the_list_is_taken_away_as_it_is_filtered(office: Office, browser: Browser) -> None:
    judge(office, A, short(1), finding({"learner": "=cmd"}, "review", rule="x"))
    chen = browser("chen")
    answer = chen.get("/list.csv?rule=x")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len(rows) == 2
    assert 'filename="list.csv"' in answer.headers["content-disposition"]
    assert chen.get("/list.xlsx").content[:2] == b"PK"
    assert json.dumps(rows)
