"""``evidence learner``, ``ledger`` and ``period``, over a store with several classes."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import typer
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from evidence.cli.app import app
from evidence.cli.records import days_of
from evidence.domain.errors import Unreadable
from evidence.domain.findings import Verdict
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.pipeline.ledger import JudgedClass
from evidence.pipeline.store import KnownClass
from evidence.report import verdict_json
from evidence.store.opening import SqlStore, open_store
from evidence.wiring.places import config_folder
from tests.report.trained import CLASS, finding, verdict
from tests.wiring.deployments import config

ROOT = Path(__file__).parents[2]
PERSON = "410" + "0" * 15
OTHER = "410" + "1" * 15


class City:
    """A deployment with classes on record."""

    def __init__(self, folder: Path, store: SqlStore) -> None:
        self.folder, self.store = folder, store

    def judged(self, subject: str, verdict: Verdict, **persons: str) -> None:
        """Keep a verdict; ``persons`` are learners of the roster with their ID numbers."""
        body = verdict_json.write(verdict).decode()
        kept = JudgedClass(
            subject, verdict.standing, verdict.policy_id, verdict.policy_sha256, "a" * 64, "0", body
        )
        home = subject.partition("/")[0]
        self.store.classes.put(KnownClass(subject, home, verdict.policy_id, "x"), 1)
        self.store.verdicts.append(kept, 1)
        place = self.folder / "landing" / subject
        place.mkdir(parents=True)
        rows = "\n".join(f"{learner},,{number}" for learner, number in persons.items())
        (place / "roster.csv").write_text(f"learner_id,name,id_number\n{rows}\n", "utf-8")


@pytest.fixture
def city(tmp_path: Path, ready_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    shutil.copy(ready_sqlite, tmp_path / "evidence.db")
    made = config(tmp_path)
    shutil.copytree(config_folder() / "policies", made / "policies")
    shutil.copy(config_folder() / "rules.toml", made)
    monkeypatch.setenv("EVIDENCE_CONFIG", str(made))
    store = open_store(f"sqlite:///{tmp_path}/evidence.db")
    return City(tmp_path, store)


def of(name: str, begins: date, policy: str = "zhengzhou-2019", **given: object) -> Verdict:
    ends = begins.replace(day=begins.day + 9)
    occupation = str(given.pop("occupation", "焊工"))
    declared = replace(CLASS, id=name, starts_on=begins, ends_on=ends, occupation=occupation)
    return verdict(training_class=declared, policy=policy, **given)


def run(*arguments: str | Path, typed: str | None = None) -> Result:
    asked = [str(each) for each in arguments]
    return CliRunner().invoke(app, asked, catch_exceptions=False, input=typed)


def schema(name: str) -> jsonschema.Draft202012Validator:
    published = json.loads((ROOT / "docs" / "schema" / f"{name}-1.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(published)


def test_a_person_is_found_again_in_another_institution(city: City, tmp_path: Path) -> None:
    city.judged("INST-A/C1", of("C1", date(2021, 3, 1)), L001=PERSON, L002=OTHER)
    city.judged("INST-B/C2", of("C2", date(2021, 5, 1)), L001=OTHER, L003=PERSON)

    out = run(
        "learner", "L001", "--institution", "INST-A", "--json", tmp_path / "r.json", "--lang", "en"
    )
    told = json.loads((tmp_path / "r.json").read_text("utf-8"))
    schema("learner").validate(told)

    assert [(one["class"], one["learner"]) for one in told["trainings"]] == [
        ("INST-A/C1", "L001"),
        ("INST-B/C2", "L003"),
    ]
    assert told["class_hours"] == {"surely": 160, "possibly": 160}
    assert PERSON not in out.output + json.dumps(told)


def test_an_id_number_is_read_from_standard_input(city: City, tmp_path: Path) -> None:
    city.judged("INST-A/C1", of("C1", date(2021, 3, 1)), L001=PERSON)

    out = run("learner", "-", "--xlsx", tmp_path / "r.xlsx", "--lang", "zh", typed=f"{PERSON}\n")
    book = CalamineWorkbook.from_path(str(tmp_path / "r.xlsx"))

    assert "INST-A/C1 L001" in out.output
    assert book.sheet_names == ["培训电子档案", "学时依据"]
    assert len(book.get_sheet_by_name("学时依据").to_python()) == 1 + 10


def test_a_number_of_several_institutions_asks_which(city: City) -> None:
    city.judged("INST-A/C1", of("C1", date(2021, 3, 1)))
    city.judged("INST-B/C2", of("C2", date(2021, 5, 1)))

    with pytest.raises(Unreadable) as refused:
        run("learner", "L001")
    assert "INST-A, INST-B" in str(refused.value.problems[0].what)


def test_without_id_numbers_only_the_institutions_own_classes_are_told(city: City) -> None:
    city.judged("INST-A/C1", of("C1", date(2021, 3, 1)))
    city.judged("INST-A/C3", of("C3", date(2021, 7, 1)))
    city.judged("INST-B/C2", of("C2", date(2021, 5, 1)))

    out = run("learner", "L001", "--institution", "INST-A", "--lang", "en").output
    assert "INST-A/C1" in out
    assert "INST-A/C3" in out
    assert "INST-B" not in out
    assert "other institutions' classes are not in it" in out


def test_nobody_of_that_number_is_told_in_a_line(city: City) -> None:
    with pytest.raises(Unreadable):
        run("learner", "L999")


def test_the_fourth_training_of_a_year_and_the_same_twice_are_not_paid(
    city: City, tmp_path: Path
) -> None:
    for month, occupation in enumerate(("焊工", "电工", "钳工", "车工", "焊工"), 1):
        name = f"C{month}"
        told = of(name, date(2021, month, 1), occupation=occupation, learners=1)
        city.judged(f"INST-A/{name}", told, L001=PERSON)
    city.judged("INST-A/N1", of("N1", date(2022, 1, 1), occupation="焊工", learners=1), L001=PERSON)
    city.judged("INST-A/N2", of("N2", date(2022, 2, 1), occupation="铣工", learners=1), L001=PERSON)
    run("subsidy", "--store", "--standard", "1000", "--json", tmp_path / "s.json")

    sums = {
        each["class"]: each["total_fen"]["possibly"]
        for each in json.loads((tmp_path / "s.json").read_text("utf-8"))["classes"]
    }
    assert sums == {
        "C1": 100_000, "C2": 100_000, "C3": 100_000, "C4": 0, "C5": 0, "N1": 0, "N2": 100_000
    }  # fmt: skip


def test_the_ledger_has_a_row_a_class_hour(city: City, tmp_path: Path) -> None:
    short = finding("practical-continuous-recording", Effect.REVIEW, Subject(session="S01", hour=3))
    told = of("C1", date(2021, 3, 1), "sanmenxia-2021", doubtful=(("S01", 3),), findings=(short,))
    city.judged("INST-A/C1", told)
    run("ledger", "--store", "--folder", tmp_path / "ledgers", "--lang", "en")

    book = CalamineWorkbook.from_path(str(tmp_path / "ledgers" / "INST-A" / "C1.xlsx"))
    rows = book.get_sheet_by_name("Ledger").to_python()
    assert book.sheet_names == ["Ledger", "Learners", "Project"]
    assert len(rows) == 1 + 80
    assert rows[3][12] == "? for review"
    assert "not known" in str(rows[3][-1])


def test_a_period_adds_up_by_institution_and_policy(city: City, tmp_path: Path) -> None:
    city.judged("INST-A/C1", of("C1", date(2021, 3, 1), "yuncheng-2018"))
    city.judged("INST-A/C2", of("C2", date(2021, 5, 1), "yuncheng-2018", certified=None))
    city.judged("INST-B/C3", of("C3", date(2021, 5, 1), "sanmenxia-2021"))
    city.judged("INST-B/C4", of("C4", date(2022, 1, 1), "sanmenxia-2021"))
    xlsx = tmp_path / "p.xlsx"
    run("period", "2021", "--json", tmp_path / "p.json", "--xlsx", xlsx, "--lang", "zh")

    told = json.loads((tmp_path / "p.json").read_text("utf-8"))
    schema("period").validate(told)
    assert [(row["institution"], row["policy"]) for row in told["rows"]] == [
        ("INST-A", "yuncheng-2018"),
        ("INST-B", "sanmenxia-2021"),
    ]
    assert told["whole"]["enrolled"] == 9
    assert told["whole"]["class_hours_by_verdict"] == {"valid": 240}
    assert told["rows"][0]["subsidy_fen"] == {"surely": 450_000, "possibly": 900_000}
    assert told["whole"]["classes_by_quarter"] == {"2021-Q1": 1, "2021-Q2": 2}
    book = CalamineWorkbook.from_path(str(xlsx))
    assert book.sheet_names == ["年初安排", "年中督导", "核查发现（按规则）", "年底总结", "班级"]


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2020-Q1", date(2020, 1, 1), date(2020, 3, 31)),
        ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-04-20..2021-05-01", date(2021, 4, 20), date(2021, 5, 1)),
    ],
)
def test_a_period_is_written_shortly(when: str, first: date, last: date) -> None:
    assert days_of(when) == (first, last)


@pytest.mark.parametrize("when", ["2021-Q5", "2021-13", "May", "2021-05-01..2021-04-01", "0000"])
def test_what_is_no_period_is_refused(when: str) -> None:
    with pytest.raises(typer.BadParameter):
        days_of(when)
