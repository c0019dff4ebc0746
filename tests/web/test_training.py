"""The page of a learner's training record, and who may see which."""

from pathlib import Path

import pytest

from evidence.wiring.office import Office
from tests.web.classes import judge, short
from tests.web.conftest import Browser
from tests.web.footage import with_footage

PERSON = "11010519491231002X"  # the example of GB 11643
CLASSES = ("INST-A/CLASS-1", "INST-B/CLASS-2")
AT = "/institutions/INST-A/learners/L001"


@pytest.fixture(autouse=True)
def one_person_in_two_classes(office: Office) -> None:
    for subject in CLASSES:
        judge(office, subject, short(1))
        with_footage(office, subject)
        folder = Path(office.landing, subject)
        folder.mkdir(parents=True, exist_ok=True)
        rows = f"learner_id,name,id_number\nL001,学员一,{PERSON}\nL002,学员二,\n"
        (folder / "roster.csv").write_text(rows, "utf-8")


def test_an_inspector_sees_every_training_of_a_person_with_its_hours(browser: Browser) -> None:
    page = browser("chen").client.get(AT, headers={"accept-language": "zh-CN"}).text

    assert all(name.partition("/")[2] in page for name in CLASSES)
    assert "2021年4月20日" in page
    assert "P01 2" in page
    assert PERSON not in page
    assert "学员一" not in page


def test_an_institution_sees_its_own_classes_only(browser: Browser) -> None:
    visit = browser("school-a")

    page = visit.client.get(AT).text

    assert "CLASS-1" in page
    assert "CLASS-2" not in page
    assert visit.client.get("/institutions/INST-B/learners/L001").status_code == 404


def test_an_id_number_is_answered_at_once_and_stands_in_no_address(browser: Browser) -> None:
    visit = browser("chen")
    form = {"proof": visit.proof(), "who": PERSON, "home": ""}

    told = visit.client.post("/learners", data=form)
    book = visit.client.post("/learners", data={**form, "take": "workbook"})

    assert told.status_code == 200
    assert "CLASS-1" in told.text
    assert "CLASS-2" in told.text
    assert PERSON not in told.text
    assert book.content.startswith(b"PK")
    assert visit.client.get(f"/institutions/INST-A/learners/{PERSON}").status_code == 404


def test_an_own_number_leads_to_its_page_and_an_unknown_one_is_told(browser: Browser) -> None:
    visit = browser("chen")
    form = {"proof": visit.proof(), "home": "INST-A"}

    led = visit.client.post("/learners", data={**form, "who": "L001"}, follow_redirects=False)
    unknown = visit.client.get("/institutions/INST-A/learners/L999")

    assert led.headers["location"] == AT
    assert unknown.status_code == 404
    assert "nobody of this number" in unknown.text
